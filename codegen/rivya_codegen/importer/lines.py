"""The text of a model page, as copied from a browser, in tokens: lines, tables with pipes or tabs, and JSON blocks.

Copying glues a heading to the block before it (`}Create response`); what follows a block on its last line is a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..markdown import code_items
from ..page_labels import is_heading
from ..problems import Location
from .json_text import JsonError, read_json_object
from .tokens import Block, Cell, Findings, Row, Table, Token, is_separator, read_table

_NOTHING = frozenset({"", "-", "–", "—"})


def decode_plain(raw: str, location: Location) -> Cell:
    """Return a raw cell as it is written; a dash means that the page has no value there.

    A list of code (in backticks) is exact, so that an option can have a comma in it.
    """
    items = code_items(raw) if raw.startswith("`") else None
    if items is not None:
        return Cell(", ".join(items), location, exact=True, items=items)
    return Cell(raw.replace("\\|", "|"), location, absent=raw in _NOTHING)


def _is_blank(cell: Cell) -> bool:
    return cell.absent and not cell.text


class _PlainText:
    """A cursor in the text: a line, and a column in it."""

    def __init__(self, text: str, findings: Findings, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
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
            elif "\t" in text:
                yield self._tab_table()
            else:
                if text:
                    yield decode_plain(text, self._location())
                self._move(self.line + 1)

    def _location(self) -> Location:
        return Location(self.findings.file, self.line + self.first_line, self.column + 1)

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

    def _tab_table(self) -> Table:
        """Return the table in the following lines with tabs; blanks beyond the last column are none of its cells."""
        place = self._location()
        rows: list[list[Cell]] = []
        while self.line < len(self.lines) and "\t" in self.lines[self.line][self.column :].strip():
            row = self.lines[self.line][self.column :].lstrip()
            self.column = len(self.lines[self.line]) - len(row)
            rows.append(self._tab_cells(row))
            self._move(self.line + 1)
        while _is_blank(rows[0][-1]):
            rows[0].pop()
        for cells in rows[1:]:
            while len(cells) > len(rows[0]) and _is_blank(cells[-1]):
                cells.pop()
        body = rows[2:] if len(rows) > 1 and all(is_separator(cell.text) for cell in rows[1]) else rows[1:]
        return Table(tuple(rows[0]), tuple(map(tuple, body)), place)

    def _tab_cells(self, row: str) -> list[Cell]:
        cells: list[Cell] = []
        place = self._location()
        for raw in row.split("\t"):
            column = place.column + len(raw) - len(raw.lstrip())
            cells.append(decode_plain(raw.strip(), Location(place.file, place.line, column)))
            place = Location(place.file, place.line, place.column + len(raw) + 1)
        return cells

    def _block(self) -> Iterator[Token]:
        place = self._location()
        start = self.offsets[self.line] + self.column
        try:
            value, end = read_json_object(self.text, start)
        except JsonError as error:
            self._move_to(error.position)
            self.findings.add(self._location(), "page-json", detail=str(error), start=place.line)
            self._skip_block(place.line - self.first_line + 1)
            yield Block(None, place)
        else:
            yield Block(value, place, self.text[start:end])
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


def read_plain(text: str, findings: Findings, first_line: int = 1) -> list[Token]:
    """Return the tokens of a page in the plain dialect; its lines count from `first_line` on."""
    return list(_PlainText(text, findings, first_line).tokens())
