"""Readers of single values: a cell becomes a word, a number, a list or a record, or a problem that quotes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..problems.problem import Location
from ..text.json_data import is_object
from ..words.labels import Labels
from ..yaml_text.reader import Path
from .findings import Findings, hint, listed, shorten
from .json_text import written_number
from .numbers import same_number, whole_numbers, written_numbers
from .sections import Outline, Section
from .tokens import COLUMNS, Block, Cell, Table

_REQUESTS = ("minimal_request", "reference_request")

Record = Mapping[str, Cell]
"""A row of a table by the names of its columns."""
Mention = tuple[object, Location]
"""What a place of the page says, and the place."""
_INDEX = re.compile(r"\[[0-9]{0,9}\]")


@dataclass(slots=True)
class Reading:
    """A page while it is read: its parts, the problems so far, and where each fact stands, by its path in the spec."""

    outline: Outline
    findings: Findings
    places: dict[Path, Location] = field(default_factory=dict[Path, Location])
    guessed: set[str] = field(default_factory=set[str])
    """The facts that the page does not say in words we know; they follow from others."""

    def __post_init__(self) -> None:
        self.guessed |= self.outline.guessed

    @property
    def labels(self) -> Labels:
        """The labels the page may use."""
        return self.outline.labels

    @property
    def locale(self) -> str:
        """The locale of the page's prose."""
        return self.outline.text_locale or self.labels.locale

    def label(self, name: str) -> str:
        """Return the text of a label in the language of the page."""
        return self.labels.label(name)

    def section(self, name: str, *, required: bool = False) -> Section | None:
        """Return a section; a required one that is missing is a problem."""
        section = self.outline.sections.get(name)
        if section is None and required:
            self.missing(self.findings.whole, f'section "{self.label(f"section.{name}")}"')
        return section

    def table(self, section: Section) -> Table | None:
        """Return the table of a section; none is a problem."""
        if section.table is None:
            self.missing(section.location, f'table of the section "{self.label(f"section.{section.name}")}"')
        return section.table

    def line(self, section: Section) -> Cell | None:
        """Return the first line of a section, if it says something; a section without any line is a problem."""
        if not section.texts:
            label = self.label(f"section.{section.name}")
            self.findings.add(section.location, "page-missing-value", label=label)
            return None
        return None if section.texts[0].absent else section.texts[0]

    def fact(self, name: str, path: Path = (), *, required: bool = True) -> Cell | None:
        """Return the value of a fact row and note its place; a required one that is missing is a problem."""
        cell = self.outline.facts.get(name)
        if cell is None:
            if required and name not in self.outline.without_value:
                self.missing(self.findings.whole, f'fact "{self.label(f"fact.{name}")}"')
            return None
        self.places[path] = cell.location
        return cell

    def missing(self, place: Location, what: str) -> None:
        """Complain about what a page must have and has not."""
        self.findings.add(place, "page-missing", what=what)

    def disagree(self, what: str, here: Mention, other: Mention) -> None:
        """Complain about a page that says two things about the same."""
        parameters = {"what": what, "here": here[0], "there": other[0], "line": other[1].line}
        self.findings.add(here[1], "page-disagrees", **parameters)

    def stray(self, cell: Cell) -> None:
        """Complain about a line that belongs to nothing on the page."""
        known = [*self.labels.words("fact").values(), *self.labels.words("section").values()]
        self.findings.add(cell.location, "page-stray", text=shorten(cell.text), hint=hint(cell.text, known))

    def unknown(self, cell: Cell, label: str, allowed: Iterable[str], text: str | None = None) -> str:
        """Complain about a value that is not one of the allowed ones; return what stands for it meanwhile."""
        value, names = cell.text if text is None else text, list(allowed)
        parameters = {"value": shorten(value), "hint": hint(value, names), "allowed": listed(names)}
        self.findings.add(cell.location, "page-unknown-value", label=label, **parameters)
        return ""

    def choice(self, group: str, cell: Cell, label: str) -> str:
        """Return the name of the label that a cell shows."""
        name = self.labels.find(group, cell.text)
        return name or self.unknown(cell, label, self.labels.words(group).values())

    def one_of(self, cell: Cell, label: str, allowed: Iterable[str]) -> str:
        """Return a cell that holds one of the allowed words as they go over the wire."""
        words = tuple(allowed)
        return cell.word if cell.word in words else self.unknown(cell, label, words)

    def each_of(self, cell: Cell, label: str, allowed: Iterable[str]) -> list[str]:
        """Return the items of a comma list that are allowed words; others, and an item given twice, are problems."""
        words = tuple(allowed)
        items: list[str] = []
        for item in cell.words():
            if item not in words:
                self.unknown(cell, label, words, item)
            elif item in items:
                self.findings.twice(cell.location, f'"{item}"', cell.location)
            else:
                items.append(item)
        return items

    def answer(self, cell: Cell, label: str) -> bool | None:
        """Return a yes or no; none, and a problem, where the cell says neither."""
        return {"yes": True, "no": False}.get(self.choice("answer", cell, label))

    def printed(self, key: str) -> list[tuple[Any, Location]]:
        """Return the values that the printed requests have for a parameter, each with its place."""
        requests = [(value.get("params"), block.place(key)) for block, value in self.requests()]
        return [(params[key], place) for params, place in requests if is_object(params) and key in params]

    def requests(self) -> list[tuple[Block, dict[str, Any]]]:
        """Return the printed requests, the minimal one first, each with its value."""
        sections = [self.outline.sections[name] for name in _REQUESTS if name in self.outline.sections]
        blocks = [section.block for section in sections if section.block]
        return [(block, block.value) for block in blocks if block.value is not None]

    def numbers(self, cell: Cell, label: str, text: str | None = None) -> tuple[int | float, ...]:
        """Return each number that a text can stand for; none, and a problem, where it is no number."""
        source = cell.word if text is None else text
        exact = written_number(source) if cell.exact else None
        numbers = (exact,) if exact is not None else () if cell.exact else written_numbers(source)
        if not numbers:
            self.findings.add(cell.location, "page-number", label=label, value=shorten(source))
        return numbers

    def number(self, cell: Cell, label: str, text: str, elsewhere: Sequence[object]) -> int | float | None:
        """Return a number; of several that the text can stand for, it is the one that the page has `elsewhere`."""
        numbers = self.numbers(cell, label, text)
        known = [number for number in numbers if any(same_number(number, other) for other in elsewhere)]
        if len(numbers) > 1 and len(known) != 1:
            self.unclear(cell, label, text, numbers)
            return None
        return known[0] if len(known) == 1 else numbers[0] if numbers else None

    def unclear(self, cell: Cell, label: str, text: str, numbers: Iterable[object]) -> None:
        """Complain about a number that can be read in more than one way."""
        allowed = ", ".join(str(number) for number in numbers)
        self.findings.add(cell.location, "page-number-unclear", label=label, value=shorten(text), allowed=allowed)

    def integer(self, cell: Cell, label: str, text: str | None = None) -> int:
        """Return a whole number, which is no decimal fraction: `10.000` counts ten thousand."""
        source = cell.word if text is None else text
        exact = written_number(source) if cell.exact else None
        numbers = (exact,) if isinstance(exact, int) else () if cell.exact else whole_numbers(source)
        if len(numbers) > 1:
            self.unclear(cell, label, source, numbers)
        elif not numbers:
            self.findings.add(cell.location, "page-integer", label=label, value=shorten(source))
        return numbers[0] if len(numbers) == 1 else 0

    def records(self, table: Table, name: str, what: str) -> dict[str, Record]:
        """Return the rows of a table by what stands in the first of its columns; the same twice is a problem.

        The brackets of a key, which say that what follows is in each item of a list, are left out.
        """
        names = self._columns(table, COLUMNS[name])
        records: dict[str, Record] = {}
        for row in table.rows if names else ():
            if len(row) != len(names):
                place = row[0].location if row else table.location
                self.findings.add(place, "page-row-cells", cells=len(row), columns=len(names))
                continue
            record = dict(zip(names, row, strict=True))
            first = record[COLUMNS[name][0]]
            key = _INDEX.sub("", first.word)
            if key in records:
                self.findings.twice(first.location, f'{what} "{key}"', records[key][COLUMNS[name][0]].location)
            else:
                records[key] = record
        return records

    def _columns(self, table: Table, wanted: Sequence[str]) -> list[str]:
        """Return the columns of a table by name; one nobody knows, and that a wanted one is missing, is a problem."""
        known = {name: self.label(f"column.{name}") for name in wanted}
        names: list[str] = []
        titles = {self.labels.find("column", cell.text) for cell in table.header}
        for cell in table.header:
            name = self.labels.find("column", cell.text)
            if name not in known:
                name = self.unknown(cell, "column", [text for name, text in known.items() if name not in titles])
            elif name in names:
                self.findings.twice(cell.location, f'column "{cell.text}"', cell.location)
            names.append(name or "")
        missing = [name for name in wanted if name not in names] if all(names) else []
        for name in missing:
            self.missing(table.location, f'column "{known[name]}" of this table')
        return names if all(names) and not missing else []
