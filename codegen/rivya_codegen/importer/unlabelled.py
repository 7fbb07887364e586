"""What the shape of a page alone tells: which line is which fact, and which heading, table and block is which.

A page may come without the labels of its facts, or in a language whose labels nobody has entered yet. Its parts
stand in the same order all the same. `restore` gives such a page its labels back; one reader then reads them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import get_args

from ..spec.credits import Credits
from ..spec.facts import reserved_credits
from ..spec.values import MediaKind
from ..words.labels import Labels, find_anywhere
from .findings import Findings, listed
from .tokens import COLUMNS, Block, Cell, Heading, Table, Token, cell_of, text_of

INPUTS = ("text", "file", "url")
INPUT_STATUS = {
    "not_required": "available_text",
    "required_for_reference_modes": "partial_requires_files",
    "required": "requires_files_api",
}
"""The input status that goes with what a page says of the Files API."""
KINDS: tuple[str, ...] = get_args(MediaKind)
UNDER_POLICY = frozenset({"reference_rule", "max_files", "kinds", "duration_token"})
"""The sections that hold one fact of the references each."""
BILLING: tuple[str, ...] = get_args(Credits.model_fields["billing"].annotation)

_FACTS = ("id", "inputs", "files_api", "base_credits", "capability", "readiness", "billing", "prompt_limit")
VALUE_GROUPS: Mapping[str, str] = {"capability": "category"}
"""The groups of labels that the values of facts are of, where they are not called as the fact."""
_FEWEST_REFERENCE_LINES = 4


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with known labels, and the facts that its own words do not tell."""

    tokens: list[Token]
    labels: Labels
    guessed: frozenset[str]


def find_id(tokens: Sequence[Token]) -> str | None:
    """Return the model id, which the request fields and each request say besides the facts."""
    for token in tokens:
        if isinstance(token, Table):
            rows = [row for row in token.rows if len(row) == 5 and row[0].word == "model"]
            if rows:
                return rows[0][3].word
        elif isinstance(token, Block) and token.value and isinstance(token.value.get("model"), str):
            return str(token.value["model"])
    return None


def find_reserved(tokens: Iterable[Token | None]) -> str:
    """Return the credits that the response of a page reserves, as they are written; empty where it says none."""
    blocks = (token.value for token in tokens if isinstance(token, Block))
    return next((str(number) for block in blocks for _, number in reserved_credits(block) if number is not None), "")


def place_facts(values: Sequence[Cell], *, chat: bool, reserved: str) -> list[str | None] | None:
    """Return which fact each value of a page without known labels says, none for a row that says none of them.

    The id, the inputs, the credits and the billing are known by what they are, the others by where they stand: id,
    inputs, Files API, base credits, capability, readiness (chat models only), billing, prompt limit.
    """
    billing = next((at for at, cell in enumerate(values) if cell.word in BILLING), None)
    inputs = next((at for at in range(1, billing or 0) if is_list_of(values[at], INPUTS)), None)
    if billing is None or inputs is None or len(values) < billing + 2:
        return None
    counts = [at for at in range(inputs + 2, billing - 1) if is_count(values[at]) and not values[at].absent]
    base = next((at for at in counts if values[at].word == reserved), counts[0] if counts else inputs + 2)
    last = ["capability", "readiness"] if chat else ["capability"]
    middle = _named(values[inputs + 1 : base], ["files_api"])
    after = _named(values[base + 1 : billing], last)
    if middle is None or after is None:
        return None
    return ["id", *[None] * (inputs - 1), "inputs", *middle, "base_credits", *after, "billing", "prompt_limit"]


def _named(values: Sequence[Cell], names: Sequence[str]) -> list[str | None] | None:
    """Return the names of values: where a known word says so, and in their order where there are as many as names."""
    if not values:
        return None
    if len(values) <= len(names):
        return list(names[: len(values)])
    return [
        next((name for name in names if find_anywhere(VALUE_GROUPS.get(name, name), cell.text)), None)
        for cell in values
    ]


