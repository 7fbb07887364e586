"""What the templates of the docs see beside the package: pages, frozen, with every decision already taken. See `python/ir.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..text.fragments import Fragment


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a docs table: a list of exact values shown as code, or prose."""

    codes: tuple[str, ...] = ()
    prose: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A docs table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


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
    name: str = ""
    """Of a page whose template is that of several: the name of its file."""


@dataclass(frozen=True, slots=True)
class Docs:
    """All docs pages."""

    guides: Mapping[str, tuple[Page, ...]]
    """Those that belong to no model: template → one page per locale."""
    models: Mapping[str, tuple[Page, ...]]
    """Those of each model, by its id."""
