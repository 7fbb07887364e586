"""Chat completions, streamed events and sessions as the API shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..._spec.tables import ChatStreamRules
from .._api.bodies import write_json
from .._api.fields import row_fields
from .._results.replies import Usage, pieces
from .._state.chat import ChatMessage, ChatSession

DELTA_EVENT = "message.delta"


@dataclass(frozen=True, slots=True)
class Completion:
    """One reply of a model in a session, with what it used and cost."""

    id: str
    session: ChatSession
    reply: ChatMessage
    usage: Usage
    reserved: float
    final: float


def completion_object(completion: Completion) -> dict[str, Any]:
    """Return a completion in the documented shape."""
    return {
        "id": completion.id,
        "object": "chat.completion",
        "session_id": completion.session.id,
        "model": completion.session.model,
        **row_fields(completion.reply, "created_at"),
        "message": row_fields(completion.reply, "id role content"),
        "usage": row_fields(completion.usage, "input_tokens output_tokens total_tokens"),
        "credits": {"reserved": completion.reserved, "final": completion.final},
    }


def completion_events(completion: Completion, rules: ChatStreamRules) -> Iterator[bytes]:
    """Yield a completion as server-sent events: its text in pieces, the whole of it, and the end."""
    head = {"id": completion.id, "session_id": completion.session.id}
    for piece in pieces(completion.reply.content):
        yield _event(DELTA_EVENT, write_json(head | _placed(rules.text_paths[0], piece)))
    for name in rules.end_events[:1]:
        yield _event(name, write_json(completion_object(completion)))
    for data in rules.end_data[:1]:
        yield f"data: {data}\n\n".encode()


def session_object(session: ChatSession, message_count: int) -> dict[str, Any]:
    """Return a session as a list shows it."""
    shown = row_fields(session, "id model created_at updated_at")
    return shown | {"object": "chat.session", "message_count": message_count}


def full_session_object(session: ChatSession, messages: Sequence[ChatMessage]) -> dict[str, Any]:
    """Return a session with everything that was said in it."""
    return session_object(session, len(messages)) | {"messages": [_message_object(message) for message in messages]}


def _message_object(message: ChatMessage) -> dict[str, Any]:
    attachments = [{"file_id": file_id} for file_id in message.attachments]
    return row_fields(message, "id role content created_at") | {"attachments": attachments}


def _event(name: str, data: bytes) -> bytes:
    # JSON on one line holds no line end, so one `data` field is enough.
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


def _placed(path: str, value: str) -> dict[str, Any]:
    """Return an object that holds a value at a dotted path; a number in it is an index of an array."""
    placed: Any = value
    for key in reversed(path.split(".")):
        placed = [*[None] * int(key), placed] if key.isdigit() else {key: placed}
    return dict(placed)
