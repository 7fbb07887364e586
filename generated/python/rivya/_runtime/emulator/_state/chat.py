"""The chat sessions that the API made, and their messages in the order in which they were said."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from .database import Table


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """What the user or the model said; `attachments` are the ids of uploaded files."""

    id: str
    session_id: str
    role: str
    content: str
    created_at: float
    attachments: tuple[str, ...] = ()


class ChatMessages(Table):
    """The table of chat messages."""

    name = "chat_messages"
    columns = """
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL, role TEXT NOT NULL,
        content TEXT NOT NULL, created_at REAL NOT NULL, attachments TEXT NOT NULL
    """
    indexes = ("(session_id)",)

    def add(self, message: ChatMessage) -> None:
        self.insert(
            id=message.id,
            session_id=message.session_id,
            role=message.role,
            # A lone surrogate is legal in JSON and not in UTF-8, which SQLite stores.
            content=json.dumps(message.content),
            created_at=message.created_at,
            attachments=json.dumps(message.attachments),
        )

    def of_session(self, session_id: str) -> list[ChatMessage]:
        """Return what was said in a session, oldest first."""
        query = f"SELECT * FROM {self.name} WHERE session_id = ? ORDER BY number"
        return [_message(row) for row in self.database.rows(query, session_id)]

    def count(self, session_id: str) -> int:
        row = self.database.row(f"SELECT count(*) AS messages FROM {self.name} WHERE session_id = ?", session_id)
        return int(row["messages"]) if row else 0


def _message(row: sqlite3.Row) -> ChatMessage:
    return ChatMessage(
        id=row["id"],
        session_id=row["session_id"],
        role=row["role"],
        content=json.loads(row["content"]),
        created_at=row["created_at"],
        attachments=tuple(json.loads(row["attachments"])),
    )


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
