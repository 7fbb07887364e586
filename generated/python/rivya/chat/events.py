"""What the events of a chat stream mean, without I/O: their text, their end, and the reply that they add up to."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from .._core.api_key import SHOWN
from .._core.messages import Answer, Response, read_json, value_at
from .._transport.answers import envelope_of
from .._transport.server_sent_events import DEFAULT_EVENT, EventDecoder, ServerSentEvent
from .._transport.settings import Settings
from ..errors import StreamInterruptedError

COMPLETION = "chat.completions.create"


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """One event of a chat stream.

    Args:
        event: Its name.
        data: Its data as received.
        id: Its id; empty where it has none.
        text: What it adds to the text of the reply.
    """

    event: str
    data: str
    id: str
    text: str = ""

    def json(self) -> Any:
        """Read the data as JSON.

        Returns:
            What the data says.

        Raises:
            ValueError: The data is no JSON.
        """
        return json.loads(self.data)


class EventReader:
    """Reads the events of one stream as the platform's rules say, and keeps what they add up to."""

    def __init__(self, settings: Settings, response: Response) -> None:
        platform = settings.platform
        self._settings = settings
        self._rules = platform.chat_stream
        self._response = response
        self._decoder = EventDecoder()
        self._wire_type = getattr(
            importlib.import_module(platform.types_module), platform.operations[COMPLETION].response
        )
        self._pieces: list[str] = []
        self._received: dict[str, Any] = {}
        self._count = 0
        self.ended = False

    @property
    def text(self) -> str:
        """What has arrived of the reply."""
        # In pieces, the key is not found.
        return self._settings.redact_answer("".join(self._pieces)) or self._message().get("content") or ""

    def read(self, chunk: bytes) -> Iterator[ChatEvent]:
        """Yield the events in the next bytes of the stream, up to the one that ends it.

        Raises StreamInterruptedError for one that tells of an error.
        """
        for event in self._decoder.feed(chunk):
            if (read := self._read(event)) is not None:
                yield read
            if self.ended:
                return

    def finish(self) -> Iterator[ChatEvent]:
        """Note that the connection was closed in good order. An event that was not finished counts only as the end.

        Raises StreamInterruptedError where it is not the end, and where nothing had arrived.
        """
        left = self._decoder.finish()
        if left is not None and (read := self._read(left)) is not None:
            if not self.ended:
                raise self.interrupted("the last event is not complete")
            yield read
        if not self._count and not self.ended:
            raise self.interrupted("it ended before its first event")
        self.ended = True

    def _read(self, received: ServerSentEvent) -> ChatEvent | None:
        """Return an event; nothing for one that only ends the stream or says nothing."""
        event, data, event_id = map(self._settings.redact_answer, (received.event, received.data, received.id))
        if data in self._rules.end_data:
            self.ended = True
            return None
        if not data and event == DEFAULT_EVENT:
            return None
        self._count += 1
        payload = read_json(data)
        self._raise_error(event, data, payload)
        self._keep(payload)
        self.ended = event in self._rules.end_events
        text = self._text_of(payload)
        if self.ended and text == "".join(self._pieces):
            text = ""  # the whole once more, not another piece
        self._pieces.append(text)
        return ChatEvent(event, data, event_id, text)

    def answer(self) -> Answer[Any]:
        """Return the whole reply in the shape of a reply that was not streamed, as far as the events told it."""
        message = {"role": "assistant", **self._message(), "content": self.text}
        whole = {**self._received, "message": message}
        try:
            return Answer(self._wire_type.model_validate(whole), whole, self._response)
        except ValueError:
            # A field of the same name may mean something else in an event; the text is what counts.
            least = {"message": {"content": self.text}}
            return Answer(self._wire_type.model_validate(least), whole, self._response)

    def interrupted(
        self, reason: str, code: str | None = None, request_id: str | None = None
    ) -> StreamInterruptedError:
        """Return the error of a stream that broke off here, with what has arrived."""
        session_id = self._received.get("session_id")
        return StreamInterruptedError(
            self._settings.redacted_line(reason),
            text=self.text,
            session_id=session_id if isinstance(session_id, str) else None,
            code=code,
            request_id=request_id,
        )

    def _raise_error(self, event: str, data: str, payload: object) -> None:
        envelope = envelope_of(payload)
        if envelope is not None:
            # What is shown is cut, and a key that was cut would not be found any more.
            envelope = envelope_of(read_json(self._settings.redact(data))) or envelope
            raise self.interrupted(envelope.message or "no message", envelope.code, envelope.request_id)
        if event in self._rules.error_events:
            raise self.interrupted(data or "no message")

    def _text_of(self, payload: object) -> str:
        found = (value_at(payload, path) for path in self._rules.text_paths)
        return next((value for value in found if isinstance(value, str)), "")

    def _keep(self, payload: object) -> None:
        """Keep the documented fields of a reply wherever an event has them; the last word counts."""
        if isinstance(payload, Mapping):
            fields = cast("Mapping[str, Any]", payload)
            if SHOWN in str(fields.get("session_id")):
                raise self.interrupted("the API key is quoted in session_id, which cannot be used without it")
            known = (key for key in self._wire_type.model_fields if fields.get(key) is not None)
            self._received.update({key: fields[key] for key in known})

    def _message(self) -> Mapping[str, Any]:
        message = self._received.get("message")
        return cast("Mapping[str, Any]", message) if isinstance(message, Mapping) else {}
