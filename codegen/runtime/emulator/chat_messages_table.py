"""The messages of all chat sessions, in the order in which they were said."""

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
