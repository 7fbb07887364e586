"""The body of a response, unpacked within a bound: the HTTP library would fill the memory with a small answer."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from ..errors import ResponseTooLargeError

WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""The packings that are understood, with their parameter of zlib. Only gzip is asked for."""
PIECE = 65_536
"""Bytes that are unpacked at a time."""


class BrokenBodyError(Exception):
    """A packed body that breaks off or is damaged, or a packing that nobody asked for."""


class Body:
    """Takes a body as it arrives, and hands it out unpacked.

    Args:
        packing: the `Content-Encoding` of the response, empty where it has none.
        limit: the most bytes, unpacked.
        setting: the name of the setting that holds the limit, for the error.
    """

    def __init__(self, packing: str, limit: int, setting: str) -> None:
        self._limit = limit
        self._setting = setting
        self._size = 0
        self._begun = False
        self._packing = packing.strip().lower() or "identity"
        self._unpacker = self._new_unpacker() if self._packing in WINDOWS else None

    def _new_unpacker(self) -> Any:
        return zlib.decompressobj(WINDOWS[self._packing])

    def unpack(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what the next bytes hold. Raises ResponseTooLargeError and BrokenBodyError."""
        if self._unpacker is None:
            if self._packing != "identity":
                raise BrokenBodyError(f"the body is packed as {self._packing[:40]!r}, which nobody asked for")
            yield self._counted(chunk)
            return
        full = False
        while chunk or full:
            self._begun = True
            if self._unpacker.eof:  # there may be several, one behind the other
                self._unpacker = self._new_unpacker()
            try:
                piece = self._unpacker.decompress(chunk, PIECE)
            except zlib.error as error:
                raise BrokenBodyError("the body is not packed as its header says") from error
            full = len(piece) == PIECE and not self._unpacker.eof
            chunk = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            yield self._counted(piece)

    def _counted(self, piece: bytes) -> bytes:
        self._size += len(piece)
        if self._size > self._limit:
            raise ResponseTooLargeError(self._limit, self._setting)
        return piece

    def finish(self) -> None:
        """Raise BrokenBodyError where a packed body is not complete."""
        if self._unpacker is not None and self._begun and not self._unpacker.eof:
            raise BrokenBodyError("the body breaks off in the middle of what is packed")
