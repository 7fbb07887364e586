"""The text of a stream of server-sent events, in the shape that the decoding library reads (extra `chat`)."""

from __future__ import annotations

import codecs
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, cast

from .errors import ConfigurationError

END = "\n\n"
"""Ends an event. Put behind the last byte, it brings out an event that the server did not finish."""


class EventText:
    """Bytes of a stream as text. `over` turns true when the last of it was handed out."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers
        self.over = False
        # The standard knows no other encoding, whatever the content type says.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")

    def decode(self, chunk: bytes) -> str:
        """Return the text of the next bytes."""
        return self._decoder.decode(chunk)

    def finish(self) -> str:
        """Return what was left, with the end of an event behind it."""
        self.over = True
        return self._decoder.decode(b"", final=True) + END


class SyncEventText(EventText):
    """The text of a stream, as an iterator."""

    def __init__(self, headers: Mapping[str, str], chunks: Iterator[bytes]) -> None:
        super().__init__(headers)
        self._chunks = chunks

    def iter_text(self) -> SyncEventText:
        return self

    def __iter__(self) -> SyncEventText:
        return self

    def __next__(self) -> str:
        if self.over:
            raise StopIteration
        try:
            return self.decode(next(self._chunks))
        except StopIteration:
            return self.finish()


class AsyncEventText(EventText):
    """The text of a stream, as an asynchronous iterator: no generator, which would be left unfinished by a reader."""

    def __init__(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> None:
        super().__init__(headers)
        self._chunks = chunks

    def aiter_text(self) -> AsyncEventText:
        return self

    def __aiter__(self) -> AsyncEventText:
        return self

    async def __anext__(self) -> str:
        if self.over:
            raise StopAsyncIteration
        try:
            return self.decode(await anext(self._chunks))
        except StopAsyncIteration:
            return self.finish()


def require_decoder() -> None:
    """Raise ConfigurationError where the library is not installed: before anything is sent and paid for."""
    try:
        import httpx_sse  # pyright: ignore[reportUnusedImport]  # noqa: F401
    except ImportError as error:
        raise ConfigurationError("streaming needs the extra chat: pip install 'rivya[chat]'") from error


def is_event_stream(headers: Mapping[str, str]) -> bool:
    """Whether an answer is a stream of server-sent events."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "text/event-stream"


def event_source(text: EventText) -> Any:
    """Return the library's reader of events over a text, which stands in for a response of the HTTP library."""
    from httpx_sse import EventSource

    return EventSource(cast("Any", text))
