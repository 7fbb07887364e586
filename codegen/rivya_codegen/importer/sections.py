"""The parts of a page by name: its head, its facts and its sections, each line attributed to exactly one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems.problem import Location
from ..words.labels import Labels
from .findings import Findings, hint, shorten
from .tokens import Block, Cell, Heading, Table, Token, cell_of
from .unlabelled import LabelledPage

_MANY = 10_000
_MOST_TEXTS = {"minimal_request": 0, "reference_request": 0, "reference_rule": _MANY, "errors": _MANY}
"""How many lines of text a section may have before its table or block, where that is not one."""
_REFERENCES = frozenset({"upload_policy", "reference_rule", "max_files", "kinds", "duration_token"})
_TABLES = _REFERENCES | {"fields", "parameters"}
"""The sections that may have a table; that of file limits has no heading of its own on the vendor's pages."""
_BLOCKS = frozenset({"minimal_request", "reference_request", "response"})


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
        if isinstance(token, (Cell, Heading)) and self._is_label(cell_of(token)):
            return
        if isinstance(token, Heading) and (self.section or self.lost):
            self._stray(token)
        elif self.lost:
            return
        elif self.section:
            self._inside(self.section, token)
        elif isinstance(token, (Cell, Heading)):
            self.outline.head.append(cell_of(token))
        else:
            self._stray(token)

    def _is_label(self, cell: Cell) -> bool:
        """Take a line that is a heading, a fact label, which may be a heading too, or the value after one."""
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
            known = self.outline.facts.setdefault(waiting, cell) if waiting else cell
            if known is not cell:
                self.findings.twice(cell.location, f'fact "{self.labels.label(f"fact.{waiting}")}"', known.location)
        elif self.outline.facts:
            known_labels = self.labels.words("fact").values()
            found = {"label": shorten(cell.text), "hint": hint(cell.text, known_labels)}
            example = self.labels.label("fact.base_credits")
            self.findings.add(cell.location, "page-unknown-fact", **found, example=example)
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
        self.section = Section(name, cell.location)
        known = self.outline.sections.setdefault(name, self.section)
        if known is not self.section:
            self.findings.twice(cell.location, f'section "{cell.text}"', known.location)

    def _inside(self, section: Section, token: Token) -> None:
        closed = section.table is not None or section.block is not None
        if isinstance(token, Table) and section.name in _TABLES and not section.table:
            section.table = token
        elif isinstance(token, Block) and section.name in _BLOCKS and not closed:
            section.block = token
        elif isinstance(token, Cell) and len(section.texts) < _MOST_TEXTS.get(section.name, 1) and not closed:
            section.texts.append(token)
        else:
            self._stray(token)

    def _stray(self, token: Token) -> None:
        """Complain about a token that belongs nowhere; what follows it up to the next heading belongs to it."""
        self.lost = True
        if isinstance(token, Table):
            place, text = token.location, " | ".join(cell.text for cell in token.header)
        elif isinstance(token, Block):
            place, text = token.location, "{…}"
        else:
            place, text = cell_of(token).location, cell_of(token).text
        known = self.labels.words("section").values()
        self.findings.add(place, "page-stray", text=shorten(text), hint=hint(text, known))


def read_outline(page: LabelledPage, locale: str | None, findings: Findings) -> Outline:
    """Return the parts of a page; what belongs to none is a problem.

    Args:
        page: The page in known labels.
        locale: The locale that its text belongs to where its language is unknown.
        findings: Where its problems are noted.
    """
    guessed = page.guessed
    text_locale = locale if "text" in guessed else None
    outline = Outline(page.labels, text_locale=text_locale, guessed=guessed - {"text"} if text_locale else guessed)
    reader = _Reader(outline, findings)
    for token in page.tokens:
        if findings.full:
            break
        reader.read(token)
    reader.finish()
    return outline
