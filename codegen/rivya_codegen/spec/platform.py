"""The file format of the platform spec: what `specs/platform.yaml` may say about the API as a whole."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from ..text.json_data import is_object
from .addresses import address_of_ids, base_address
from .categories import CategorySpec, MediaTypeSpec
from .model import AnyParameter
from .values import (
    CategoryName,
    Day,
    HttpsUrl,
    Locale,
    MediaKind,
    ParameterKey,
    Prose,
    Size,
    SpecModel,
    Text,
)

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

BaseUrl = Annotated[Text, AfterValidator(base_address), Field(json_schema_extra={"format": "uri"})]
AuthenticationScheme = Annotated[Text, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
"""A token of RFC 7235."""
HeaderName = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z0-9-]+$")]
OperationName = Annotated[Text, StringConstraints(pattern=r"^[a-z_]+(?:\.[a-z_]+)+$")]


NEEDED_OPERATIONS = (
    "chat.completions.create",
    "chat.completions.stream",
    "credits.retrieve",
    "files.create",
    "files.retrieve",
    "generations.create",
    "generations.retrieve",
    "models.list",
)
"""What methods of the runtime call by name."""


class Unconfirmed(SpecModel, Generic[ValueT]):
    """A value that the vendor does not document, with what is known; the only place where it is assumed."""

    value: ValueT
    unconfirmed: dict[Locale, Prose]


class Authentication(SpecModel):
    """How a request proves whose it is."""

    header: HeaderName
    scheme: AuthenticationScheme
    key_prefix: Text
    source: HttpsUrl
    scopes: list[Text]
    inferred_scopes: Unconfirmed[list[OperationName]]


class OperationSpec(SpecModel):
    """One endpoint."""

    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: Annotated[Text, StringConstraints(pattern=r"^(?:/(?:[A-Za-z0-9._-]+|\{[A-Za-z]+\}))+$")]
    scope: Text | None = None
    body: Literal["json", "multipart"] | None = None
    request: Annotated[Text, StringConstraints(pattern=r"^(?:[A-Z][A-Za-z]+|models|chat_models)$")] | None = Field(
        None, description="A type of specs/wire, or `models` or `chat_models`: the request of any model of that kind."
    )
    response: Annotated[Text, StringConstraints(pattern=r"^[A-Z][A-Za-z]+$")]
    idempotency_key: bool = False
    stream: bool = Field(False, description="The answer is a stream of server-sent events.")


class StatusSpec(SpecModel):
    """A status of a job."""

    terminal: bool = False
    failed: bool = False
    text: dict[Locale, Prose]


class Idempotency(SpecModel):
    """How a repeated request is recognized."""

    header: HeaderName
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
    advice: dict[Locale, Prose] = Field(description="What to do about it.")

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
    megabyte: Unconfirmed[Annotated[int, Field(ge=1000)]]
    client_request_id_max_length: int
    upload_lifetime: Unconfirmed[Annotated[float, Field(ge=0)]] = Field(
        description="For how many seconds an upload is used again for the same file; 0 for never."
    )
    duration_token_kinds: list[MediaKind]
    kinds: dict[MediaKind, FileDefaults]


class StreamSpec(SpecModel):
    """How a chat stream is read."""

    text_paths: list[Text]
    end_data: list[Text]
    end_events: list[Text]
    error_events: list[Text]


class ChatSpec(SpecModel):
    """The Chat API: the fields of a request beside model and message, and how a stream is read."""

    source: HttpsUrl
    fields: dict[ParameterKey, AnyParameter]
    text: dict[Locale, dict[Text, Prose]]
    stream: Unconfirmed[StreamSpec]


class WebhookSignature(SpecModel):
    """How a delivery is signed."""

    id_header: Text
    timestamp_header: Text
    signature_header: Text
    algorithm: Literal["sha256", "sha512"]
    signed_text: Text
    encoding: Literal["base64", "hex"]
    secret_prefix: Text
    secret_encoding: Literal["base64", "text"]
    version: Text
    tolerance: Annotated[int, Field(ge=1, description="Seconds.")]


class WebhooksSpec(SpecModel):
    """Webhooks: what is delivered, and how a receiver knows that it is genuine."""

    source: HttpsUrl
    api_version: Text
    event_types: list[Text]
    signature: Unconfirmed[WebhookSignature]
    generation_key: Unconfirmed[Text]


def _needs(who: str, names: Iterable[str], given: Container[str]) -> None:
    if missing := [name for name in names if name not in given]:
        raise ValueError(f"{who} {', '.join(missing)}")


class PlatformSpec(SpecModel):
    """What holds for every model."""

    name: Prose
    version: Text
    reviewed: Day
    base_url: BaseUrl
    openapi_url: HttpsUrl
    model_page_url: Annotated[Text, AfterValidator(address_of_ids)]
    locales: Annotated[list[Locale], Field(min_length=1)]
    authentication: Authentication
    operations: dict[OperationName, OperationSpec]
    categories: Annotated[dict[CategoryName, CategorySpec], Field(min_length=1)]
    statuses: Annotated[dict[Text, StatusSpec], Field(min_length=1)]
    presumed_failed_statuses: Unconfirmed[list[Text]] = Field(
        description="Statuses that are not documented and are taken for an end without a result."
    )
    idempotency: Idempotency
    polling: PollingSpec
    errors: dict[Text, ErrorSpec]
    chat: ChatSpec
    webhooks: WebhooksSpec
    files: FilesSpec
    media_types: dict[Text, MediaTypeSpec]

    @field_validator("operations")
    @classmethod
    def _needed_operations(cls, value: dict[str, OperationSpec]) -> dict[str, OperationSpec]:
        _needs("the client needs the operations", NEEDED_OPERATIONS, value)
        return value

    @field_validator("statuses")
    @classmethod
    def _an_end(cls, value: dict[str, StatusSpec]) -> dict[str, StatusSpec]:
        if not any(row.terminal for row in value.values()):
            raise ValueError("no status is terminal: a job would never end")
        return value

    @model_validator(mode="after")
    def _no_status_twice(self) -> Self:
        if both := [status for status in self.presumed_failed_statuses.value if status in self.statuses]:
            raise ValueError(f"{', '.join(both)}: a documented status is not presumed to mean anything")
        return self

    def main_type(self, name: str) -> str | None:
        """Return the name under which a MIME type has its row, whichever of its names is given."""
        return next((main for main, row in self.media_types.items() if name == main or name in row.also), None)

    def mime_types(self, kind: str) -> frozenset[str]:
        """Return the MIME types known of a kind."""
        rows = {name: row for name, row in self.media_types.items() if row.kind == kind}
        return frozenset(rows) | {alias for row in rows.values() for alias in row.also}


def unconfirmed_values(platform: PlatformSpec) -> Mapping[str, Unconfirmed[Any]]:
    """Return every value that the vendor does not document, by its dotted path."""
    return dict(_unconfirmed(platform, ""))


def _unconfirmed(part: object, path: str) -> Iterator[tuple[str, Unconfirmed[Any]]]:
    if isinstance(part, Unconfirmed):
        yield path, part
        return
    fields = dict(part) if isinstance(part, BaseModel) else part if is_object(part) else {}
    for name, value in fields.items():
        yield from _unconfirmed(value, f"{path}.{name}" if path else str(name))
