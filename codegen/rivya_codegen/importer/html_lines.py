"""The HTML of a model page in tokens: headings, lines, tables and the text of `<pre>`, as a browser shows them.

What frames a page (navigation, scripts, buttons) is left out; where there is a `<main>` or `<article>`, only that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..page_labels import find_anywhere
from ..problems import Location
from .lines import decode_plain, read_plain
from .tokens import Cell, Findings, Heading, Table, Token

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage] - the stubs have no public name

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype|html|head|body|main|article|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_FIRST = 10_000
_LEFT_OUT = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "aside",
        "footer",
        "button",
        "form",
        "iframe",
        "object",
        "select",
        "textarea",
        "dialog",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "img",
    ]
)


def is_html(text: str) -> bool:
    """Tell whether a page is HTML rather than the text that a browser shows."""
    return _HTML.match(text[:_FIRST]) is not None


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
    """A table while it is read."""

    row: int
    depth: int
    rows: list[list[Cell]] = field(default_factory=list[list[Cell]])


class _Html:
    """Walks the elements of a page and knows the line, and the table, it is in."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.line = _Line()
        self.table: _Rows | None = None
        self.open_code = 0
        self.tokens: list[Token] = []

    def start(self, element: Element, tag: str) -> None:
        row = element.sourceline or 1
        if tag == "table":
            self._end_line()
            if self.table:
                self.table.depth += 1
            else:
                self.table = _Rows(row, 1)
        elif self.table and tag == "tr" and self.table.depth == 1:
            self.table.rows.append([])
        elif tag == "code":
            self.open_code += 1
        elif tag not in _INLINE:
            self._end_line()
        self.text(element.text, row)

    def end(self, element: Element, tag: str) -> None:
        if tag in _HEADINGS and not self.table:
            cell = self._cell()
            self.tokens += [Heading(cell, int(tag[1]))] if cell.text else []
            self.line = _Line()
        elif self.table and self.table.depth == 1 and tag in ("td", "th"):
            if self.table.rows:
                self.table.rows[-1].append(self._cell(element.sourceline))
            self.line = _Line()
        elif tag == "table":
            self._end_table()
        elif tag == "code":
            self.open_code = max(self.open_code - 1, 0)
        elif tag not in _INLINE:
            self._end_line()
        if tag in _INLINE and self.line.lead is None and self.line.text:
            self.line.lead = self.line.text

    def text(self, text: str | None, row: int) -> None:
        if text:
            if text.strip() and not self.line.text:
                self.line.row = row + text[: len(text) - len(text.lstrip())].count("\n")
            self.line.pieces.append((text, self.open_code > 0))

    def block(self, element: Element) -> None:
        """Read preformatted text like a page of its own: JSON, or lines."""
        self._end_line()
        self.tokens += read_plain("".join(element.itertext()), self.findings, element.sourceline or 1)

    def _cell(self, row: int | None = None) -> Cell:
        location = Location(self.findings.file, self.line.row or row or 1, 1)
        code = self.line.code
        if code is not None:
            return Cell(", ".join(code), location, exact=True, items=code)
        return decode_plain(self.line.text, location)

    def _end_line(self) -> None:
        if self.table:  # lines within a cell are one text
            self.line.pieces.append((" ", False))
            return
        cell, lead = self._cell(), self.line.lead
        self.line = _Line()
        if lead and lead != cell.text and _is_label(lead):
            rest = cell.text.removeprefix(lead).lstrip(" :：")
            self.tokens += [decode_plain(lead, cell.location), decode_plain(rest, cell.location)]
        elif cell.text:
            self.tokens.append(cell)

    def _end_table(self) -> None:
        if self.table is None:
            return
        self.table.depth -= 1
        if self.table.depth:
            return
        rows = [tuple(row) for row in self.table.rows if row]
        if rows:
            self.tokens.append(Table(rows[0], tuple(rows[1:]), Location(self.findings.file, self.table.row, 1)))
        self.table = None
        self.line = _Line()


def _is_label(text: str) -> bool:
    return any(find_anywhere(group, text) for group in ("fact", "section"))


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
    reader = _Html(findings)
    _walk(next(_contents(root)), reader)
    return reader.tokens


def _contents(root: Element) -> Iterator[Element]:
    """Yield the elements that may hold the page itself, the likeliest first."""
    for tag in ("main", "article", "body"):
        yield from root.iter(tag)
    yield root


def _walk(content: Element, reader: _Html) -> None:
    from lxml import etree

    walk = etree.iterwalk(content, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        left_out = tag in _LEFT_OUT or "hidden" in element.attrib or element.get("aria-hidden") == "true"
        if event == "start":
            if left_out or tag == "pre":
                walk.skip_subtree()
            else:
                reader.start(element, tag)
            continue
        if tag == "pre" and not left_out:
            reader.block(element)
        elif not left_out:
            reader.end(element, tag)
        if element is not content:
            reader.text(element.tail, element.sourceline or 1)
        if reader.findings.full:
            break
