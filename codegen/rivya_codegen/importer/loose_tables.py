"""Tables whose cells stand on lines of their own, as copying from a page without table elements leaves them."""

from __future__ import annotations

from collections.abc import Sequence

from ..page_labels import Labels
from .references import KINDS
from .tokens import Cell, Table, Token

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
    if width < _NARROWEST:
        return None, start + 1
    rows: list[tuple[Cell, ...]] = []
    end = start + width
    while row := _row(tokens, end, width, labels):
        rows.append(row)
        end += width
    return (Table(tuple(header), tuple(rows), header[0].location), end) if rows else (None, start + 1)


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
