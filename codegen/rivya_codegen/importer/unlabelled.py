"""What the shape of a page alone tells: which line is which fact, and which heading, table and block is which.

A page may come without the labels of its facts, or in a language whose labels nobody has entered yet. Its parts
stand in the same order all the same. `restore` gives such a page its labels back; one reader then reads them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from ..checks.examples import reserved_credits
from ..spec.model import Credits
from ..words.labels import Labels, find_anywhere
from .findings import Findings, listed
from .references import KINDS
from .tokens import Block, Cell, Table, Token, cell_of, text_of

INPUTS = ("text", "file", "url")
UNDER_POLICY = frozenset({"reference_rule", "max_files", "kinds", "duration_token"})
"""The sections that hold one fact of the references each."""
BILLING: tuple[str, ...] = get_args(Credits.model_fields["billing"].annotation)

_FACTS = ("id", "inputs", "files_api", "base_credits", "capability", "readiness", "billing", "prompt_limit")
_OPTIONAL = "readiness"
VALUE_GROUPS: Mapping[str, str] = {"capability": "category"}
"""The groups of labels that the values of facts are of, where they are not called as the fact."""
_FEWEST_REFERENCE_LINES = 4


@dataclass(frozen=True, slots=True)
class Restored:
    """The tokens of a page, with its labels where they had to be given back."""

    tokens: list[Token]
    badges: bool
    """Whether the page has its badges, or must have them, as it has the labels of its facts."""


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


def fact_names(values: Sequence[Cell]) -> list[str] | None:
    """Return which facts the lines of values say, in their fixed order; none where these are no such lines.

    The order is: id, inputs, Files API, base credits, capability, readiness (chat models only), billing, prompt limit.
    """
    names = [name for name in _FACTS if len(values) == len(_FACTS) or name != _OPTIONAL]
    if len(values) != len(names):
        return None
    found = dict(zip(names, values, strict=True))
    return names if is_list_of(found["inputs"], INPUTS) and found["billing"].word in BILLING else None


def find_reserved(tokens: Iterable[Token | None]) -> str:
    """Return the credits that the response of a page reserves, as they are written; empty where it says none."""
    blocks = (token.value for token in tokens if isinstance(token, Block))
    return next((str(number) for block in blocks for _, number in reserved_credits(block) if number is not None), "")


def place_facts(values: Sequence[Cell], *, chat: bool, reserved: str) -> list[str | None] | None:
    """Return which fact each value of a page in an unknown language says, none for a row that says none of them.

    The id, the inputs, the credits and the billing are known by what they are, the others by where they stand.
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


def restore(tokens: Sequence[Token], labels: Labels, findings: Findings) -> Restored | None:
    """Return the tokens of a page in a known language with the labels that its lines of facts may have lost.

    None, and a problem, where there are no labels and some of the lines are missing as well.
    """
    facts = _Facts(tokens, labels)
    names = fact_names(facts.values)
    if names is None and 0 < len(facts.values) <= len(_FACTS):
        words = listed(labels.label(f"fact.{name}") for name in _FACTS)
        count = len(facts.values)
        findings.add(facts.values[0].location, "page-fact-lines", count=count, words=words)
        return None
    restored: list[Token] = []
    for at, token in enumerate(tokens):
        if names and 0 <= at - facts.first < len(names):
            name = names[at - facts.first]
            restored.append(Cell(labels.label(f"fact.{name}"), cell_of(token).location))
        restored.append(token)
    badges = any(labels.is_badges(text) for token in tokens[: facts.first] if (text := text_of(token)))
    return Restored(with_reference_labels(restored, labels), badges=badges or names is None)


class _Facts:
    """The lines from the model id to the first heading, where no label of a fact stands above or among them."""

    def __init__(self, tokens: Sequence[Token], labels: Labels) -> None:
        self.first = 0
        self.values: list[Cell] = []
        model_id = find_id(tokens)
        for at, token in enumerate(tokens):
            text = text_of(token)
            if text is None or labels.find("section", text):
                break
            if labels.find("fact", text):
                self.values = []
                break
            if self.values or text == model_id:
                self.first = self.first if self.values else at
                self.values.append(cell_of(token))


def with_reference_labels(tokens: list[Token], labels: Labels) -> list[Token]:
    """Return the tokens with the labels of the reference sections, where the page has the heading of the first only."""
    texts = [text_of(token) for token in tokens]
    heading = next((at for at, text in enumerate(texts) if text and labels.find("section", text) == "upload_policy"), 0)
    end = heading + 1
    while heading and end < len(tokens) and (text := texts[end]) is not None and not labels.find("section", text):
        end += 1
    lines = [cell_of(token) for token in tokens[heading + 1 : end]] if heading else []
    names = reference_names(lines)
    if names is None:
        return tokens
    restored = tokens[: heading + 1]
    for at, (name, line) in enumerate(zip(names, lines, strict=True)):
        if at and name != names[at - 1]:
            restored.append(Cell(labels.label(f"section.{name}"), line.location))
        restored.append(line)
    return restored + tokens[end:]
