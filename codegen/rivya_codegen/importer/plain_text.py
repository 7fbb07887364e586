"""The text of a model page, as copied from a browser, in tokens: lines, tables with pipes or tabs, and JSON blocks.

Copying glues a heading to the block before it (`}Create response`); what follows a block on its last line is a line.
Programs that turn a page into Markdown leave its marks: headings, bullets, bold labels, fences, struck text, notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from ..problems.problem import Location
from ..text.markdown import code_items, plain
from ..words.labels import is_heading
from .findings import Findings
from .json_text import JsonError, read_json_object, without_line_numbers
from .tokens import MOST_TOKENS, TABBED, Block, Cell, Row, Table, Token, code_cell, split_row, table_of

_ABSENT_TEXTS = frozenset({"", "-", "–", "—"})
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))
_TAG = re.compile(
    r"<(/?)(a|abbr|b|br|code|del|div|em|i|ins|kbd|li|mark|ol|p|s|small|span|strike|strong|sub|sup|ul"
    r"|wbr)\b[^<>]{0,500}>"
)
_STRUCK = re.compile(r"~~[^~]{1,500}~~|\[\^[\w-]{1,20}\](?!:)")
_STRONG = re.compile(r"\*\*([^*]{1,500})\*\*")
_BULLET = re.compile(r"[-*•·▪‣]\s+(?=\S)")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_MARKED = re.compile(r"^(?:#{1,6}\s+\S|`{3})", re.MULTILINE)
_PAIR = re.compile(r"\*\*([^*]{1,100}?)[:：]?\*\*[ \t]*[:：]?[ \t]*(\S.*)")
_FIRST_NUMBERED = re.compile(r"\s{0,20}1[\s.:]{0,20}\{")
_EMPTY = frozenset({"br", "wbr"})
_UNDERLINE = re.compile(r":?-[-:\s]*\|[-:|\s]*")
_FENCES = ("```", "~~~")


def decode_plain(raw: str, location: Location) -> Cell:
    """Return a raw cell as it is written; a dash means that the page has no value there.

    A list of code (in backticks) is exact, so that an option can have a comma in it.
    """
    text = " ".join(_STRUCK.sub("", raw).split()) if "~~" in raw or "[^" in raw else raw.translate(_BLANKS).strip()
    items = code_items(text) if text.startswith("`") else None
    if items is not None:
        return code_cell(items, location)
    if "<" in text and _has_tags(text):
        return _decode_tagged(text, location)
    text = _STRONG.sub(r"\1", text) if "**" in text else text
    return Cell(text.replace("\\|", "|"), location, absent=text in _ABSENT_TEXTS)


def decode_marked(raw: str, location: Location) -> Cell:
    """Return a raw cell of a vendor's page in Markdown as its reader sees it."""
    cell = decode_plain(raw, location)
    return cell if cell.items is not None else Cell(plain(cell.text), location, cell.absent)


def _has_tags(text: str) -> bool:
    """Tell whether there is HTML in a text: tags that are closed, rather than words in angle brackets."""
    tags = _TAG.findall(text)
    opened = Counter(name for slash, name in tags if not slash and name not in _EMPTY)
    return bool(tags) and opened == Counter(name for slash, name in tags if slash)


def _decode_tagged(text: str, location: Location) -> Cell:
    """Return a cell with HTML in it as its reader sees it."""
    from .html_items import read_fragment  # loads the parser only for HTML

    seen, items = read_fragment(text)
    return Cell(seen, location, absent=seen in _ABSENT_TEXTS, items=items)


