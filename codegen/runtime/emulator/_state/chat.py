"""The chat sessions that the API made, and their messages in the order in which they were said."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Table


@dataclass(frozen=True, slots=True)
class ChatSession:
    """A conversation with one model; times are seconds since 1970."""

    id: str
    model: str
    created_at: float
    updated_at: float


class ChatSessions(Table[ChatSession]):
    """The table of chat sessions."""

    name = "chat_sessions"
    row = ChatSession

    def latest(self) -> list[ChatSession]:
        """Return the sessions, the one that went on last first."""
        return self.select("ORDER BY updated_at DESC, rowid DESC")


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """What the user or the model said; `attachments` are the ids of uploaded files."""

    id: str
    session_id: str
    role: str
    content: str
    created_at: float
    attachments: tuple[str, ...] = ()


class ChatMessages(Table[ChatMessage]):
    """The table of chat messages."""

    name = "chat_messages"
    row = ChatMessage
    indexes = ("(session_id)",)

    def of_session(self, session_id: str) -> list[ChatMessage]:
        """Return what was said in a session, oldest first."""
        return self.select("WHERE session_id = ? ORDER BY rowid", session_id)

    def count(self, session_id: str) -> int:
        return int(self.database.value(f"SELECT count(*) FROM {self.name} WHERE session_id = ?", session_id))
