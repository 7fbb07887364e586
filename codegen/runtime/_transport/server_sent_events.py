"""Server-sent events without I/O: the grammar of the WHATWG HTML standard, in whatever pieces the bytes arrive."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

DEFAULT_EVENT = "message"
"""What the standard calls an event that the stream gives no name."""


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event: its name, its data with a line feed between the lines, and the id that the stream named last."""

    event: str
    data: str
    id: str


def is_event_stream(headers: Mapping[str, str]) -> bool:
    """Whether an answer is a stream of server-sent events."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "text/event-stream"


class EventDecoder:
    """Reads the bytes of one stream. What they may amount to is bounded where they come from."""

    def __init__(self) -> None:
        # The standard knows no other encoding, whatever the content type says.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._line: list[str] = []
        self._after_return = False
        self._event = ""
        self._data: list[str] = []
        self._id = ""

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Return the events that end in these bytes."""
        events = (self._read_line(line) for line in self._lines(self._decoder.decode(chunk)))
        return [event for event in events if event is not None]

    def finish(self) -> ServerSentEvent | None:
        """Return the event whose end was missing when the stream ended; the standard says to do nothing with it."""
        if line := "".join([*self._line, self._decoder.decode(b"", final=True)]):
            self._read_line(line)
        return self._take() if self._event or self._data else None

    def _lines(self, text: str) -> Iterator[str]:
        """Yield the lines that end in a text. A carriage return ends one at once; a line feed after it is skipped."""
        if not text:
            return
        *ended, rest = re.split("\r\n|\r|\n", text.removeprefix("\n") if self._after_return else text)
        self._after_return = text.endswith("\r")
        for line in ended:
            yield "".join([*self._line, line])
            self._line.clear()
        self._line.append(rest)

    def _read_line(self, line: str) -> ServerSentEvent | None:
        """Take a field over; return the event that an empty line ends, if it has data."""
        if not line:
            has_data = bool(self._data)
            event = self._take()
            return event if has_data else None
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        # `retry` is for readers who connect again; a comment is a line whose field has no name.
        return None

    def _take(self) -> ServerSentEvent:
        event = ServerSentEvent(self._event or DEFAULT_EVENT, "\n".join(self._data), self._id)
        self._event, self._data = "", []
        return event
