"""A page in a language whose labels nobody has entered: known labels take the place of its own, by where they stand.

What has no place in the known order is left as it is, and the reader complains about it by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..words.labels import Labels
from .references import KINDS
from .tokens import Block, Cell, Heading, Table, Token, cell_of
from .unknown_words import kind_of_table
from .unlabelled import (
    BILLING,
    INPUTS,
    find_id,
    find_reserved,
    is_count,
    is_list_of,
    place_facts,
    reference_names,
    with_reference_labels,
)

_GAPS = {"minimal_request": 0, "reference_request": 0, "response": 1}
"""How many lines of text stand between the heading and the block of a section."""
_MOST_ABOVE_FIELDS = 2
"""The heading of the request fields, and a sentence."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A table or block with what it is, and the lines above it."""

    name: str | None
    lines: list[Cell]
    token: Table | Block | None


def relabel(tokens: Sequence[Token], labels: Labels) -> list[Token] | None:
    """Return a page of an unknown language with known labels; none where it has not the shape of a model page."""
    parts = _parts(tokens)
    names = [part.name for part in parts]
    model_id = find_id(tokens)
    if names[:1] != ["fields"] or "minimal_request" not in names or model_id is None:
        return None
    relabelled: list[Token] = []
    for part in parts:
        lines = _lines_above(part, parts, model_id, labels)
        if lines is None:
            return None
        relabelled += [*lines, part.token] if part.token else lines
    return with_reference_labels(relabelled, labels)


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


def _lines_above(part: _Part, parts: Sequence[_Part], model_id: str, labels: Labels) -> list[Cell] | None:
    """Return the lines above a table or block with known labels; none where they lack the facts of a model."""
    if part.name == "fields":
        return _above_fields(part, parts, model_id, labels)
    if part.name == "limits":
        return _references(part.lines, labels)
    if part.name not in _GAPS:
        return _section(part.name, part.lines, labels)
    heading = max(len(part.lines) - 1 - _GAPS[part.name], 0)
    has_parameters = any(other.name == "parameters" for other in parts)
    # What stands above the heading of the request is the section of a chat model's parameters.
    above = "parameters" if part.name == "minimal_request" and not has_parameters else None
    return [*_section(above, part.lines[:heading], labels), *_section(part.name, part.lines[heading:], labels)]


def _section(name: str | None, lines: list[Cell], labels: Labels) -> list[Cell]:
    """Return the lines of a section with its heading in known words; what stands below it is text."""
    return [_label(f"section.{name}", lines[0], labels), *lines[1:]] if name and lines else lines


def _label(name: str, cell: Cell, labels: Labels) -> Cell:
    return Cell(labels.label(name), cell.location)


def _above_fields(part: _Part, parts: Sequence[_Part], model_id: str, labels: Labels) -> list[Cell] | None:
    """Return title, facts and the heading of the request fields; a row of no known fact stays as it is."""
    lines = part.lines
    first = next((at for at, cell in enumerate(lines) if cell.text == model_id), None)
    if first is None or not lines[first + 1 :]:
        return None
    step = 1 if is_list_of(lines[first + 1], INPUTS) else 2
    values = lines[first::step]
    billing = next((at for at, cell in enumerate(values) if cell.word in BILLING), len(values))
    values = values[: billing + 2]
    chat = isinstance(part.token, Table) and any(row[0].word == "message" for row in part.token.rows if row)
    names = place_facts(values, chat=chat, reserved=find_reserved(other.token for other in parts))
    if names is None:
        return None
    rest = lines[first + (len(values) - 1) * step + 1 :]
    more = max(len(rest) - _MOST_ABOVE_FIELDS, 0)
    names[-1] = None if more else names[-1]  # nobody can tell which of the rows behind the billing is the limit
    facts: list[Cell] = []
    for at, (name, cell) in enumerate(zip(names, values, strict=True)):
        end = first + at * step + 1
        facts += [_label(f"fact.{name}", cell, labels), cell] if name else lines[end - step : end]
    more += more % step
    return [*lines[: first - step + 1], *facts, *rest[:more], *_section("fields", rest[more:], labels)]


def _references(lines: list[Cell], labels: Labels) -> list[Cell]:
    """Return the lines above the table of file limits without the labels of all sections but the first."""
    kinds = next((at for at in range(len(lines) - 1, -1, -1) if is_list_of(lines[at], KINDS)), 0)
    labelled = kinds >= 7 and not is_count(lines[kinds - 1])
    below = [*lines[1:2], *lines[3 : kinds - 3], *lines[kinds - 2 : kinds + 1 : 2], *lines[kinds + 2 :]]
    texts = below if labelled and reference_names(below) else lines[1:]
    return _section("upload_policy", [*lines[:1], *texts], labels)
