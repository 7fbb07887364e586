"""What is known of a file before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class ReferenceFacts:
    """What is known of one reference; `None` for what is not.

    The size is known of a local file, or of an upload that is there. `recognized` is false for one whose first bytes fit
    no media type. `measures` are what it tells of itself (`width`, `seconds`, …).
    """

    parameter: str
    kind: str
    name: str
    mime_type: str | None = None
    size: int | None = None
    recognized: bool = True
    measures: Mapping[str, Fraction] = field(default_factory=dict[str, Fraction])
    index: int = 0
    """Its position among the references."""
