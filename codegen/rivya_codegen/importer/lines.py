"""The text of a model page, as copied from a browser, in tokens: lines, pipe tables and JSON blocks.

Copying glues a heading to the block before it (`}Create response`); what follows a block on its last line is a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import Location
from .json_text import JsonError, read_json_object
from .labels import is_heading
from .tokens import Block, Cell, Findings, Row, Token, read_table

_NOTHING = frozenset({"", "-", "–", "—"})


def decode_plain(raw: str, location: Location) -> Cell:
    """Return a raw cell as it is written; a dash means that the page has no value there."""
    return Cell(raw.replace("\\|", "|"), location, absent=raw in _NOTHING)


class _PlainText:
    """A cursor in the text: a line, and a column in it."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.offsets = [0]
        for line in self.lines:
            self.offsets.append(self.offsets[-1] + len(line) + 1)
        self.findings = findings
        self.line = 0
        self.column = 0

    def tokens(self) -> Iterator[Token]:
        while self.line < len(self.lines) and not self.findings.full:
            raw = self.lines[self.line][self.column :]
            text = raw.strip()
            self.column += len(raw) - len(raw.lstrip())
            if text.startswith("|"):
                yield from read_table(self._table_rows(), decode_plain)
            elif text.startswith("{"):
                yield from self._block()
            else:
                if text:
                    yield decode_plain(text, self._location())
                self._move(self.line + 1)

    def _location(self) -> Location:
        return Location(self.findings.file, self.line + 1, self.column + 1)

    def _move(self, line: int, column: int = 0) -> None:
        self.line, self.column = line, column

    def _table_rows(self) -> list[Row]:
        rows: list[Row] = []
        while self.line < len(self.lines):
            row = self.lines[self.line][self.column :]
            if not row.lstrip().startswith("|"):
                break
            rows.append((self._location(), row))
            self._move(self.line + 1)
        return rows

    def _block(self) -> Iterator[Token]:
        place = self._location()
        try:
            value, end = read_json_object(self.text, self.offsets[self.line] + self.column)
        except JsonError as error:
            self._move_to(error.position)
            self.findings.add(self._location(), "page-json", detail=str(error), start=place.line)
            self._skip_block(place.line)
            yield Block(None, place)
        else:
            yield Block(value, place)
            self._move_to(end)

    def _move_to(self, offset: int) -> None:
        while self.line + 1 < len(self.lines) and self.offsets[self.line + 1] <= offset:
            self.line += 1
        self.column = offset - self.offsets[self.line]

    def _skip_block(self, line: int) -> None:
        """Go on at the next heading: what stands in between belongs to the broken block."""
        rest = ""
        while line < len(self.lines):
            rest = self.lines[line].lstrip("} ")
            if is_heading(rest):
                break
            line += 1
        self._move(line, len(self.lines[line]) - len(rest) if line < len(self.lines) else 0)


def read_plain(text: str, findings: Findings) -> list[Token]:
    """Return the tokens of a page in the plain dialect."""
    return list(_PlainText(text, findings).tokens())
