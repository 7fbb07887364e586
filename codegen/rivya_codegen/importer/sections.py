"""The parts of a page by name: its head, its facts and its sections, each line attributed to exactly one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..problems.problem import Location
from ..words.labels import Labels
from .findings import Findings, hint, shorten
from .tokens import Block, Cell, Heading, Table, Token

MANY = 10_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What a section may hold: so many lines of text, a table, a JSON block; the text comes first."""

    texts: int = 1
    table: bool = False
    block: bool = False


_REFERENCES = Shape(table=True)  # the table of file limits has no heading of its own on the vendor's pages
_SHAPES: Mapping[str, Shape] = {
    "fields": Shape(table=True),
    "parameters": Shape(table=True),
    "upload_policy": _REFERENCES,
    "reference_rule": Shape(texts=MANY, table=True),
    "max_files": _REFERENCES,
    "kinds": _REFERENCES,
    "duration_token": _REFERENCES,
    "minimal_request": Shape(texts=0, block=True),
    "reference_request": Shape(texts=0, block=True),
    "response": Shape(block=True),
    "errors": Shape(texts=MANY),
}


@dataclass(slots=True)
class Section:
    """A part of the page under a heading."""

    name: str
    location: Location
    texts: list[Cell] = field(default_factory=list[Cell])
    table: Table | None = None
    block: Block | None = None


@dataclass(slots=True)
class Outline:
    """A page by its parts. `head` is what stands above the first fact: title, summary, badges."""

    labels: Labels
    head: list[Cell] = field(default_factory=list[Cell])
    facts: dict[str, Cell] = field(default_factory=dict[str, Cell])
    without_value: set[str] = field(default_factory=set[str])
    """The facts whose label stands on the page without a value."""
    sections: dict[str, Section] = field(default_factory=dict[str, Section])
    text_locale: str | None = None
    """The locale of the page's prose; none where it is that of its labels."""
    guessed: frozenset[str] = frozenset()
    """The facts that the page does not say in words we know; they follow from others."""
    left_out: list[Cell] = field(default_factory=list[Cell])
    """The lines behind the page that are taken for what frames it."""


class _Reader:
    """Walks the tokens; knows the section it is in, or that it is in one nobody knows."""

    def __init__(self, outline: Outline, findings: Findings) -> None:
        self.outline = outline
        self.labels = outline.labels
        self.findings = findings
        self.section: Section | None = None
        self.lost = False
        self.label: tuple[str | None, Cell] | None = None  # a fact label that waits for its value

    def read(self, token: Token) -> None:
        if isinstance(token, Heading):
            self._heading(token)
        elif (isinstance(token, Cell) and self._plain_label(token)) or self.lost:
            return
        elif self.section is None:
            self._before_sections(token)
        else:
            self._inside(self.section, token)

    def _heading(self, heading: Heading) -> None:
        if self._plain_label(heading.cell):
            return  # the labels of facts may be headings too
        if self.section is None and not self.lost:
            self.outline.head.append(heading.cell)
        else:
            self._stray(heading.cell, "page-unknown-section")

    def _plain_label(self, cell: Cell) -> bool:
        """Take a line of a plain page that is a heading, a fact label, or the value after one."""
        name = self.labels.find("section", cell.text)
        if name:
            self.finish()
            self._open(name, cell)
            return True
        if self.section is not None or self.lost:
            return False
        fact = self.labels.find("fact", cell.text)
        if fact:
            self.finish()
            self.label = (fact, cell)
        elif self.label:
            waiting, self.label = self.label[0], None
            if waiting:
                self._fact(waiting, cell)
        elif self.outline.facts:
            self._unknown_fact(cell)
            self.label = (None, cell)
        else:
            return False
        return True

    def finish(self) -> None:
        """Complain about a fact label that still waits for its value."""
        if self.label and self.label[0]:
            self.findings.add(self.label[1].location, "page-missing-value", label=self.label[1].text)
            self.outline.without_value.add(self.label[0])
        self.label = None

    def _open(self, name: str, cell: Cell) -> None:
        self.lost = False
        known = self.outline.sections.get(name)
        if known:
            self.findings.add(cell.location, "page-twice", what=f'section "{cell.text}"', line=known.location.line)
        self.section = Section(name, cell.location)
        self.outline.sections.setdefault(name, self.section)

    def _before_sections(self, token: Token) -> None:
        if isinstance(token, Cell):
            self.outline.head.append(token)
        else:
            self._stray(token, "page-stray")

    def _inside(self, section: Section, token: Token) -> None:
        shape = _SHAPES[section.name]
        closed = section.table is not None or section.block is not None
        if isinstance(token, Table) and shape.table and not section.table:
            section.table = token
        elif isinstance(token, Block) and shape.block and not closed:
            section.block = token
        elif isinstance(token, Cell) and len(section.texts) < shape.texts and not closed:
            section.texts.append(token)
        else:
            self._stray(token, "page-stray")

    def _fact(self, name: str, cell: Cell) -> None:
        known = self.outline.facts.setdefault(name, cell)
        if known is not cell:
            what = f'fact "{self.labels.label(f"fact.{name}")}"'
            self.findings.add(cell.location, "page-twice", what=what, line=known.location.line)

    def _unknown_fact(self, cell: Cell) -> None:
        known = self.labels.words("fact").values()
        self.findings.add(
            cell.location,
            "page-unknown-fact",
            label=shorten(cell.text),
            hint=hint(cell.text, known),
            example=self.labels.label("fact.base_credits"),
        )

    def _stray(self, token: Token, code: str) -> None:
        """Complain about a token that belongs nowhere; what follows it up to the next heading belongs to it."""
        self.lost = True
        if isinstance(token, Table):
            place, text = token.location, " | ".join(cell.text for cell in token.header)
        elif isinstance(token, Block):
            place, text = token.location, "{…}"
        else:
            cell = token.cell if isinstance(token, Heading) else token
            place, text = cell.location, cell.text
        known = self.labels.words("section").values()
        self.findings.add(place, code, text=shorten(text), hint=hint(text, known))


def read_outline(outline: Outline, tokens: list[Token], findings: Findings) -> Outline:
    """Fill in the parts of a page; what belongs to none is a problem."""
    reader = _Reader(outline, findings)
    for token in tokens:
        if findings.full:
            break
        reader.read(token)
    reader.finish()
    return outline
