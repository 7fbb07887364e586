"""The messages that the small world of the tests carries: those of every generated package."""

from rivya_codegen.words.messages import request_messages

MESSAGES = request_messages()
