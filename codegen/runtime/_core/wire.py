"""The API's own objects as the runtime reads them: protocols that the generated wire types fulfil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar, overload, runtime_checkable

EntryT_co = TypeVar("EntryT_co", covariant=True)


class TaskResult(Protocol):
    """What a job produced."""

    @property
    def primary_url(self) -> str | None:
        """The first address."""
        ...

    @property
    def urls(self) -> Sequence[str] | None:
        """All public addresses, where the API gives them."""
        ...


class TaskError(Protocol):
    """Why a job failed."""

    @property
    def code(self) -> str | None:
        """The vendor's code."""
        ...

    @property
    def message(self) -> str | None:
        """The vendor's text."""
        ...


class Task(Protocol):
    """A generation as the API describes it."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def model(self) -> str | None: ...
    @property
    def reserved_credits(self) -> float | None: ...
    @property
    def final_credits(self) -> float | None: ...
    @property
    def created_at(self) -> str | None: ...
    @property
    def updated_at(self) -> str | None: ...
    @property
    def result(self) -> TaskResult | None: ...
    @property
    def error(self) -> TaskError | None: ...


class File(Protocol):
    """A file that the API holds; use it as a reference of a call."""

    @property
    def id(self) -> str | None:
        """Its id, under the one or the other name: the vendor leaves open which."""
        ...

    @property
    def file_id(self) -> str | None:
        """Its id, under the one or the other name: the vendor leaves open which."""
        ...

    @property
    def url(self) -> str:
        """Its address, which a request refers to."""
        ...

    @property
    def duration_token(self) -> str | None:
        """The proof of the duration of timed media, which is carried over to a request by itself."""
        ...


class CreditBalance(Protocol):
    """The account's wallet."""

    @property
    def current_credits(self) -> float:
        """Credits that can be spent."""
        ...


class CatalogModel(Protocol):
    """One model of the live catalogue."""

    @property
    def id(self) -> str: ...
    @property
    def display_name(self) -> str | None: ...
    @property
    def category(self) -> str | None: ...
    @property
    def base_credits(self) -> float | None: ...
    @property
    def billing_type(self) -> str | None: ...
    @property
    def max_prompt_length(self) -> int | None: ...
    @property
    def api_status(self) -> str | None: ...
    def __getattr__(self, name: str) -> Any: ...


class Entries(Protocol[EntryT_co]):
    """What is iterated over, counted and indexed by its entries."""

    def __iter__(self) -> Iterator[EntryT_co]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int) -> EntryT_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[EntryT_co]: ...


class ModelList(Entries[CatalogModel], Protocol):
    """The vendor's live catalogue of models."""

    @property
    def data(self) -> Sequence[CatalogModel]:
        """One entry per model."""
        ...


class ChatMessage(Protocol):
    """What a chat model said."""

    @property
    def content(self) -> str | None:
        """The text."""
        ...


class ChatUsage(Protocol):
    """What a reply read and wrote, in tokens."""

    @property
    def input_tokens(self) -> int | None: ...
    @property
    def output_tokens(self) -> int | None: ...
    @property
    def total_tokens(self) -> int | None: ...


class ChatCredits(Protocol):
    """What a reply cost, in credits."""

    @property
    def reserved(self) -> float | None:
        """Set aside before the model was asked."""
        ...

    @property
    def final(self) -> float | None:
        """Charged, from the tokens used."""
        ...


class ChatCompletion(Protocol):
    """One full reply of a chat model."""

    @property
    def id(self) -> str | None: ...
    @property
    def session_id(self) -> str | None: ...
    @property
    def model(self) -> str | None: ...
    @property
    def created_at(self) -> str | None: ...
    @property
    def message(self) -> ChatMessage: ...
    @property
    def usage(self) -> ChatUsage | None: ...
    @property
    def credits(self) -> ChatCredits | None: ...


@runtime_checkable
class Secret(Protocol):
    """A text that no repr shows, such as pydantic's `SecretStr`."""

    def get_secret_value(self) -> str:
        """Return the text."""
        ...


class WebhookEndpoint(Protocol):
    """An address of yours that events are delivered to."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def event_types(self) -> Sequence[str] | None: ...
    @property
    def status(self) -> str | None:
        """The status in the vendor's words; only `active` is documented."""
        ...

    @property
    def secret_preview(self) -> str | None:
        """A part of the secret, to tell it by."""
        ...

    @property
    def signing_secret(self) -> Secret | None:
        """The secret, in the answers that make or change it, and `None` in all others; `get_secret_value()` shows it."""
        ...

    @property
    def failure_count(self) -> int | None: ...
    @property
    def created_at(self) -> str | None: ...
    @property
    def updated_at(self) -> str | None: ...
    @property
    def last_success_at(self) -> str | None: ...
    @property
    def last_failure_at(self) -> str | None: ...
    @property
    def disabled_at(self) -> str | None: ...
    @property
    def revoked_at(self) -> str | None: ...


class WebhookEndpointList(Entries[WebhookEndpoint], Protocol):
    """The webhook endpoints of the account."""

    @property
    def data(self) -> Sequence[WebhookEndpoint] | None:
        """One entry per endpoint."""
        ...


class OpenObject(Protocol):
    """An answer whose shape is not documented: its fields are attributes, as the API gave them."""

    @property
    def data(self) -> Any:
        """The entries, where the answer is a list."""
        ...

    def __getattr__(self, name: str) -> Any: ...

    def model_dump(self) -> dict[str, Any]:
        """Return all of it as a dictionary."""
        ...


class OpenList(Entries[Any], OpenObject, Protocol):
    """A list whose shape is not documented: its entries are as the API gave them."""
