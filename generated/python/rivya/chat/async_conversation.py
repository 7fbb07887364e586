# conversation.py is derived from this file.
"""Conversations with chat models: replies, whole or as they arrive, and the sessions in which they go on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Self, Unpack, cast

from .._core.messages import Answer, Opened
from .._core.wire import ChatCompletion
from .._submission import Draft, create_flow, repeated_by
from .._transport.async_resource import AsyncTransport
from .._transport.flow import Flow
from ..options import RequestOptions
from .attachments import Attachments
from .events import ChatEvent, EventReader
from .sending import MESSAGE, ChatOptions, draft_message, stream_flow
from .state import ReplyState, SessionState, StreamState


class AsyncReply(ReplyState):
    """A reply of a chat model."""

    def __init__(self, transport: AsyncTransport, model: str, answer: Answer[ChatCompletion]) -> None:
        super().__init__(model, answer)
        self._transport = transport

    @property
    def session(self) -> AsyncSession:
        """The session, to go on with.

        Raises:
            RivyaError: The API named none.
        """
        return AsyncSession(self._transport, self._named_session(), self._model)


class AsyncSession(SessionState):
    """A conversation that the API keeps: each message goes on where the one before ended."""

    def __init__(self, transport: AsyncTransport, session_id: str, model: str) -> None:
        super().__init__(session_id, model)
        self._transport = transport

    async def send(
        self, message: str, *, attachments: Attachments | None = None, **options: Unpack[ChatOptions]
    ) -> AsyncReply:
        """Send the next message and return the whole reply.

        Args:
            message: What you say.
            attachments: Images that go along with it.
            **options: Settings of this call; see `RequestOptions`. Where the model can: `enable_web_search` (bool) lets
                it search the web, `reasoning_effort` (str) says how much it thinks.

        Returns:
            The reply.

        Raises:
            ValidationError: The message breaks a limit; nothing was sent. All problems are in it.
            BudgetExceededError: The reply costs more than is left of a budget; nothing was sent.
            APIError: The API refused the message; the subclass says why.
            TransportError: No answer arrived, and no reply was made.
            SubmissionUncertainError: Nobody knows whether the reply was made; the call can be repeated safely.
        """
        draft, rest = draft_message(self.model, message, self.id, attachments, options)
        return await async_start_reply(
            self._transport, self.model, create_flow(self._transport.settings, MESSAGE, draft, rest)
        )

    def stream(
        self, message: str, *, attachments: Attachments | None = None, **options: Unpack[ChatOptions]
    ) -> AsyncChatStream:
        """Send the next message and return the reply as it arrives; nothing is sent before the stream is used.

        Args:
            message: What you say.
            attachments: Images that go along with it.
            **options: Settings of this call; see `RequestOptions`. Where the model can: `enable_web_search` (bool) lets
                it search the web, `reasoning_effort` (str) says how much it thinks.

        Returns:
            The events of the reply: a context manager to iterate over. It raises what `send` raises.
        """
        draft, rest = draft_message(self.model, message, self.id, attachments, options)
        return AsyncChatStream(self._transport, draft, rest)


class AsyncChatStream(StreamState):
    """A reply as it arrives: iterate over its events, once, best inside `async with`.

    Nothing is checked or sent before it is entered or iterated. Leaving the loop or the `async with` early closes the
    connection.

    Raises:
        StreamInterruptedError: The stream broke off; what had arrived is in the error.
        RivyaError: What sending a message raises.
    """

    def __init__(self, transport: AsyncTransport, draft: Draft, options: RequestOptions) -> None:
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
            async with aclosing(self._events(reader, opened)) as events:
                async for event in events:
                    yield event
                    if reader.ended or self._closed:
                        return
        except Exception as error:
            broken = self._broken(self._reader, error) if self._reader is not None else None
            if broken is None:
                raise
            raise broken from error
        except BaseException as error:
            self._scrub(error)
            raise
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Stop: close the connection, if it is open."""
        if self._opened is not None:
            self._settle()
            await self._opened.stream.aclose()

    async def text(self) -> str:
        """Read what is left of the stream.

        Returns:
            The text of the reply; of a stream that was stopped, what had arrived.

        Raises:
            StreamInterruptedError: The stream broke off; what had arrived is in the error.
            RivyaError: What sending a message raises.
        """
        async for _ in self:
            pass
        return self.text_so_far

    @property
    def reply(self) -> AsyncReply:
        """The whole reply, once the stream has ended.

        Raises:
            RivyaError: The stream has not ended, or was stopped.
        """
        return AsyncReply(self._transport, self._draft.model, self._answer())

    async def _events(self, reader: EventReader, opened: Opened) -> AsyncGenerator[ChatEvent, None]:
        async with aclosing(opened.stream.pieces()) as chunks:
            async for chunk in chunks:
                for event in reader.read(chunk):
                    yield event
                if reader.ended:
                    return
        for event in reader.finish():
            yield event

    async def _open(self) -> tuple[EventReader, Opened]:
        if self._opened is None:
            self._take(*await self._transport.run(stream_flow(self._settings, self._draft, self._options)))
        return cast("tuple[EventReader, Opened]", (self._reader, self._opened))


async def async_start_reply(transport: AsyncTransport, model: str, flow: Flow[Answer[ChatCompletion]]) -> AsyncReply:
    """Run a flow that sends a message, and return the reply."""
    with repeated_by(partial(async_start_reply, transport, model)):
        return AsyncReply(transport, model, await transport.run(flow))
