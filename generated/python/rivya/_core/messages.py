"""What goes over the wire and what comes back, as values: requests, responses and faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from .plain_text import one_line
from .sources import SentFile

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Upload:
    """The multipart body of a request: form fields and one file, which is streamed from where it is.

    The boundary is part of it, so that every attempt sends the same bytes.
    """

    name: str
    open: Callable[[], AbstractContextManager[SentFile]]
    """Opens the file, from its beginning, for one attempt."""
    mime_type: str
    fields: Mapping[str, str]
    boundary: str


@dataclass(slots=True)
class Departure:
    """Whether a request has departed, in any of its attempts: from then on it may have arrived."""

    departed: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One request to the API, built once and sent unchanged on every attempt.

    It holds a path, not an address, and no API key: the transport adds both, so the key cannot go to another host.
    `harmless` says that doing it twice does nothing that doing it once does not. `redirected` is where on the API's own
    host the server wants it instead: an absolute path with its query.
    """

    operation: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    """What `content` was made from."""
    content: bytes | None = field(default=None, repr=False)
    upload: Upload | None = field(default=None, repr=False)
    idempotency_key: str | None = None
    harmless: bool = False
    redirected: str | None = None
    stream: bool = False
    """Whether the answer is wanted as `Opened`."""
    departure: Departure = field(default_factory=Departure, repr=False, compare=False)

    @property
    def repeatable(self) -> bool:
        """Whether it may be sent again although it may have arrived."""
        return self.harmless or self.idempotency_key is not None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it was received, without the API key should the server quote it.

    Args:
        status: The HTTP status.
        headers: The HTTP headers, their names in lower case. They stay out of the repr, which would leak cookies.
        body: What was received, unpacked.
        received: When it was complete, in seconds since the epoch.
        elapsed: Seconds since the request departed.
        refusal: Why a redirect was not followed, or a file not saved.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    received: float = 0.0
    elapsed: float = 0.0
    refusal: str = ""

    @property
    def ok(self) -> bool:
        """Whether the status says success."""
        return 200 <= self.status < 300

    @property
    def request_id(self) -> str | None:
        """What the vendor's support asks for, where a header has it."""
        named = self.headers.get("x-request-id")
        return one_line(named) if named is not None else None

    def json(self) -> Any:
        """Read the body as JSON.

        Returns:
            What it says.

        Raises:
            ValueError: The body is no JSON.
        """
        return json.loads(self.body)

    def text(self, length: int = 2000) -> str:
        """Read the beginning of the body as text.

        Args:
            length: At most so many characters.

        Returns:
            The text.
        """
        return self.body[: length * 4].decode("utf-8", "replace")[:length]


@dataclass(frozen=True, slots=True)
class Opened(Response):
    """A success whose body goes on: `stream` has the pieces of it, and is to be closed by whoever holds it."""

    stream: Any = field(default=None, repr=False, compare=False)

    @property
    def head(self) -> Response:
        """All but the stream, which nobody else is to hold."""
        return Response(self.status, self.headers, received=self.received, elapsed=self.elapsed)


@dataclass(frozen=True, slots=True)
class Fault:
    """No answer: what went wrong on the way, and whether the request may have arrived all the same.

    `final` says that the same request cannot fare better another time.
    """

    detail: str
    may_have_arrived: bool
    timed_out: bool
    cause: BaseException | None = field(default=None, repr=False)
    final: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A download that is complete and stands under its name."""

    path: Path


Reply = Response | Fault | Saved


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """A successful answer: the wire object it was read as, the JSON it was read from, and the response that held it."""

    value: T_co
    raw: Mapping[str, Any]
    response: Response


def read_json(data: str | bytes) -> object:
    """Return what a text says as JSON; nothing where it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def value_at(value: object, path: str) -> object:
    """Return what stands at a dotted path; a number in it is an index. Nothing where the path leads nowhere."""
    for part in path.split("."):
        if isinstance(value, Mapping):
            value = cast("Mapping[str, object]", value).get(part)
        elif isinstance(value, Sequence) and not isinstance(value, str) and part.isdecimal():
            items = cast("Sequence[object]", value)
            value = items[int(part)] if int(part) < len(items) else None
        else:
            return None
    return value
