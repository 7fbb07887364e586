"""The HTML of a model page in tokens: headings, lines, tables and the text of `<pre>`, as a browser shows them.

What frames a page (navigation, scripts, buttons) is left out; where there is a `<main>` or `<article>`, that counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain, count, takewhile
from typing import TYPE_CHECKING, Any

from ..problems.problem import Location
from ..words.labels import find_anywhere
from .findings import Findings
from .html_items import INLINE, Shapes, read_items, read_items_after_label, seen_text
from .html_visible import show, unbroken
from .json_text import without_line_numbers
from .plain_text import decode_plain, read_plain
from .tokens import MOST_TOKENS, Cell, Heading, Table, Token, code_cell

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage] - the stubs have no public name

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype|html|head|body|main|article|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(r"\s{0,100}<(?:div|section|header|table|dl|ul|p|h2|span)\b", re.IGNORECASE)
_FIRST = 10_000
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST_SPANNED = 20


def is_html(text: str) -> bool:
    """Tell whether a page is HTML rather than the text that a browser shows."""
    return _HTML.match(text[:_FIRST]) is not None or (_PART.match(text) is not None and "</table>" in text)


def html_title(text: str) -> str:
    """Return the title of an HTML page, such as `404 Not Found`; empty where it has none."""
    match = re.search(r"<title[^<>]*>([^<]{0,200})", text[:_FIRST], re.IGNORECASE)
    return " ".join(match.group(1).split()) if match else ""


@dataclass(slots=True)
class _Line:
    """The text between two ends of a line: its pieces, which of them are code, and the first inline element."""

    row: int = 0
    pieces: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    lead: str | None = None
    goes_on: bool = False
    """Whether it follows another line of the same element."""
    spoken: bool = False
    """Whether there is anything but blanks in its pieces; to look through them for each piece would take too long."""

    def add(self, text: str, row: int, *, is_code: bool) -> None:
        """Add a piece, which begins in a row of the page."""
        if text.strip() and not self.spoken:
            self.row = row + text[: len(text) - len(text.lstrip())].count("\n")
        seen = unbroken(text)
        self.spoken = self.spoken or bool(seen.strip())
        self.pieces.append((seen, is_code))

    @property
    def text(self) -> str:
        return " ".join("".join(piece for piece, _ in self.pieces).split())

    @property
    def code(self) -> tuple[str, ...] | None:
        """The items of a list of nothing but code."""
        items = tuple(piece.strip() for piece, is_code in self.pieces if is_code and piece.strip())
        between = "".join(piece for piece, is_code in self.pieces if not is_code)
        return items if items and not between.replace(",", "").strip() else None


@dataclass(slots=True)
class _Rows:
    """A table while it is read: each row with its cells, and how many columns and rows each of them takes."""

    row: int
    depth: int
    rows: list[list[tuple[Cell, int, int]]] = field(default_factory=list[list[tuple[Cell, int, int]]])

    def grid(self) -> list[tuple[Cell, ...]]:
        """Return the rows with a cell in each column, whichever row it was written in."""
        grid: list[dict[int, Cell]] = [{} for _ in self.rows]
        for at, written in enumerate(self.rows):
            column = 0
            for cell, width, height in written:
                while column in grid[at]:
                    column += 1
                for row in grid[at : at + height]:
                    row.update(dict.fromkeys(range(column, column + width), cell))
        return [tuple(row[column] for column in takewhile(row.__contains__, count())) for row in grid if row]


class _Html:
    """Walks the elements of a page and knows the line, and the table, it is in."""

    def __init__(self, findings: Findings, shapes: Shapes) -> None:
        self.findings = findings
        self.shapes = shapes
        self.line = _Line()
        self.table: _Rows | None = None
        self.open_code = 0
        self.open_headings = 0
        self.tokens: list[Token] = []

    def start(self, element: Element, tag: str) -> None:
        row = element.sourceline or 1
        if tag == "table" and element not in self.shapes.layouts:
            self._end_line()
            if self.table:
                self.table.depth += 1
            else:
                self.table = _Rows(row, 1)
        elif self.table and tag == "tr" and self.table.depth == 1:
            self.table.rows.append([])
        elif self.table and tag in ("td", "th", "caption") and self.table.depth == 1:
            self.line = _Line()
        elif tag == "code":
            self.open_code += 1
        elif tag == "br" and self.open_headings:
            self.line.pieces.append((" ", False))
        elif tag not in INLINE:
            self._end_line(element if tag == "br" else None)
        self.open_headings += tag in _HEADINGS
        self.text(element.text, row)

    def end(self, element: Element, tag: str) -> None:
        self.open_headings -= tag in _HEADINGS
        if tag in _HEADINGS and not self.table:
            cell = self._cell(element)
            if cell.text:
                self.tokens.append(Heading(cell))
            self.line = _Line()
        elif self.table and self.table.depth == 1 and tag in ("td", "th", "caption"):
            cell = self._cell(element)
            if tag == "caption":
                if cell.text:
                    self.tokens.append(cell)
            elif self.table.rows:
                self.table.rows[-1].append((cell, _span(element, "colspan"), _span(element, "rowspan")))
            self.line = _Line()
        elif tag == "table" and element not in self.shapes.layouts:
            self._end_table()
        elif tag == "code":
            self.open_code = max(self.open_code - 1, 0)
        elif tag not in INLINE and not (tag == "br" and self.open_headings):
            self._end_line(element)
        if tag in INLINE and self.line.lead is None and self.line.spoken:
            self.line.lead = self.line.text

    def text(self, text: str | None, row: int) -> None:
        if text:
            self.line.add(text, row, is_code=self.open_code > 0)

    def block(self, element: Element) -> None:
        """Read preformatted text like a page of its own: JSON, or lines; code that is no JSON is left out."""
        text = without_line_numbers(unbroken("".join(element.itertext())))
        if self.table:
            self.text(text, element.sourceline or 1)
            return
        self._end_line()
        if text.lstrip().startswith("{") or not self.shapes.headed:
            self.tokens += read_plain(text, self.findings, element.sourceline or 1)

    def value(self, element: Element) -> None:
        """Read an element that holds one value; a second definition of the same term is more of it."""
        self._end_line()
        location = Location(self.findings.file, element.sourceline or 1, 1)
        cell = replace(decode_plain(seen_text(element), location), items=read_items(element))
        previous = element.getprevious()
        last = self.tokens[-1] if self.tokens else None
        if element.tag == "dd" and previous is not None and previous.tag == "dd" and isinstance(last, Cell):
            self.tokens[-1] = replace(last, text=f"{last.text}, {cell.text}", items=(*last.list(), *cell.list()))
        elif cell.text:
            self.tokens.append(cell)

    def _cell(self, element: Element | None) -> Cell:
        row = self.line.row or (element.sourceline if element is not None else 1)
        location = Location(self.findings.file, row or 1, 1)
        code = self.line.code
        if code is not None:
            return code_cell(code, location)
        whole = self.table or (element in self.shapes.leaves and not self.line.goes_on)
        items = read_items(element) if element is not None and whole else None
        cell = decode_plain(self.line.text, location)
        return cell if cell.items is items else replace(cell, items=items)

    def _end_line(self, element: Element | None = None) -> None:
        if self.table:  # lines within a cell are one text
            self.line.pieces.append((" ", False))
            return
        broken = element is not None and element.tag == "br"
        if not self.line.pieces:
            self.line = _Line(goes_on=broken and self.line.goes_on)
            return
        cell, lead = self._cell(element), self.line.lead
        self.line = _Line(goes_on=broken and (self.line.goes_on or bool(cell.text)))
        if lead and lead != cell.text and any(find_anywhere(group, lead) for group in ("fact", "section")):
            rest = cell.text.removeprefix(lead).lstrip(" :：")
            items = read_items_after_label(element) if element is not None and element in self.shapes.leaves else None
            value = replace(decode_plain(rest, cell.location), items=items)
            self.tokens += [decode_plain(lead, cell.location), value]
        elif cell.text:
            self.tokens.append(cell)

    def _end_table(self) -> None:
        if self.table is None:
            return
        self.table.depth -= 1
        if self.table.depth:
            return
        rows = self.table.grid()
        if rows:
            self.tokens.append(Table(rows[0], tuple(rows[1:]), Location(self.findings.file, self.table.row, 1)))
        self.table = None
        self.line = _Line()


def _span(cell: Element, name: str) -> int:
    """Return how many columns or rows a cell takes; what is no sensible number is one."""
    written = cell.get(name, "1").strip()
    return min(max(int(written), 1), _MOST_SPANNED) if written.isdecimal() and len(written) < 5 else 1


def read_html(text: str, findings: Findings) -> list[Token]:
    """Return the tokens of an HTML page; none where there is nothing to read in it."""
    from lxml import etree  # loaded only for HTML

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root: Any = etree.fromstring(text.encode("utf-8"), parser)
    except etree.LxmlError:
        return []
    if root is None:  # nothing but comments; the types do not say so
        return []
    cut = next((entry for entry in parser.error_log if "Excessive depth" in entry.message), None)
    if cut:
        findings.add(Location(findings.file, cut.line, 1), "page-html-depth")
    show(root)
    likely = chain.from_iterable(root.iter(tag) for tag in ("main", "article", "body"))
    content: Element = next(likely, root)
    reader = _Html(findings, Shapes.of(content))
    _walk(content, reader)
    return reader.tokens


def _walk(content: Element, reader: _Html) -> None:
    from lxml import etree

    def is_single(element: Element) -> bool:
        return not reader.table and element in reader.shapes.single

    walk = etree.iterwalk(content, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if event == "start":
            if tag == "pre" or is_single(element):
                walk.skip_subtree()
            else:
                reader.start(element, tag)
            continue
        if tag == "pre":
            reader.block(element)
        elif is_single(element):
            reader.value(element)
        else:
            reader.end(element, tag)
        if element is not content:
            reader.text(element.tail, element.sourceline or 1)
        if reader.findings.full or len(reader.tokens) > MOST_TOKENS:
            break
