"""The files that were uploaded, and what of their content lies in the folder of the state, under their ids."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass

from .database import Table


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file: its metadata; `size` is in bytes, `name` the last part of its address."""

    id: str
    name: str
    kind: str
    mime_type: str
    size: int
    duration_token: str | None
    created_at: float
    base_url: str


class Files(Table):
    """The table of uploaded files, oldest first."""

    name = "files"
    columns = """
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
        mime_type TEXT NOT NULL, size INTEGER NOT NULL, duration_token TEXT, created_at REAL NOT NULL,
        base_url TEXT NOT NULL
    """

    def add(self, file: StoredFile) -> None:
        self.insert(**asdict(file))

    def get(self, file_id: str) -> StoredFile | None:
        row = self.database.row("SELECT * FROM files WHERE id = ?", file_id)
        return _file(row) if row else None

    def all(self) -> list[StoredFile]:
        return [_file(row) for row in self.database.rows("SELECT * FROM files ORDER BY number")]


def _file(row: sqlite3.Row) -> StoredFile:
    return StoredFile(**{key: row[key] for key in row.keys() if key != "number"})  # noqa: SIM118


class Contents(Table):
    """The table of what may lie in the folder, by the ids of files. A row is there before its file, and goes after it."""

    name = "contents"
    columns = "id TEXT PRIMARY KEY"

    def add(self, file_id: str) -> None:
        self.insert(id=file_id)

    def all(self) -> list[str]:
        return [row["id"] for row in self.database.rows("SELECT id FROM contents")]

    def remove(self, file_id: str) -> None:
        self.database.execute("DELETE FROM contents WHERE id = ?", file_id)

    def clear(self) -> None:
        """Keep what is listed: the files lie in the folder until they are removed one by one."""
