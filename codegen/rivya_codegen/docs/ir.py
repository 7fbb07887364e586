"""What the templates of the docs see beside the package: pages, frozen, with every decision already taken. See `python/ir.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..text.fragments import Fragment, code_list, prose


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a docs table: a list of exact values shown as code, or prose."""

    codes: tuple[str, ...] = ()
    prose: str = ""

    @property
    def markdown(self) -> Fragment:
        """The value as Markdown."""
        return code_list(self.codes) if self.codes else prose(self.prose)


NO_VALUE = Cell(prose=Fragment("-"))


def code_cell(*values: object) -> Cell:
    """Return a cell with exact values, or with a dash where there are none."""
    return Cell(codes=tuple(map(str, values))) if values else NO_VALUE


@dataclass(frozen=True, slots=True)
class Table:
    """A docs table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def body(self) -> Fragment:
        """The rows as Markdown."""
        return Fragment("\n".join(f"| {' | '.join(cell.markdown for cell in row)} |" for row in self.rows))


@dataclass(frozen=True, slots=True)
class Listing:
    """A block of code in the docs."""

    language: Fragment
    text: str


HEADING = Fragment("##")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a docs page: heading, then prose, tables, lists of exact values and listings, in this order."""

    heading: str
    prose: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    listings: tuple[Listing, ...] = ()
    level: Fragment = HEADING
    """The mark of its heading."""


@dataclass(frozen=True, slots=True)
class Page:
    """A docs page in one locale."""

    locale: Fragment
    title: str
    summary: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A docs page about a topic, in one locale; its template has the words."""

    template: str
    locale: Fragment
    name: str
    """Of its file."""
    variables: Mapping[str, object]
    """What its template sees beside the package."""


@dataclass(frozen=True, slots=True)
class Docs:
    """All docs pages."""

    guides: tuple[Guide, ...]
    """Those that belong to no model."""
    changelog: tuple[Section, ...]
    """In English, for the package."""
    models: Mapping[str, tuple[Page, ...]]
    """Those of each model, by its id."""
