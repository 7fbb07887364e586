# chat.py is derived from this file.
"""Chat: what the generated chat models are made from, models not known to this package, and the API's sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Unpack, cast

from .._core.parts import part
from .._core.suggestions import Suggesting
from .._core.wire import OpenList, OpenObject
from .._spec.tables import ModelTable
from .._submission import Draft, create_flow, create_raw_flow
from .._transport.async_resource import AsyncResource
from .._transport.calls import fill_path, read_flow
from ..options import RequestOptions
from ..prices import CallT, Price, price_of_calls
from .async_conversation import AsyncChatStream, AsyncReply, AsyncSession, async_start_reply
from .attachments import Attachments
from .sending import MESSAGE, ChatOptions, draft_message, named_model


class Sending(Protocol[CallT]):
    """A model with the arguments of its method, which an estimate of a reply takes as well."""

    def send(self, *args: CallT.args, **kwargs: CallT.kwargs) -> object: ...


class AsyncChatModel(AsyncResource):
    """One chat model, ready to be asked."""

    table: ClassVar[ModelTable]

    @property
    def credits(self: Sending[CallT]) -> Price[CallT]:
        """What a reply costs: base credits, billing type, and estimates of replies before they are paid for."""
        model = cast("AsyncChatModel", self)
        return price_of_calls(model._settings, MESSAGE, model.table, self.send)

    async def _send(
        self,
        message: str | None,
        fields: Mapping[str, object],
        attachments: Attachments | None,
        options: RequestOptions,
    ) -> AsyncReply:
        draft = Draft(self.table.id, message, fields, attachments)
        return await async_start_reply(
            self._transport, self.table.id, create_flow(self._settings, MESSAGE, draft, options)
        )

    def _stream(
        self,
        message: str | None,
        fields: Mapping[str, object],
        attachments: Attachments | None,
        options: RequestOptions,
    ) -> AsyncChatStream:
        return AsyncChatStream(self._transport, Draft(self.table.id, message, fields, attachments), options)


class AsyncSessions(AsyncResource):
    """The sessions that the API keeps. The shapes of its answers are not documented."""

    async def list(self) -> OpenList:
        """Ask for the sessions.

        Returns:
            The sessions, as the API gives them: to be iterated over, counted and indexed.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "chat.sessions.list"))

    async def retrieve(self, session_id: str) -> OpenObject:
        """Ask for a session.

        Args:
            session_id: The id of the session.

        Returns:
            The session, as the API gives it.

        Raises:
            ValidationError: What is given is no id.
            NotFoundError: There is none of this id.
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "chat.sessions.retrieve", session_id))


class AsyncChat(AsyncResource, Suggesting):
    """Chat with any model; the models that this package knows are attributes of it."""

    _call_by_id = "chat.send(…, model=…)"

    @part
    def sessions(self) -> AsyncSessions:
        """The sessions that the API keeps."""
        return AsyncSessions(self._transport)

    def session(self, session_id: str, *, model: str) -> AsyncSession:
        """Return a handle to a session, to go on with it, without asking the API.

        Args:
            session_id: The id of the session.
            model: The id of the model that it is held with.

        Returns:
            The session.

        Raises:
            ValidationError: What is given is no id.
        """
        fill_path(self._settings, "{session_id}", (session_id,))
        return AsyncSession(self._transport, session_id, model)

    async def create(self, request: Mapping[str, Any], **options: Unpack[RequestOptions]) -> AsyncReply:
        """Send a request as the vendor's documentation prints it.

        The request is checked like the call of a model's own method.

        Args:
            request: The request, in the vendor's JSON.
            **options: Settings of this call; see `RequestOptions`.

        Returns:
            The whole reply.

        Raises:
            ValidationError: The message breaks a limit; nothing was sent. All problems are in it.
            BudgetExceededError: The reply costs more than is left of a budget; nothing was sent.
            APIError: The API refused the message; the subclass says why.
            TransportError: No answer arrived, and no reply was made.
            SubmissionUncertainError: Nobody knows whether the reply was made; the call can be repeated safely.
        """
        flow = create_raw_flow(self._settings, MESSAGE, request, options)
        return await async_start_reply(self._transport, named_model(request), flow)

    async def send(
        self,
        message: str,
        *,
        model: str,
        session_id: str | None = None,
        attachments: Attachments | None = None,
        **options: Unpack[ChatOptions],
    ) -> AsyncReply:
        """Send a message to a model by its id, also to one that this package does not know.

        Limits are checked for models that the package knows.

        Args:
            message: What you say.
            model: The id of the model.
            session_id: The session to go on with; without one, the API begins another.
            attachments: Images that go along with it.
            **options: Settings of this call; see `RequestOptions`. Where the model can: `enable_web_search` (bool) lets
                it search the web, `reasoning_effort` (str) says how much it thinks.

        Returns:
            The whole reply; `session` to go on with.

        Raises:
            ValidationError: The message breaks a limit; nothing was sent. All problems are in it.
            BudgetExceededError: The reply costs more than is left of a budget; nothing was sent.
            APIError: The API refused the message; the subclass says why.
            TransportError: No answer arrived, and no reply was made.
            SubmissionUncertainError: Nobody knows whether the reply was made; the call can be repeated safely.
        """
        draft, rest = draft_message(model, message, session_id, attachments, options)
        return await async_start_reply(self._transport, model, create_flow(self._settings, MESSAGE, draft, rest))

    def stream(
        self,
        message: str,
        *,
        model: str,
        session_id: str | None = None,
        attachments: Attachments | None = None,
        **options: Unpack[ChatOptions],
    ) -> AsyncChatStream:
        """Send a message to a model by its id, and return the reply as it arrives.

        Nothing is sent before the stream is used.

        Args:
            message: What you say.
            model: The id of the model.
            session_id: The session to go on with; without one, the API begins another.
            attachments: Images that go along with it.
            **options: Settings of this call; see `RequestOptions`. Where the model can: `enable_web_search` (bool) lets
                it search the web, `reasoning_effort` (str) says how much it thinks.

        Returns:
            The events of the reply: a context manager to iterate over. It raises what `send` raises.
        """
        draft, rest = draft_message(model, message, session_id, attachments, options)
        return AsyncChatStream(self._transport, draft, rest)
