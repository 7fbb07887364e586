"""What is known of a reply of a chat model, of the session that it is part of, and of one that is still arriving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.as_json import AsJson
from .._core.messages import Answer, Opened, Response
from .._core.plain_text import counted, one_line
from .._core.tracebacks import scrub
from .._core.wire import ChatCompletion, ChatCredits, ChatUsage
from .._submission import Draft
from .._transport.copies import Detachable, Uncopied
from .._transport.faults import fault_of
from .._transport.ledger import Charge
from .._transport.settings import Settings
from ..errors import RivyaError, StreamInterruptedError
from ..options import RequestOptions
from .events import EventReader
from .sending import settle


class ReplyState(Detachable, AsJson):
    """What is known of a reply. As JSON it is what the API said, also where a web application returns it.

    A copy, pickled ones included, keeps what is known and leaves the client behind.
    """

    _copy_advice = "a copied reply has no client: client.chat.session(session_id, model=…) goes on with its session"

    def __init__(self, model: str, answer: Answer[ChatCompletion]) -> None:
        self._model = model
        self._answer = answer

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {one_line(self.model)}, {counted(len(self.text), 'character')}>"

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
            raise RivyaError("the reply names no session: there is nothing to go on with")
        return self.session_id


class SessionState(Detachable):
    """A conversation that the API keeps.

    Attributes:
        id (str): The id of the session.
        model (str): The id of the model that it is held with.
    """

    _copy_advice = "a copied session has no client: client.chat.session(id, model=…) goes on with it"

    def __init__(self, session_id: str, model: str) -> None:
        self.id = session_id
        self.model = model

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {one_line(self.id)} of {one_line(self.model)}>"


class StreamState(Uncopied):
    """What is known of a stream: what has arrived, and whether it has ended or was stopped."""

    _copy_advice = "read it to its end, and copy its reply, or its text"

    def __init__(self, settings: Settings, draft: Draft, options: RequestOptions) -> None:
        self._settings = settings
        self._draft = draft
        self._options = options
        self._opened: Opened | None = None
        self._charge: Charge | None = None
        self._reader: EventReader | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._draft.model}, {counted(len(self.text_so_far), 'character')}>"

    @property
    def text_so_far(self) -> str:
        """What has arrived of the reply."""
        return self._reader.text if self._reader is not None else ""

    def _take(self, opened: Opened, charge: Charge) -> None:
        self._opened, self._charge = opened, charge
        self._reader = EventReader(self._settings, opened.head)

    def _broken(self, reader: EventReader, error: Exception) -> StreamInterruptedError | None:
        """Return the error for an exception of the HTTP library; nothing for any other."""
        self._scrub(error)
        fault = fault_of(error)
        return reader.interrupted(fault.detail) if fault is not None else None

    def _scrub(self, error: BaseException) -> None:
        scrub(error, self._settings.redact)

    def _settle(self) -> None:
        """Note what the reply cost; what was set aside for it, where the stream broke off before it said so."""
        if self._charge is not None and self._reader is not None and not self._closed:
            settle(self._settings, self._charge, self._reader.answer().value)
        self._closed = True

    def _answer(self) -> Answer[Any]:
        if self._reader is None or not self._reader.ended:
            raise RivyaError("the reply is known at the end of the stream: read it to its end first")
        return self._reader.answer()
