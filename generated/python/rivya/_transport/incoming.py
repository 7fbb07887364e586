# Derived from async_incoming.py by codegen/derive.py; do not edit.
"""A response on its way in, whose body is unpacked within the bounds of its exchange."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from .._core.messages import Response
from ..errors import ResponseTooLargeError
from .bodies import Body, BrokenBodyError
from .exchange import Exchange
from .http_client import HttpResponse


class Incoming:
    """A response whose body is still to be read, within the bounds of its exchange."""

    def __init__(self, response: HttpResponse, body: Body, exchange: Exchange) -> None:
        self.response = response
        self._body = body
        self._exchange = exchange

    def pieces(self) -> Generator[bytes, None, None]:
        """Yield the body, unpacked."""
        with closing(self._exchange.chunks(self.response)) as chunks:
            for chunk in chunks:
                for piece in self._body.unpack(chunk):
                    yield piece
        self._body.finish()

    def read(self, head: Response) -> bytes:
        """Return the body; of an error whose body is too large, the beginning. Raises ResponseTooLargeError."""
        pieces: list[bytes] = []
        try:
            with closing(self.pieces()) as arriving:
                for piece in arriving:
                    pieces.append(piece)
        except (ResponseTooLargeError, BrokenBodyError):
            if head.ok:
                raise
        return b"".join(pieces)

    def close(self) -> None:
        """Give the connection back, or close it where there is more to come."""
        self._exchange.end(self.response)
