"""The bytes of a file at places, a piece of which is read at a time."""

from __future__ import annotations

import struct
from typing import Any, Protocol

PIECE = 65_536
"""Bytes that are read at once, however few are asked for."""
LONGEST = 8_388_608
"""Bytes that are asked for at once at most, whatever a file says of itself."""
MOST_BYTES, MOST_LOOKS = 134_217_728, 500_000
"""Bytes that are read of a file, and places that are looked at, before it counts as one that does not tell."""


class UntoldError(Exception):
    """A file that does not say what is asked, or says it in a form that is not read."""


class SeekableFile(Protocol):
    """What a head is read from."""

    def seek(self, offset: int, /) -> object:
        """Go to an offset from the start."""
        ...

    def read(self, size: int, /) -> bytes:
        """Read the next bytes."""
        ...


class Head:
    """A file of a known size.

    Args:
        file: what is read.
        size: how many bytes it has.
    """

    def __init__(self, file: SeekableFile, size: int) -> None:
        self.size = size
        self._file = file
        self._begin, self._piece = 0, b""
        self._looks, self._bytes = 0, 0

    def at(self, offset: int, length: int) -> bytes:
        """Return the bytes at an offset; fewer where the file ends. Raises UntoldError for more than a head has."""
        self._looks += 1
        if length > LONGEST or self._looks > MOST_LOOKS or self._bytes > MOST_BYTES:
            raise UntoldError
        if not self._begin <= offset <= offset + length <= self._begin + len(self._piece):
            self._begin, self._piece = offset, b""
            if offset < self.size:
                self._file.seek(offset)
                self._piece = self._file.read(min(max(length, PIECE), self.size - offset))
                self._bytes += len(self._piece)
        start = offset - self._begin
        return self._piece[start : start + length]

    def unpack(self, form: str, offset: int) -> tuple[Any, ...]:
        """Return the values at an offset, as `struct` reads them. Raises UntoldError where the file ends before."""
        data = self.at(offset, struct.calcsize(form))
        if len(data) < struct.calcsize(form):
            raise UntoldError
        return struct.unpack(form, data)
