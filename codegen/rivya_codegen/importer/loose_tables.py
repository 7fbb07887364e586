"""Tables whose cells stand on lines of their own, as copying from a page without table elements leaves them."""

from __future__ import annotations

from collections.abc import Sequence

from ..words.labels import Labels
from .references import KINDS
from .tokens import Cell, Table, Token
from .unknown_words import COLUMNS

_NARROWEST = 3
_TYPES = frozenset({"string", "object", "array", "boolean", "select", "number", "text"})


def gather_tables(tokens: Sequence[Token], labels: Labels) -> list[Token]:
    """Return the tokens with a table for each run of column titles and the lines of whole rows behind it."""
    gathered: list[Token] = []
    at = 0
    while at < len(tokens):
        table, end = _table_at(tokens, at, labels)
        gathered.append(table or tokens[at])
        at = end
    return gathered


def _table_at(tokens: Sequence[Token], start: int, labels: Labels) -> tuple[Table | None, int]:
    """Return the table whose column titles begin at a token, and where it ends; none where none begins."""
    header = _header(tokens, start, labels)
    width = len(header)
    if width == 1:
        return _cards(tokens, start, labels)
    if width < _NARROWEST:
        return None, start + 1
    rows: list[tuple[Cell, ...]] = []
    end = start + width
    while row := _row(tokens, end, width, labels):
        rows.append(row)
        end += width
    return (Table(tuple(header), tuple(rows), header[0].location), end) if rows else (None, start + 1)


def _cards(tokens: Sequence[Token], start: int, labels: Labels) -> tuple[Table | None, int]:
    """Return the table whose rows are written as a title and a value after the other, and where it ends."""
    rows: list[dict[str, Cell]] = []
    titles: dict[str, Cell] = {}
    at = start
    while at + 1 < len(tokens):
        title, value = tokens[at], tokens[at + 1]
        name = labels.find("column", title.text) if isinstance(title, Cell) else None
        if not isinstance(title, Cell) or not isinstance(value, Cell) or name is None:
            break
        if name in ("key", "kind") or not rows:
            rows.append({})
        if name in rows[-1]:
            break
        rows[-1][name] = value
        titles.setdefault(name, title)
        at += 2
    if len(titles) < _NARROWEST:
        return None, start + 1
    names = next((columns for columns in COLUMNS.values() if titles.keys() <= set(columns)), tuple(titles))
    place = titles[names[0]].location
    header = tuple(titles.get(name, Cell(labels.label(f"column.{name}"), place)) for name in names)
    cells = [tuple(row.get(name, Cell("", place, absent=True)) for name in names) for row in rows]
    return Table(header, tuple(cells), place), at


def _header(tokens: Sequence[Token], start: int, labels: Labels) -> list[Cell]:
    """Return the lines that are the titles of different columns, the first of which tells one row from another."""
    header: list[Cell] = []
    names: list[str] = []
    for at in range(start, len(tokens)):
        token = tokens[at]
        name = labels.find("column", token.text) if isinstance(token, Cell) else None
        if not isinstance(token, Cell) or name is None or name in names or (not names and name not in ("key", "kind")):
            break
        header.append(token)
        names.append(name)
    return header


def _row(tokens: Sequence[Token], start: int, width: int, labels: Labels) -> tuple[Cell, ...]:
    """Return a whole row, known by its type or kind; empty where there is none."""
    row = tuple(token for token in tokens[start : start + width] if isinstance(token, Cell))
    whole = len(row) == width and not any(labels.find("section", cell.text) for cell in row)
    return row if whole and (row[1].word in _TYPES or row[0].word in KINDS) else ()