def is_list_of(cell: Cell, words: Sequence[str]) -> bool:
    """Tell whether a cell is a comma list of nothing but these words."""
    items = cell.words()
    return bool(items) and set(items) <= set(words)


def reference_names(lines: Sequence[Cell]) -> list[str] | None:
    """Return which reference section each line below the upload policy belongs to; none where these are no such lines.

    The order is: the policy, the rule (one line or more), most files, accepted kinds, and perhaps the duration token.
    """
    for at in range(len(lines) - 1, _FEWEST_REFERENCE_LINES - 2, -1):
        if is_list_of(lines[at], KINDS) and len(lines) - at <= 2:
            rules = ["reference_rule"] * (at - 2)
            return ["upload_policy", *rules, "max_files", "kinds", "duration_token"][: len(lines)]
    return None


def is_count(cell: Cell) -> bool:
    """Tell whether a line is a number, or the dash of a number that is not documented."""
    return cell.absent or (cell.word.isascii() and cell.word.isdecimal())


def restore(tokens: Sequence[Token], labels: Labels, findings: Findings) -> LabelledPage:
    """Return the tokens of a page in a known language with the labels that its lines of facts may have lost.

    Raises `ProblemsFound` where there are no labels and some of the lines are missing as well.
    """
    texts = list(takewhile(lambda text: text and not labels.find("section", text), map(text_of, tokens)))
    model_id = find_id(tokens)
    is_bare = model_id in texts and not any(labels.find("fact", text or "") for text in texts)
    first = texts.index(model_id) if is_bare else len(texts)
    values = [cell_of(token) for token in tokens[first : len(texts)]]
    names = place_facts(values, chat=len(values) == len(_FACTS), reserved="")
    if names is None or None in names or len(names) < len(values):
        names = []
    if 0 < len(values) <= len(_FACTS) and not names:
        words = listed(labels.label(f"fact.{name}") for name in _FACTS)
        findings.refuse(values[0].location, "page-fact-lines", count=len(values), words=words)
    restored = list(tokens[:first])
    for name, value in zip(names, values, strict=False):
        restored += [Cell(labels.label(f"fact.{name}"), value.location), value]
    restored += tokens[first + len(names) :]
    badges = any(labels.is_badges(text) for text in texts[:first] if text)
    derived = () if badges or not names else ("availability", "input_status")  # lost like the labels of the facts
    return LabelledPage(with_reference_labels(restored, labels), labels, frozenset(derived))


def with_reference_labels(tokens: list[Token], labels: Labels) -> list[Token]:
    """Return the tokens with the labels of the reference sections, where the page has the heading of the first only."""
    sections = [text_of(token) and labels.find("section", text_of(token) or "") for token in tokens]
    heading = sections.index("upload_policy") if "upload_policy" in sections[1:] else len(tokens)
    below = takewhile(lambda at: text_of(tokens[at]) is not None and not sections[at], range(heading + 1, len(tokens)))
    lines = [cell_of(tokens[at]) for at in below]
    restored = tokens[: heading + 1]
    names = reference_names(lines) or []
    for at, (name, line) in enumerate(zip(names, lines, strict=False)):
        if at and name != names[at - 1]:
            restored.append(Cell(labels.label(f"section.{name}"), line.location))
        restored.append(line)
    return restored + tokens[heading + 1 + len(names) :]


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


def kind_of_table(table: Table) -> str | None:
    """Return the section that a table belongs to, by its width and first column; none for an unknown one."""
    width = len(table.header)
    keys = [row[0].word for row in table.rows if row]
    name = next((name for name, columns in COLUMNS.items() if len(columns) == width), None)
    fits = {"fields": "model" in keys, "parameters": True, "limits": bool(set(keys) & set(KINDS))}
    return name if name and fits[name] else None


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
