"""What the shape of a page alone tells: which line is which fact, and which heading, table and block is which.

A page may come without the labels of its facts, or in a language whose labels nobody has entered yet. Its parts
stand in the same order all the same. `restore` gives such a page its labels back; one reader then reads them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import get_args

from ..checks.examples import reserved_credits
from ..spec.model import Credits
from ..spec.values import MediaKind
from ..words.labels import Labels, find_anywhere
from .findings import Findings, listed
from .tokens import Block, Cell, Table, Token, cell_of, text_of

INPUTS = ("text", "file", "url")
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
