"""The docs pages about a topic of the platform, as `guides/*.yaml` say them: prose in every locale, code once for all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from ..spec.model import Locale, Prose, SpecModel, Text
from ..words.tables import read_table

_GUIDES = Path(__file__).parent / "guides"

INDEX = "README"
TOPICS = (
    *("authentication", "endpoints", "jobs", "files", "chat", "credits", "reliability", "errors", "webhooks"),
    "catalogue",
)
"""The pages in the order of the index. Files are `guides/<topic>.yaml`, output is `docs/<locale>/<topic>.md`."""

Said = dict[Locale, Prose]
"""Markdown of ours per locale. `{platform.…}` stands for a value of the platform spec: text becomes inline code."""


class GuideTable(SpecModel):
    """A table: its rows come from the specs, by a function of `guide_tables.py`."""

    rows: Text
    of: Text | None = None
    """Which rows, for functions that have several kinds."""
    columns: list[Said]
    texts: dict[Text, Said] = Field(default_factory=dict[str, dict[str, str]])
    """What rows mean that have no text in the specs, by their name."""


class GuideSection(SpecModel):
    """A section: prose, then a table, then a program or a listing that a function makes."""

    heading: Said
    prose: list[Said] = Field(default_factory=list[dict[str, str]])
    table: GuideTable | None = None
    language: Literal["python", "bash", "json", "text"] = "python"
    code: str | None = None
    """The same in all locales. `$job`, `$edit` and `$chat` stand for models; a section is left out where one is missing."""
    listing: Text | None = None


class Guide(SpecModel):
    """A page."""

    title: Said
    summary: Said
    source: Text | None = None
    """Where the platform spec names the vendor's page: `files.source`."""
    sections: list[GuideSection]
    open: list[Said] = Field(default_factory=list[dict[str, str]])
    """What the vendor leaves open, in words."""
    unconfirmed: list[Text] = Field(default_factory=list[str])
    """What the vendor leaves open and the platform spec assumes, as dotted paths."""


@cache
def load_guides() -> Mapping[str, Guide]:
    """Return the pages by name. They are part of the program, so a wrong one is a defect and no finding."""
    return {name: Guide.model_validate(read_table(_GUIDES / f"{name}.yaml")) for name in (*TOPICS, INDEX)}
