"""The chat sessions that the API made; each belongs to one model."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .database import Table


@dataclass(frozen=True, slots=True)
class ChatSession:
    """A conversation with one model; times are seconds since 1970."""

    id: str
    model: str
    created_at: float
    updated_at: float


class ChatSessions(Table):
    """The table of chat sessions."""

    name = "chat_sessions"
    columns = """
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, model TEXT NOT NULL,
        created_at REAL NOT NULL, updated_at REAL NOT NULL
    """

    def add(self, session: ChatSession) -> None:
        self.insert(id=session.id, model=session.model, created_at=session.created_at, updated_at=session.updated_at)

    def touch(self, session_id: str, at: float) -> None:
        """Note that a session went on."""
        self.database.execute(f"UPDATE {self.name} SET updated_at = ? WHERE id = ?", at, session_id)

    def get(self, session_id: str) -> ChatSession | None:
        row = self.database.row(f"SELECT * FROM {self.name} WHERE id = ?", session_id)
        return _session(row) if row else None

    def all(self) -> list[ChatSession]:
        """Return the sessions, the one that went on last first."""
        query = f"SELECT * FROM {self.name} ORDER BY updated_at DESC, number DESC"
        return [_session(row) for row in self.database.rows(query)]


def _session(row: sqlite3.Row) -> ChatSession:
    return ChatSession(row["id"], row["model"], row["created_at"], row["updated_at"])