def _unnumbered(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a page, those of a block without the numbers that they may begin with."""
    at = 0
    while at < len(lines):
        start = at
        if _FIRST_NUMBERED.match(lines[at]):
            while at < len(lines) and lines[at].lstrip().startswith(str(at - start + 1)):
                at += 1
            yield from without_line_numbers("\n".join(lines[start:at])).split("\n")
        else:
            at += 1
            yield lines[start]


def _piped(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a page, those of a table without pipes at its sides with them."""
    inside = False
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        inside = (inside and "|" in line) or ("|" in line and _UNDERLINE.fullmatch(below.strip()) is not None)
        yield f"| {line} |" if inside and not line.lstrip().startswith(("|", "{", "}")) else line


class _PlainText:
    """A cursor in the text: a line, and a column in it."""

    def __init__(self, text: str, findings: Findings, first_line: int) -> None:
        self.first_line = first_line
        self.lines = list(_piped(list(_unnumbered(text.split("\n")))))
        self.text = "\n".join(self.lines)
        self.offsets = [0]
        for line in self.lines:
            self.offsets.append(self.offsets[-1] + len(line) + 1)
        self.findings = findings
        self.line = 0
        self.column = 0
        self.decode = decode_marked if _MARKED.search(text) else decode_plain
        self.tables = 0
        self.fence: str | None = None

    def tokens(self) -> Iterator[Token]:
        while self.line < len(self.lines) and not self.findings.full:
            raw = self.lines[self.line][self.column :]
            text = raw.strip()
            self.column += len(raw) - len(raw.lstrip())
            if text.startswith("|"):
                self.tables += 1
                yield from self._piped_table()
            elif text.startswith("{"):
                yield from self._block()
            elif text.startswith(_FENCES):
                self._fence(text[:3], text[3:].strip())
            elif "\t" in text:
                self.tables += 1
                yield self._tabbed_table()
            else:
                if text:
                    yield from self._text_line(text)
                self._move(self.line + 1)

    def _text_line(self, text: str) -> Iterator[Token]:
        """Yield a line without the marks of a heading, bullet or bold text; a bold label above the tables is a line."""
        place = self._location()
        mark = _HEADING.match(text) or _BULLET.match(text)
        text = text[mark.end() :] if mark else text
        pair = _PAIR.fullmatch(text) if not self.tables else None
        for part in pair.groups() if pair else (text,):
            cell = self.decode(part, place)
            if cell.text:
                yield cell

    def _fence(self, mark: str, language: str) -> None:
        """Go behind the mark that opens or closes a fence; code that is no JSON is left out."""
        place = self._location()
        self._move(self.line + 1)
        rest = range(self.line, len(self.lines))
        first = next((line for line in rest if self.lines[line].strip()), len(self.lines))
        opened, self.fence = self.fence is None, mark if self.fence is None else None
        if opened and first < len(self.lines) and not self.lines[first].lstrip().startswith("{"):
            end = next((line for line in rest if self.lines[line].strip().startswith(mark)), len(self.lines) - 1)
            self._move(end + 1)
            self.fence = None
            if language == "json":
                self.findings.add(place, "page-json", detail="not a JSON object", start=place.line)

    def _location(self) -> Location:
        return Location(self.findings.file, self.line + self.first_line, self.column + 1)

    def _move(self, line: int, column: int = 0) -> None:
        self.line, self.column = line, column

    def _rows(self, is_row: Callable[[str], bool]) -> list[Row]:
        """Go behind the lines that are rows of a table, and return them."""
        rows: list[Row] = []
        while self.line < len(self.lines) and is_row(row := self.lines[self.line][self.column :].lstrip()):
            self.column = len(self.lines[self.line]) - len(row)
            rows.append((self._location(), row))
            self._move(self.line + 1)
        return rows

    def _piped_table(self) -> Iterator[Token]:
        """Yield the table in the following lines with pipes, and as a cell of its own a text glued to its end."""
        place = self._location()
        rows = [split_row(row) for row in self._rows(lambda line: line.startswith("|"))]
        width, glued = len(rows[0]) - 1, None
        for row in rows:
            location, raw = row[-1]
            if not raw or (row is rows[-1] and len(row) > width):
                row.pop()
                glued = Cell(raw, location) if raw else None
        yield table_of(rows, self.decode, place)
        if glued:
            yield glued

    def _tabbed_table(self) -> Table:
        """Return the table in the following lines with tabs; blanks beyond the last column are none of its cells."""
        header, *rows = [split_row(row, TABBED) for row in self._rows(lambda line: "\t" in line.strip())]
        for row in (header, *rows):
            while (row is header or len(row) > len(header)) and not row[-1][1]:
                row.pop()
        return table_of([header, *rows], self.decode, header[0][0])

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
    return list(islice(_PlainText(text, findings, first_line).tokens(), MOST_TOKENS + 1))
