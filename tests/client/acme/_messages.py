"""The messages of the real catalogue."""

from rivya_codegen.words.messages import request_messages

MESSAGES = request_messages()
