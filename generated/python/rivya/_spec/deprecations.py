"""What a spec says against a model or a part of it, as data; see `tables.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when a model, parameter or option should not be used, until when it works (ISO 8601), and what to use."""

    since: str
    until: str | None = None
    instead: str | float | None = None
    """A model or parameter by its name, or the value of an option."""
