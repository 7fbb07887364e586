"""The data that a spec contributes to the client: frozen rows, filled in by generated modules and read by the runtime.

Nothing here acts. A generated module says *what* is true of a model or of the platform; the rest of the runtime says
what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from .._core.deferred import deferred
from .conditions import Condition, When
from .deprecations import Deprecation
from .evaluator import Bound, PriceRow
from .file_rules import FileRule, ReferenceRule

if TYPE_CHECKING:
    from .schema import Parameters
else:
    Parameters = deferred(".schema", "Parameters", __package__)

ResponseT = TypeVar("ResponseT")


@dataclass(frozen=True, slots=True)
class Source:
    """The page that the facts of a model were read from, and the day somebody last compared them (ISO 8601)."""

    url: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class PromptRule:
    """The rule for the prompt: the key that carries it on the wire, and its limit in characters."""

    key: str = "prompt"
    required: bool = True
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """What calls of a model cost: base credits, billing type, and the rows of its prices with when each applies.

    `bound` says what the base credits are to the price of any call, where there are no rows.
    """

    base: float
    billing: str
    bound: Bound = "unknown"
    rows: tuple[tuple[When, PriceRow], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ModelTable:
    """Everything the client knows of one model. There is one table of each, by which derived results are cached."""

    id: str
    name: str
    category: str
    params: type[Parameters]
    credits: PriceList
    source: Source
    prompt: PromptRule | None = None
    references: ReferenceRule | None = None
    conditions: tuple[Condition, ...] = ()
    defaults: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the vendor uses for a parameter that is not sent, by wire key. The client sends none of them."""
    flags: frozenset[str] = frozenset()
    """Wire keys whose options are the strings `true` and `false`: a Python `bool` is written as one of them."""
    operation: str = "generations.create"
    """The operation that calls the model."""
    deprecated: Deprecation | None = None
    deprecated_params: Mapping[str, Deprecation] = field(default_factory=dict[str, Deprecation])
    """By wire key."""
    file_params: Mapping[str, FileRule] = field(default_factory=dict[str, FileRule])
    """By wire key the parameters that are files, or lists of them."""
    deprecated_options: Mapping[str, Mapping[str | float, Deprecation]] = field(
        default_factory=dict[str, Mapping[str | float, Deprecation]]
    )
    """By wire key and value."""
    params_key: str | None = "params"
    """The field of a request that holds the parameters; `None` where they are fields of the request themselves."""


@dataclass(frozen=True, slots=True)
class Operation(Generic[ResponseT]):
    """One endpoint of the API. `response` names the class in the package's `types` module that its body is."""

    name: str
    method: str
    path: str
    response: str
    scope: str | None = None
    body: str | None = None
    idempotency_key: bool = False
    stream: bool = False
    """Whether the answer is a stream of server-sent events."""


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One documented error code: its HTTP status, the class that is raised, and whether a later try can succeed."""

    status: int | None
    error: str
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Bytes that a file of a media type has at an offset or, where `within` is given, anywhere in its first bytes."""

    offset: int
    value: bytes
    within: int | None = None


@dataclass(frozen=True, slots=True)
class MediaType:
    """A MIME type of the Files API: its kind, file extensions (the first is used for downloads) and signatures.

    A file is of this type when all signatures of one of the rows in `signatures` match, and of no row in `unless`.
    """

    mime_type: str
    kind: str
    extensions: tuple[str, ...]
    signatures: tuple[tuple[Signature, ...], ...]
    aliases: tuple[str, ...] = ()
    """Other names of the same type, such as `audio/x-wav`; a list that allows one allows the file."""
    unless: tuple[tuple[Signature, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ChatStreamRules:
    """How a chat stream is read: dotted paths where an event's text may stand, and what ends the stream."""

    text_paths: tuple[str, ...]
    end_data: tuple[str, ...]
    end_events: tuple[str, ...]
    error_events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WebhookScheme:
    """How a webhook delivery is signed, and where its payload holds the generation.

    `signed_text` is filled with `id`, `timestamp` and `body`; `tolerance` is in seconds.
    """

    id_header: str
    timestamp_header: str
    signature_header: str
    algorithm: str
    signed_text: str
    encoding: str
    secret_prefix: str
    secret_encoding: str
    version: str
    tolerance: int
    generation_key: str
    event_types: tuple[str, ...]
    api_version: str


@dataclass(frozen=True, slots=True)
class Polling:
    """The vendor's advice on asking for a job's status, in seconds, and our deadline per category of model."""

    first: float
    interval: float
    max_interval: float
    deadlines: Mapping[str, float]
    growth: float = 1.25
    """How many times longer each pause is than the one before. The vendor only says from where to where they go."""


@dataclass(frozen=True, slots=True)
class Platform:
    """What holds for every model: addresses, authentication, operations, errors, polling and files."""

    version: str
    base_url: str
    base_url_variable: str
    api_key_variable: str
    authorization_header: str
    authorization_scheme: str
    idempotency_header: str
    terminal_statuses: frozenset[str]
    failed_statuses: frozenset[str]
    waiting_statuses: frozenset[str]
    presumed_failed_statuses: frozenset[str]
    """What is not documented, and taken for an end without a result."""
    errors: Mapping[str, ErrorRow]
    polling: Polling
    files: tuple[FileRule, ...]
    upload_lifetime: float
    """For how many seconds an upload is used again for the same file, where the API says nothing of it."""
    media_types: tuple[MediaType, ...]
    chat_stream: ChatStreamRules
    webhook_scheme: WebhookScheme
    types_module: str
    messages_module: str
    operations: Mapping[str, Operation[object]]
    scopes: tuple[str, ...] = ()
    """What a key can be made for."""
