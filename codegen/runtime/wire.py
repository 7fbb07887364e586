"""The API's own objects as the runtime reads them: protocols that the generated wire types fulfil."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


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


class ModelList(Protocol):
    """The vendor's live catalogue of models."""

    @property
    def data(self) -> Sequence[Any]:
        """One entry per model."""
        ...
