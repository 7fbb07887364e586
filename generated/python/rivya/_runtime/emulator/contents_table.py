"""The files that this state put into its folder, also those that a crash cut off: no other one is ever removed."""

from __future__ import annotations

from .database import Table


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
