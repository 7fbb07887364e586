"""The file format of the platform spec: what `specs/platform.yaml` may say about the API as a whole."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field, StringConstraints

from .spec import Locale, MediaKind, Prose, Size, SpecModel, Text

ValueT = TypeVar("ValueT")

ErrorClass = Literal[
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "InsufficientCreditsError",
    "JobFailedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "ServerError",
]
"""The classes of the runtime's `errors.py`: one per decision that a caller makes."""

HttpsUrl = Annotated[Text, StringConstraints(pattern=r"^https://\S+$")]
OperationName = Annotated[Text, StringConstraints(pattern=r"^[a-z_]+(?:\.[a-z_]+)+$")]


class Unconfirmed(SpecModel, Generic[ValueT]):
    """A value that the vendor does not document, with what is known; the only place where it is assumed."""

    value: ValueT
    unconfirmed: Prose


class Authentication(SpecModel):
    """How a request proves whose it is."""

    header: Text
    scheme: Text
    key_prefix: Text
    source: HttpsUrl
    scopes: list[Text]


class OperationSpec(SpecModel):
    """One endpoint."""

    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: Annotated[Text, StringConstraints(pattern=r"^/[A-Za-z0-9/{}._-]+$")]
    scope: Text | None = None
    body: Literal["json", "multipart"] | None = None
    response: Annotated[Text, StringConstraints(pattern=r"^[A-Z][A-Za-z]+$")]
    idempotency_key: bool = False


class CategorySpec(SpecModel):
    """A category of models: how long to wait for its jobs, and what its ids end with."""

    deadline: Annotated[float, Field(gt=0)]
    id_suffix: Text | None = Field(None, description="Left out of Python names.")


class StatusSpec(SpecModel):
    """A status of a job."""

    terminal: bool = False
    failed: bool = False
    text: dict[Locale, Prose]


class Idempotency(SpecModel):
    """How a repeated request is recognized."""

    header: Text
    replay_returns_first_result: Unconfirmed[bool]
    conflict_on_other_body: Unconfirmed[bool]


class Seconds(SpecModel):
    """A range of seconds, as the advice gives it."""

    min: Annotated[float, Field(gt=0)]
    max: Annotated[float, Field(gt=0)]


class PollingSpec(SpecModel):
    """The vendor's advice on asking for the status of a job."""

    source: HttpsUrl
    first: Seconds
    interval: Seconds


class ErrorSpec(SpecModel):
    """An error code."""

    status: int | Unconfirmed[int] | None
    error_class: Annotated[ErrorClass, Field(alias="class")]
    retryable: bool = False
    text: dict[Locale, Prose]

    @property
    def http_status(self) -> int | None:
        """The HTTP status, assumed or documented; `None` for a code that never is an HTTP answer."""
        return self.status.value if isinstance(self.status, Unconfirmed) else self.status


class FileDefaults(SpecModel):
    """What holds for files of a kind unless a model says otherwise."""

    max_size: Size
    mime_types: list[Text]


class FilesSpec(SpecModel):
    """The rules of the Files API."""

    source: HttpsUrl
    megabyte: Unconfirmed[int]
    client_request_id_max_length: int
    duration_token_kinds: list[MediaKind]
    kinds: dict[MediaKind, FileDefaults]


class SignaturePart(SpecModel):
    """Bytes at an offset, or anywhere within the first bytes of a file."""

    at: int = 0
    within: int | None = None
    hex: Annotated[Text, StringConstraints(pattern=r"^(?:[0-9a-f]{2})+$")]


class MediaTypeSpec(SpecModel):
    """A media type of the Files API and how its files begin."""

    kind: MediaKind
    extensions: Annotated[list[Text], Field(min_length=1)]
    also: list[Text] = Field(default_factory=list)
    signatures: Annotated[list[list[SignaturePart]], Field(min_length=1)]


class PlatformSpec(SpecModel):
    """What holds for every model."""

    name: Prose
    version: Text
    reviewed: Annotated[date, Field(strict=False)]
    base_url: HttpsUrl
    openapi_url: HttpsUrl
    model_page_url: HttpsUrl
    locales: Annotated[list[Locale], Field(min_length=1)]
    authentication: Authentication
    operations: dict[OperationName, OperationSpec]
    categories: dict[Literal["image", "video", "audio", "chat"], CategorySpec]
    statuses: dict[Text, StatusSpec]
    idempotency: Idempotency
    polling: PollingSpec
    errors: dict[Text, ErrorSpec]
    files: FilesSpec
    media_types: dict[Text, MediaTypeSpec]

    def mime_types(self, kind: str) -> frozenset[str]:
        """Return the MIME types known of a kind."""
        rows = {name: row for name, row in self.media_types.items() if row.kind == kind}
        return frozenset(rows) | {alias for row in rows.values() for alias in row.also}
