"""Tables whose cells stand on lines of their own, as copying from a page without table elements leaves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
    header = list(_cells(tokens, start, lambda text: labels.find("column", text) is not None))
    width = len(header)
    if width < _NARROWEST or labels.find("column", header[0].text) not in ("key", "kind"):
        return None, start + 1
    body = list(_cells(tokens, start + width, lambda text: labels.find("section", text) is None))
    rows = [tuple(body[at : at + width]) for at in range(0, len(body), width)]
    whole = [row for row in rows if len(row) == width and (row[1].word in _TYPES or row[0].word in KINDS)]
    if not rows or whole != rows[: len(whole)] or len(body) - len(whole) * width >= width:
        return None, start + 1
    return Table(tuple(header), tuple(whole), header[0].location), start + width + len(whole) * width


def _cells(tokens: Sequence[Token], start: int, wanted: Callable[[str], bool]) -> Iterator[Cell]:
    for at in range(start, len(tokens)):
        token = tokens[at]
        if not isinstance(token, Cell) or not wanted(token.text):
            return
        yield token
