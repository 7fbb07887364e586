"""What a page is made of before anybody knows what it means: cells, tables, JSON blocks, headings, with positions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..problems.problem import Location

_HALF_WIDTH = str.maketrans("，：；", ",:;")
_SEPARATOR = re.compile(r":?-+:?")
PIPED = re.compile(r"\|((?:[^|\\]|\\.?)*)", re.DOTALL)
TABBED = re.compile(r"(?:^|\t)([^\t]*)")
"""Each cell of a table row with the mark before it."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "fields": ("key", "type", "required", "default", "description"),
    "parameters": ("key", "type", "required", "default", "range", "options", "description"),
    "limits": ("kind", "max_size", "mime_types"),
}
"""The columns of the tables of a page: request fields, parameters, limits of files."""
MOST_TOKENS = 20_000
"""The most lines, tables and blocks that are read of a page; one with a thousand parameters has a third of them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of text or a table cell. `items` is set where it is a list of code, each item exact."""

    text: str
    location: Location
    absent: bool = False
    exact: bool = False
    items: tuple[str, ...] | None = None

    @property
    def word(self) -> str:
        """The text as a machine value: Chinese commas, colons and semicolons of a plain page are those of the paste."""
        return self.text if self.exact else self.text.translate(_HALF_WIDTH)

    def list(self, separator: str = r",\s*") -> tuple[str, ...]:
        """Return the items of a comma list; the items of code keep the commas in them."""
        if self.absent:
            return ()
        if self.items is not None:
            return self.items
        return tuple(part.strip().translate(_HALF_WIDTH) for part in re.split(rf"{separator}|，\s*", self.text))

    def words(self) -> tuple[str, ...]:
        """Return the items of a list of words without commas in them, also where all of it is one piece of code."""
        return tuple(part.strip() for item in self.list() for part in item.split(","))


def code_cell(items: tuple[str, ...], location: Location) -> Cell:
    """Return a cell that is a list of code and nothing else; a page may write even its dashes as code."""
    return Cell(", ".join(items), location, absent=items == ("-",), exact=True, items=items)


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Block:
    """A JSON object, or what should be one: an unreadable block has no value."""

    value: dict[str, Any] | None
    location: Location
    text: str = ""
    """The characters it was read from."""

    def place(self, key: str) -> Location:
        """Return the line that a key stands in; the first one of the block where it cannot be told."""
        before, found, _ = self.text.partition(f'"{key}"')
        line = self.location.line + before.count("\n")
        return replace(self.location, line=line, column=1) if found else self.location


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an HTML page; headings of a plain page are cells that happen to be labels."""

    cell: Cell

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.cell.location


Token = Cell | Table | Block | Heading
Row = tuple[Location, str]
Decode = Callable[[str, Location], Cell]


def text_of(token: Token) -> str | None:
    """Return the text of a line or heading; none for a table or block."""
    if isinstance(token, Cell):
        return token.text
    return token.cell.text if isinstance(token, Heading) else None


def cell_of(token: Token) -> Cell:
    """Return the cell of a line or heading."""
    line = token.cell if isinstance(token, Heading) else token
    assert isinstance(line, Cell)
    return line


def split_row(row: Row, cell: re.Pattern[str] = PIPED) -> list[Row]:
    """Return the raw cells of a table row, with pipes or with tabs; the last one is what stands after the last mark."""
    location, line = row
    cells: list[Row] = []
    for match in cell.finditer(line):
        column = location.column + match.start(1) + len(match[1]) - len(match[1].lstrip())
        cells.append((Location(location.file, location.line, column), match[1].strip()))
    return cells


def table_of(rows: Sequence[Sequence[Row]], decode: Decode, location: Location) -> Table:
    """Return the table of raw cells, without the line between its head and its body."""
    underlined = len(rows) > 1 and all(_SEPARATOR.fullmatch(raw) for _, raw in rows[1])
    header, *body = [tuple(decode(raw, place) for place, raw in row) for row in [rows[0], *rows[1 + underlined :]]]
    return Table(header, tuple(body), location)
