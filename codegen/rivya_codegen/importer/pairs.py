"""Labels and values that a colon parts on one line: known labels, and lists of unknown ones that look like facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..words.labels import find_anywhere
from .references import KINDS
from .tokens import Block, Cell, Table, Token
from .unlabelled import INPUTS, UNDER_POLICY, is_count, is_list_of

_FEWEST = 3
_GROUPS = ("fact", "section")
_NOTHING = ("-", "–", "—")

Pair = tuple[Cell, Cell]


def split_pairs(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with labels and values that share a line above the first request as a line each."""
    tables = 0
    at = 0
    while at < len(tokens) and not isinstance(tokens[at], Block):
        tables += isinstance(tokens[at], Table)
        pairs = _pairs_at(tokens, at)
        first = _first_fact([pair for pair, _ in pairs])
        for place, (pair, lines) in enumerate(pairs):
            apart = lines > 1 or place >= first or _is_known(pair[0], below=tables > 0)
            yield from pair if apart else (tokens[at],)
            at += lines
        if not pairs:
            yield tokens[at]
            at += 1
    yield from tokens[at:]


def _pairs_at(tokens: Sequence[Token], start: int) -> list[tuple[Pair, int]]:
    """Return the labels and values of the lines from a token on that have both, and how many lines each pair takes.

    The label that all languages share, which HTML sets apart already, may have its value on the next line.
    """
    pairs: list[tuple[Pair, int]] = []
    at = start
    while at < len(tokens) and isinstance(token := tokens[at], Cell):
        pair = split_pair(token)
        below = tokens[at + 1] if at + 1 < len(tokens) else None
        if pair:
            pairs.append((pair, 1))
        elif isinstance(below, Cell) and any(find_anywhere(group, token.text) for group in _GROUPS):
            pairs.append(((token, below), 2))
        else:
            break
        at += pairs[-1][1]
    return pairs


def split_pair(cell: Cell) -> Pair | None:
    """Return the label and the value of a line; none where no colon parts it."""
    label, colon, value = cell.text.replace("：", ":", 1).partition(":")
    label, value = label.strip(), value.strip()
    if not (colon and label and value):
        return None
    return Cell(label, cell.location), replace(cell, text=value, absent=value in _NOTHING, exact=False, items=None)


def _first_fact(pairs: Sequence[Pair]) -> int:
    """Return which of lines with a colon each is the first fact; their number where nothing shows that they are facts.

    Those of a model have its inputs in second place, those of its references their number before their kinds.
    """
    values = [value for _, value in pairs]
    for at in range(1, len(values)):
        listed = is_list_of(values[at], INPUTS) or (
            at > 1 and is_count(values[at - 1]) and is_list_of(values[at], KINDS)
        )
        first = at - 1 if is_list_of(values[at], INPUTS) else at - 2
        if listed and len(values) - first >= _FEWEST:
            return first
    return len(pairs)


def _is_known(label: Cell, *, below: bool) -> bool:
    """Tell whether a label is known in its part of the page: above the tables, or below the first one."""
    name = find_anywhere("section" if below else "fact", label.text)
    return name is not None and (not below or name in UNDER_POLICY)
