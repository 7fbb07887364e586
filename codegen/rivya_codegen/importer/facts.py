"""What a page says, as one value: every fact with its place, in the words of the spec but not yet in its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..problems.problem import Location
from ..yaml_text.reader import Path
from .nested_parameters import Parameters


@dataclass(frozen=True, slots=True)
class PageFacts:
    """All that one page says of one model. A none means: the page says that there is nothing."""

    locale: str
    id: str
    name: str
    summary: str
    category: str
    availability: str
    input_status: str | None
    inputs: list[str]
    files_api: str
    credits: dict[str, Any]
    prompt: dict[str, Any] | None
    parameters: Parameters
    references: dict[str, Any] | None
    rule: str | None
    chat: dict[str, Any] | None
    errors: list[str]
    examples: dict[str, dict[str, Any] | None]
    notices: list[str]
    guessed: frozenset[str]
    places: Mapping[Path, Location]
