"""What a page is made of before anybody knows what it means: cells, tables, JSON blocks, headings, with positions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..problems.problem import Location

_HALF_WIDTH = str.maketrans("，：；", ",:;")
_SEPARATOR = re.compile(r":?-+:?")
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
        return (
            replace(self.location, line=self.location.line + before.count("\n"), column=1) if found else self.location
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an HTML page; headings of a plain page are cells that happen to be labels."""

    cell: Cell
    level: int


Token = Cell | Table | Block | Heading
Row = tuple[Location, str]
Decode = Callable[[str, Location], Cell]


def split_row(row: Row) -> list[Row]:
    """Return the raw cells of a table row; the last one is what stands after the last pipe."""
    location, line = row
    cells: list[Row] = []
    start = index = line.index("|") + 1
    while index <= len(line):
        if index == len(line) or line[index] == "|":
            raw = line[start:index]
            column = location.column + start + len(raw) - len(raw.lstrip())
            cells.append((Location(location.file, location.line, column), raw.strip()))
            start = index + 1
        index += 2 if line[index : index + 1] == "\\" and index + 1 < len(line) else 1
    return cells


def is_separator(raw: str) -> bool:
    """Tell whether a cell is the line between the head and the body of a table."""
    return _SEPARATOR.fullmatch(raw) is not None


def read_table(rows: list[Row], decode: Decode) -> Iterator[Token]:
    """Yield the table in the rows, and as a cell of its own a text that is glued to its end."""
    cells = [split_row(row) for row in rows]
    glued = None
    width = len(cells[0]) - 1
    for row in cells:
        location, raw = row[-1]
        if not raw or (row is cells[-1] and len(row) > width):
            row.pop()
            glued = (location, raw) if raw else None
    body = cells[2:] if len(cells) > 1 and all(is_separator(raw) for _, raw in cells[1]) else cells[1:]
    header, *records = [tuple(decode(raw, location) for location, raw in row) for row in [cells[0], *body]]
    yield Table(header, tuple(records), rows[0][0])
    if glued:
        yield Cell(glued[1], glued[0])
