"""The files that were uploaded, and what of their content lies in the folder of the state, under their ids."""

from __future__ import annotations

from dataclasses import dataclass

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


class Files(Table[StoredFile]):
    """The table of uploaded files, oldest first."""

    name = "files"
    row = StoredFile


@dataclass(frozen=True, slots=True)
class Content:
    """A file that this state put into its folder, perhaps cut off by a crash: no other one is ever removed."""

    id: str


class Contents(Table[Content]):
    """The table of what may lie in the folder, by the ids of files. A row is there before its file, and goes after it."""

    name = "contents"
    row = Content

    def clear(self) -> None:
        """Keep what is listed: the files lie in the folder until they are removed one by one."""
