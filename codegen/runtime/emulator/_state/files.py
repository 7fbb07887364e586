"""The files that were uploaded, with their content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import BinaryIO

from .database import Table

PIECE_SIZE = 1_048_576
"""Bytes of a file that are in memory at a time."""


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
class Piece:
    """A part of the content of an uploaded file, with its number among them."""

    file_id: str
    number: int
    content: bytes


class Pieces(Table[Piece]):
    """The table of the content of uploaded files."""

    name = "pieces"
    row = Piece
    key = ("file_id", "number")

    def write(self, file_id: str, source: BinaryIO) -> None:
        """Keep the content of a file that is added after it."""
        for number, content in enumerate(iter(partial(source.read, PIECE_SIZE), b"")):
            self.add(Piece(file_id, number, content))

    def remove_strays(self) -> None:
        """Forget the content of files that were never added."""
        self.database.execute(f"DELETE FROM {self.name} WHERE file_id NOT IN (SELECT id FROM {Files.name})")

    def read(self, file_id: str) -> Iterator[bytes]:
        """Yield the content of a file."""
        for number in count():
            piece = self.get(file_id, number)
            if piece is None:
                return
            yield piece.content
