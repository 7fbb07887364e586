"""Replies that arrive in pieces: the events of a chat stream, and the whole reply after the last of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Self, cast

from .budgets import Charge
from .chat_events import ChatEvent, EventReader
from .chat_replies import AsyncReply, Reply
from .chat_requests import ChatDraft, final_credits, stream_flow
from .deferred import deferred
from .errors import RivyaError, StreamInterruptedError
from .exchange import Answer, Opened
from .faults import fault_of
from .settings import RequestOptions, Settings
from .tracebacks import trim

if TYPE_CHECKING:
    from .transport_async import AsyncTransport
    from .transport_sync import SyncTransport
else:
    AsyncTransport = deferred(".transport_async", "AsyncTransport", __package__)
    SyncTransport = deferred(".transport_sync", "SyncTransport", __package__)


class StreamState:
    """What is known of a stream: what has arrived, and whether it has ended or was stopped."""

    def __init__(self, settings: Settings, draft: ChatDraft, options: RequestOptions) -> None:
        self._settings = settings
        self._draft = draft
        self._options = options
        self._opened: Opened | None = None
        self._charge: Charge | None = None
        self._reader: EventReader | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._draft.model}, {len(self.text_so_far)} characters>"

    @property
    def text_so_far(self) -> str:
        """What has arrived of the reply."""
        return self._reader.text if self._reader is not None else ""

    def _take(self, opened: Opened, charge: Charge) -> None:
        self._opened, self._charge = opened, charge
        self._reader = EventReader(self._settings, opened)

    def _broken(self, reader: EventReader, error: Exception) -> StreamInterruptedError | None:
        """Return the error for an exception of the HTTP library; nothing for any other."""
        trim(error)
        fault = fault_of(error)
        return reader.interrupted(fault.detail) if fault is not None else None

    def _settle(self) -> None:
        """Note what the reply cost; what was set aside for it, where the stream broke off before it said so."""
        if self._charge is not None and self._reader is not None and not self._closed:
            completion = self._reader.answer().value
            self._charge.correct(final_credits(completion), ended=True)
        self._closed = True

    def _answer(self) -> Answer[Any]:
        if self._reader is None or not self._reader.ended:
            raise RivyaError("the reply is known at the end of the stream: read it to its end first")
        return self._reader.answer()


class ChatStream(StreamState):
    """A reply as it arrives: iterate over its events, once, best inside `with`.

    Nothing is checked or sent before it is entered or iterated. Leaving the loop or the `with` early closes the
    connection. Raises what sending a message raises, and StreamInterruptedError, which has what had arrived.
    """

    def __init__(self, transport: SyncTransport, draft: ChatDraft, options: RequestOptions) -> None:
        super().__init__(transport.settings, draft, options)
        self._transport = transport

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[ChatEvent]:
        if self._closed:
            return
        try:
            reader, opened = self._open()
            for chunk in opened.stream.pieces():
                for event in reader.read(chunk):
                    yield event
                    if reader.ended or self._closed:
                        return
                if reader.ended:
                    return
            yield from reader.finish()
        except Exception as error:
            broken = self._broken(self._reader, error) if self._reader is not None else None
            if broken is None:
                raise
            raise broken from error
        except BaseException as error:
            trim(error)
            raise
        finally:
            self.close()

    def close(self) -> None:
        """Stop: close the connection, if it is open."""
        if self._opened is not None:
            self._settle()
            self._opened.stream.close()

    def text(self) -> str:
        """Read what is left, and return the text of the reply; of a stream that was stopped, what had arrived."""
        for _ in self:
            pass
        return self.text_so_far

    @property
    def reply(self) -> Reply:
        """The whole reply, once the stream has ended. Raises RivyaError before that, and for one that was stopped."""
        return Reply(self._transport, self._draft.model, self._answer())

    def _open(self) -> tuple[EventReader, Opened]:
        if self._opened is None:
            self._take(*self._transport.run(stream_flow(self._settings, self._draft, self._options)))
        return cast("tuple[EventReader, Opened]", (self._reader, self._opened))


class AsyncChatStream(StreamState):
    """A reply as it arrives: iterate over its events, once, best inside `with`.

    Nothing is checked or sent before it is entered or iterated. Leaving the loop or the `with` early closes the
    connection. Raises what sending a message raises, and StreamInterruptedError, which has what had arrived.
    """

    def __init__(self, transport: AsyncTransport, draft: ChatDraft, options: RequestOptions) -> None:
        super().__init__(transport.settings, draft, options)
        self._transport = transport

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def __aiter__(self) -> AsyncIterator[ChatEvent]:
        if self._closed:
            return
        try:
            reader, opened = await self._open()
            async with aclosing(opened.stream.pieces()) as chunks:
                async for chunk in chunks:
                    for event in reader.read(chunk):
                        yield event
                        if reader.ended or self._closed:
                            return
                    if reader.ended:
                        return
            for event in reader.finish():
                yield event
        except Exception as error:
            broken = self._broken(self._reader, error) if self._reader is not None else None
            if broken is None:
                raise
            raise broken from error
        except BaseException as error:
            trim(error)
            raise
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Stop: close the connection, if it is open."""
        if self._opened is not None:
            self._settle()
            await self._opened.stream.aclose()

    async def text(self) -> str:
        """Read what is left, and return the text of the reply; of a stream that was stopped, what had arrived."""
        async for _ in self:
            pass
        return self.text_so_far

    @property
    def reply(self) -> AsyncReply:
        """The whole reply, once the stream has ended. Raises RivyaError before that, and for one that was stopped."""
        return AsyncReply(self._transport, self._draft.model, self._answer())

    async def _open(self) -> tuple[EventReader, Opened]:
        if self._opened is None:
            self._take(*await self._transport.run(stream_flow(self._settings, self._draft, self._options)))
        return cast("tuple[EventReader, Opened]", (self._reader, self._opened))
