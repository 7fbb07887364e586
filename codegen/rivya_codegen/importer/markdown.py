"""The text of one of our own docs pages in tokens: Markdown headings, lines, pipe tables and JSON fences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..problems.problem import Location
from ..text.markdown import code_items, link_target, plain
from ..words.labels import label
from ..words.locales import LOCALES
from .findings import Findings
from .json_text import JsonError, read_json_text
from .tokens import Block, Cell, Heading, Row, Token, read_table

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})\s*(\w*)")
_RULE = re.compile(r"\s*-{3,}\s*")
_BULLET = re.compile(r"\s*[-*]\s+(?=\S)")
_LINKS_ONLY = re.compile(r"(?=.*\]\()\s*(?:\[[^\]]*\]\([^)]*\)|\*\*[^*]*\*\*|[·|,\s])+")


def is_docs_page(text: str) -> bool:
    """Tell whether a page is a docs page of ours rather than a vendor's page in Markdown: it has a section of facts."""
    facts = "|".join(re.escape(label("section.facts", locale)) for locale in LOCALES)
    return (
        re.search(r"^# \S", text, re.MULTILINE) is not None
        and re.search(rf"^## (?:{facts})\s*$", text, re.MULTILINE) is not None
    )


def _without_comments(line: str) -> str:
    """Return a line with blanks for the comments that end in it."""
    pieces: list[str] = []
    at = 0
    while (start := line.find("<!--", at)) >= 0 and (end := line.find("-->", start + 4)) >= 0:
        pieces += [line[at:start], " " * (end + 3 - start)]
        at = end + 3
    return "".join(pieces) + line[at:]


def decode_markdown(raw: str, location: Location) -> Cell:
    """Return a cell or line as its reader sees it; only an unescaped dash means that there is no value."""
    return Cell(
        plain(raw), location, absent=raw in ("", "-"), exact=True, items=code_items(raw), target=link_target(raw)
    )


class _Markdown:
    """A cursor in the lines of a Markdown page."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.lines = text.split("\n")
        self.findings = findings
        self.line = 0

    def tokens(self) -> Iterator[Token]:
        while self.line < len(self.lines) and not self.findings.full:
            fence = _FENCE.match(self.lines[self.line])
            if fence:
                yield from self._fence(fence.group(1), fence.group(2))
                continue
            self._drop_comments()
            if self.lines[self.line].lstrip().startswith("|"):
                yield from read_table(self._table_rows(), decode_markdown)
            else:
                yield from self._text()
                self.line += 1

    def _location(self, column: int = 0) -> Location:
        return Location(self.findings.file, self.line + 1, column + 1)

    def _drop_comments(self) -> None:
        """Blank out comments in the current line, and in the following ones where one goes on."""
        line = _without_comments(self.lines[self.line])
        start = line.find("<!--")
        if start >= 0 and (start == 0 or line[start - 1] != "\\"):
            end = next((n for n in range(self.line + 1, len(self.lines)) if "-->" in self.lines[n]), None)
            if end is None:
                self.findings.add(self._location(start), "page-unclosed", what="<!--", end="-->")
                end = len(self.lines) - 1
            for number in range(self.line + 1, end):
                self.lines[number] = ""
            rest = self.lines[end].partition("-->")[2]
            self.lines[end] = " " * (len(self.lines[end]) - len(rest)) + rest
            line = line[:start]
        self.lines[self.line] = line

    def _text(self) -> Iterator[Token]:
        line = self.lines[self.line]
        text = line.strip()
        column = len(line) - len(line.lstrip())
        heading = _HEADING.fullmatch(text)
        if heading:
            title = heading.group(2).rstrip("#")
            closed = title[-1:].isspace()
            cell = decode_markdown(
                title.rstrip() if closed else heading.group(2), self._location(column + heading.start(2))
            )
            yield Heading(cell, len(heading.group(1)))
        elif text and not _RULE.fullmatch(text) and not _LINKS_ONLY.fullmatch(text):
            bullet = _BULLET.match(line)
            start = bullet.end() if bullet else column
            yield decode_markdown(line[start:].strip(), self._location(start))

    def _table_rows(self) -> list[Row]:
        rows: list[Row] = []
        while self.line < len(self.lines) and self.lines[self.line].lstrip().startswith("|"):
            rows.append((self._location(), self.lines[self.line]))
            self.line += 1
        return rows

    def _fence(self, mark: str, language: str) -> Iterator[Token]:
        opening = self.line
        self.line += 1
        body: list[str] = []
        while self.line < len(self.lines) and not re.fullmatch(
            rf"\s*{mark[0]}{{{len(mark)},}}\s*", self.lines[self.line]
        ):
            body.append(self.lines[self.line])
            self.line += 1
        place = Location(self.findings.file, opening + 1, 1)
        if self.line == len(self.lines):
            self.findings.add(place, "page-unclosed", what=mark, end=mark)
        elif language == "json":
            yield from self._block("\n".join(body), place)
        self.line += 1

    def _block(self, text: str, place: Location) -> Iterator[Token]:
        try:
            value = read_json_text(text)
        except JsonError as error:
            before = text[: error.position]
            column = error.position - (before.rfind("\n") + 1)
            where = Location(place.file, place.line + 1 + before.count("\n"), column + 1)
            self.findings.add(where, "page-json", detail=str(error), start=place.line)
            yield Block(None, place)
        else:
            yield Block(value, place)


def read_markdown(text: str, findings: Findings) -> list[Token]:
    """Return the tokens of a page in the Markdown dialect."""
    return list(_Markdown(text, findings).tokens())
