"""What a chat model answered, and the sessions in which a conversation goes on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Self, Unpack

from .as_json import AsJson
from .attachments import Attachments
from .chat_requests import ChatDraft, ChatOptions, send_flow, split_options
from .deferred import deferred
from .errors import RivyaError, repeated_by
from .exchange import Answer, Response
from .flow import Flow
from .plain_text import one_line
from .settings import RequestOptions
from .wire import ChatCompletion, ChatCredits, ChatUsage

if TYPE_CHECKING:
    from .chat_streams import AsyncChatStream, ChatStream
    from .transport_async import AsyncTransport
    from .transport_sync import SyncTransport
else:
    AsyncChatStream = deferred(".chat_streams", "AsyncChatStream", __package__)
    ChatStream = deferred(".chat_streams", "ChatStream", __package__)
    AsyncTransport = deferred(".transport_async", "AsyncTransport", __package__)
    SyncTransport = deferred(".transport_sync", "SyncTransport", __package__)


class ReplyState(AsJson):
    """What is known of a reply. As JSON it is what the API said, also where a web application returns it."""

    def __init__(self, model: str, answer: Answer[ChatCompletion]) -> None:
        self._model = model
        self._answer = answer

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {one_line(self.model)}, {len(self.text)} characters>"

    def _as_json(self) -> Mapping[str, Any]:
        return {"model": self.model, **self.raw}

    @property
    def text(self) -> str:
        """What the model said."""
        return self._answer.value.message.content or ""

    @property
    def id(self) -> str | None:
        """The id of the reply."""
        return self._answer.value.id

    @property
    def model(self) -> str:
        """The id of the model."""
        return self._answer.value.model or self._model

    @property
    def session_id(self) -> str | None:
        """The id of the session: enough, with the model, to go on with it in another process."""
        return self._answer.value.session_id

    @property
    def created_at(self) -> str | None:
        """When the reply was made, as the API writes it (ISO 8601)."""
        return self._answer.value.created_at

    @property
    def usage(self) -> ChatUsage | None:
        """What was read and written, in tokens."""
        return self._answer.value.usage

    @property
    def credits(self) -> ChatCredits | None:
        """What the reply cost."""
        return self._answer.value.credits

    @property
    def raw(self) -> Mapping[str, Any]:
        """The answer of the API as it was received; of a stream, what its events told together."""
        return self._answer.raw

    @property
    def http_response(self) -> Response | None:
        """The response that the reply was read from."""
        return self._answer.response

    def _named_session(self) -> str:
        if self.session_id is None:
            raise RivyaError("the reply names no session to go on with")
        return self.session_id


class Reply(ReplyState):
    """A reply of a chat model."""

    def __init__(self, transport: SyncTransport, model: str, answer: Answer[ChatCompletion]) -> None:
        super().__init__(model, answer)
        self._transport = transport

    @classmethod
    def start(cls, transport: SyncTransport, model: str, flow: Flow[Answer[ChatCompletion]]) -> Self:
        """Run a flow that sends a message, and return the reply."""
        with repeated_by(partial(cls.start, transport, model)):
            return cls(transport, model, transport.run(flow))

    @property
    def session(self) -> Session:
        """The session, to go on with. Raises RivyaError where the API named none."""
        return Session(self._transport, self._named_session(), self._model)


class AsyncReply(ReplyState):
    """A reply of a chat model."""

    def __init__(self, transport: AsyncTransport, model: str, answer: Answer[ChatCompletion]) -> None:
        super().__init__(model, answer)
        self._transport = transport

    @classmethod
    async def start(cls, transport: AsyncTransport, model: str, flow: Flow[Answer[ChatCompletion]]) -> Self:
        """Run a flow that sends a message, and return the reply."""
        with repeated_by(partial(cls.start, transport, model)):
            return cls(transport, model, await transport.run(flow))

    @property
    def session(self) -> AsyncSession:
        """The session, to go on with. Raises RivyaError where the API named none."""
        return AsyncSession(self._transport, self._named_session(), self._model)


class SessionState:
    """A conversation that the API keeps: its id, and the model that it is held with."""

    def __init__(self, session_id: str, model: str) -> None:
        self.id = session_id
        self.model = model

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {one_line(self.id)} of {one_line(self.model)}>"

    def _request(
        self, message: str, attachments: Attachments | None, options: ChatOptions
    ) -> tuple[ChatDraft, RequestOptions]:
        fields, rest = split_options(options)
        return ChatDraft(self.model, message, {"session_id": self.id, **fields}, attachments), rest


class Session(SessionState):
    """A conversation that the API keeps: each message goes on where the one before ended."""

    def __init__(self, transport: SyncTransport, session_id: str, model: str) -> None:
        super().__init__(session_id, model)
        self._transport = transport

    def send(self, message: str, *, attachments: Attachments | None = None, **options: Unpack[ChatOptions]) -> Reply:
        """Send the next message and return the whole reply.

        Raises ValidationError, APIError (ConflictError among others), TransportError and SubmissionUncertainError.
        """
        draft, rest = self._request(message, attachments, options)
        return Reply.start(self._transport, self.model, send_flow(self._transport.settings, draft, rest))

    def stream(
        self, message: str, *, attachments: Attachments | None = None, **options: Unpack[ChatOptions]
    ) -> ChatStream:
        """Send the next message and return the reply as it arrives; nothing is sent before the stream is used."""
        from .chat_streams import ChatStream

        draft, rest = self._request(message, attachments, options)
        return ChatStream(self._transport, draft, rest)


class AsyncSession(SessionState):
    """A conversation that the API keeps: each message goes on where the one before ended."""

    def __init__(self, transport: AsyncTransport, session_id: str, model: str) -> None:
        super().__init__(session_id, model)
        self._transport = transport

    async def send(
        self, message: str, *, attachments: Attachments | None = None, **options: Unpack[ChatOptions]
    ) -> AsyncReply:
        """Send the next message and return the whole reply.

        Raises ValidationError, APIError (ConflictError among others), TransportError and SubmissionUncertainError.
        """
        draft, rest = self._request(message, attachments, options)
        return await AsyncReply.start(self._transport, self.model, send_flow(self._transport.settings, draft, rest))

    def stream(
        self, message: str, *, attachments: Attachments | None = None, **options: Unpack[ChatOptions]
    ) -> AsyncChatStream:
        """Send the next message and return the reply as it arrives; nothing is sent before the stream is used."""
        from .chat_streams import AsyncChatStream

        draft, rest = self._request(message, attachments, options)
        return AsyncChatStream(self._transport, draft, rest)
