"""A page in a language whose labels nobody has entered: its words are translated into known labels by where they stand.

What a language says in words (yes, no, min, max) is learned from rows whose meaning the platform fixes; what cannot be
learned follows from other facts of the page and is named in `Foreign.guessed`, so that a merge does not insist on it.
What has no place in the known order is left as it is, and the reader complains about it by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..words.labels import Labels
from ..words.locales import LOCALES
from .references import KINDS
from .tokens import Block, Cell, Heading, Table, Token
from .unknown_head import translate_head
from .unknown_words import Words, follow_files_api, kind_of_table, translate_fact, translate_table
from .unlabelled import (
    BILLING,
    INPUTS,
    cell_of,
    find_id,
    find_reserved,
    is_count,
    is_list_of,
    place_facts,
    reference_names,
)

_GAPS = {"minimal_request": 0, "reference_request": 0, "response": 1}
"""How many lines of text stand between the heading and the block of a section."""
_MOST_ABOVE_FIELDS = 2
"""The heading of the request fields, and a sentence."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A page in known labels: its tokens, and the facts that its words do not tell."""

    tokens: list[Token]
    guessed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A table or block with what it is, and the lines above it."""

    name: str | None
    lines: list[Cell]
    token: Table | Block | None


def read_foreign(tokens: Sequence[Token]) -> Foreign | None:
    """Return a page of an unknown language in known labels; none where it has not the shape of a model page."""
    parts = _parts(tokens)
    names = [part.name for part in parts]
    model_id = find_id(tokens)
    if names[:1] != ["fields"] or "minimal_request" not in names or model_id is None:
        return None
    return _Translator(parts, model_id).translate()


def _parts(tokens: Sequence[Token]) -> list[_Part]:
    """Return the page cut after each table and block; the last part is what follows them."""
    parts: list[_Part] = []
    lines: list[Cell] = []
    for token in tokens:
        if isinstance(token, (Cell, Heading)):
            lines.append(cell_of(token))
            continue
        taken = [part.name for part in parts]
        kind = kind_of_table(token) if isinstance(token, Table) else _kind_of_block(token, taken)
        parts.append(_Part(None if kind in taken else kind, lines, token))
        lines = []
    return [*parts, _Part("errors", lines, None)]


def _kind_of_block(block: Block, taken: Sequence[str | None]) -> str:
    if block.value is not None and not block.value.keys().isdisjoint({"id", "status", "object"}):
        return "response"
    return "reference_request" if "minimal_request" in taken else "minimal_request"


class _Translator:
    """Walks the parts of a page and gathers its tokens in known labels."""

    def __init__(self, parts: Sequence[_Part], model_id: str) -> None:
        self.parts = parts
        self.model_id = model_id
        self.labels = Labels(LOCALES[0])
        keys = [row[0].word for part in parts[:1] if isinstance(part.token, Table) for row in part.token.rows if row]
        self.chat = "message" in keys
        self.reserved = find_reserved(part.token for part in parts)
        self.words = Words.learn([part.token for part in parts if isinstance(part.token, Table)])
        self.tokens: list[Token] = []
        self.guessed: set[str] = set()

    def translate(self) -> Foreign | None:
        for part in self.parts:
            if part.name == "fields":
                if not self._above_fields(part.lines):
                    return None
            elif part.name == "limits":
                self._references(part.lines)
            elif part.name in _GAPS:
                self._before_block(part)
            elif part.name:  # parameters, errors
                self._section(part.name, part.lines)
            else:
                self.tokens += part.lines
            if isinstance(part.token, Table):
                self.tokens.append(translate_table(part.token, part.name, self.labels, self.words))
            elif part.token:
                self.tokens.append(part.token)
        return Foreign(self.tokens, frozenset(self.guessed))

    def _add_label(self, name: str, cell: Cell) -> None:
        self.tokens.append(Cell(self.labels.label(name), cell.location))

    def _section(self, name: str, lines: Sequence[Cell]) -> None:
        """Translate the heading of a section; what stands below it is text."""
        for cell in lines[:1]:
            self._add_label(f"section.{name}", cell)
        self.tokens += lines[1:]

    def _before_block(self, part: _Part) -> None:
        """Translate the heading of a block; what stands above it is the section of a chat model's parameters."""
        heading = max(len(part.lines) - 1 - _GAPS[str(part.name)], 0)
        has_parameters = any(other.name == "parameters" for other in self.parts)
        if part.name == "minimal_request" and heading and not has_parameters:
            self._section("parameters", part.lines[:heading])
        else:
            self.tokens += part.lines[:heading]
        self._section(str(part.name), part.lines[heading:])

    def _above_fields(self, lines: Sequence[Cell]) -> bool:
        """Translate title, facts and the heading of the request fields; tell whether they are there.

        A row that is none of the known facts stays as it is, so that the reader names it.
        """
        first = next((at for at, cell in enumerate(lines) if cell.text == self.model_id), None)
        if first is None or not lines[first + 1 :]:
            return False
        step = 1 if is_list_of(lines[first + 1], INPUTS) else 2
        values = lines[first::step]
        billing = next((at for at, cell in enumerate(values) if cell.word in BILLING), len(values))
        values = values[: billing + 2]
        names = place_facts(values, chat=self.chat, reserved=self.reserved)
        if names is None:
            return False
        head = translate_head(lines[: first - step + 1], self.model_id, self.labels)
        self.tokens += head.tokens
        self.guessed |= head.guessed
        takes_files = any(part.name == "limits" for part in self.parts)
        files_api = follow_files_api(values[names.index("inputs")].words(), takes_files=takes_files)
        rest = lines[first + (len(values) - 1) * step + 1 :]
        more = max(len(rest) - _MOST_ABOVE_FIELDS, 0)
        names[-1] = None if more else names[-1]  # nobody can tell which of the rows behind the billing is the limit
        for at, (name, cell) in enumerate(zip(names, values, strict=True)):
            if name is None:
                self.tokens += lines[first + (at - 1) * step + 1 : first + at * step + 1]
                continue
            translated, guessed = translate_fact(name, cell, files_api, self.labels)
            self.guessed |= guessed
            if translated is not None:
                self._add_label(f"fact.{name}", cell)
                self.tokens.append(replace(cell, text=translated))
        more += more % step
        self.tokens += rest[:more]
        self._section("fields", rest[more:])
        return True

    def _references(self, lines: Sequence[Cell]) -> None:
        """Translate the sections above the table of file limits, with labels or without."""
        kinds = next((at for at in range(len(lines) - 1, -1, -1) if is_list_of(lines[at], KINDS)), 0)
        self._section("upload_policy", lines[:2])
        labelled = kinds >= 7 and not is_count(lines[kinds - 1])
        below = list(lines[1:2])
        below += lines[3 : kinds - 3] if labelled else lines[2 : kinds - 1]
        below += [lines[kinds - 2 if labelled else kinds - 1], lines[kinds]] if kinds > 2 else []
        below += lines[kinds + (2 if labelled else 1) :] if kinds > 2 else []
        names = reference_names(below)
        if names is None:
            self.tokens += lines[2:]
            return
        for at in range(1, len(below)):
            if names[at] != names[at - 1]:
                self._add_label(f"section.{names[at]}", below[at])
            self.tokens.append(below[at])
