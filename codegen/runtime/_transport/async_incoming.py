# incoming.py is derived from this file.
"""A response on its way in, whose body is unpacked within the bounds of its exchange."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from .._core.messages import Response
from ..errors import ResponseTooLargeError
from .async_exchange import Exchange
from .bodies import Body, BrokenBodyError
from .http_client import HttpResponse


class AsyncIncoming:
    """A response whose body is still to be read, within the bounds of its exchange."""

    def __init__(self, response: HttpResponse, body: Body, exchange: Exchange) -> None:
        self.response = response
        self._body = body
        self._exchange = exchange

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """Yield the body, unpacked."""
        async with aclosing(self._exchange.chunks(self.response)) as chunks:
            async for chunk in chunks:
                for piece in self._body.unpack(chunk):
                    yield piece
        self._body.finish()

    async def read(self, head: Response) -> bytes:
        """Return the body; of an error whose body is too large, the beginning. Raises ResponseTooLargeError."""
        pieces: list[bytes] = []
        try:
            async with aclosing(self.pieces()) as arriving:
                async for piece in arriving:
                    pieces.append(piece)
        except (ResponseTooLargeError, BrokenBodyError):
            if head.ok:
                raise
        return b"".join(pieces)

    async def aclose(self) -> None:
        """Give the connection back, or close it where there is more to come."""
        await self._exchange.end(self.response)
