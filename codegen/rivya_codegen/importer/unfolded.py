"""Facts and tables in other shapes: pairs with a colon on one line, tables of facts, cells on lines of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..words.labels import Labels, find_anywhere
from ..words.locales import LOCALES
from .tokens import COLUMNS, Block, Cell, Table, Token
from .unlabelled import INPUTS, KINDS, UNDER_POLICY, is_count, is_list_of

_FEWEST_PAIRS_OR_COLUMNS = 3
"""Of the pairs of a list, and of the columns of a table."""
_GROUPS = ("fact", "section")
_DASHES = ("-", "–", "—")
_FIRST = ("key", "kind")
"""The columns that tell one row from another."""
_TYPES = frozenset({"string", "object", "array", "boolean", "select", "number", "text"})

Pair = tuple[Cell, Cell]


def unfold(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a page with a line for each label and value, and with whole tables."""
    return _gather_tables(list(_split_pairs(_flatten(tokens))), Labels(LOCALES[0]))


def _flatten(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with facts that stand in a table as lines: above the first section, and those of references."""
    flat: list[Token] = []
    above = True
    for token in tokens:
        pairs = _pairs(token) if isinstance(token, Table) and (above or _has_references(token)) else None
        if pairs is not None:
            flat += pairs
        else:
            above = above and not isinstance(token, (Table, Block))
            flat.append(token)
    return flat


def _has_references(table: Table) -> bool:
    """Tell whether the rows of a table are a label and a value of the references each."""
    rows = [table.header, *table.rows]
    known = (
        find_anywhere("section", row[0].text) in UNDER_POLICY or is_list_of(row[1], KINDS)
        for row in rows
        if len(row) == 2
    )
    return len(table.header) == 2 and any(known)


def _pairs(table: Table) -> list[Cell] | None:
    """Return the labels and values of a table of facts: a row for each, several in a row, or all of them in one row."""
    rows = [table.header, *table.rows]
    lying = len(rows) == 2 and len(table.header) == len(rows[1]) > 2
    if lying and all(find_anywhere("fact", cell.text) for cell in table.header):
        return [cell for pair in zip(*rows, strict=True) for cell in pair]
    if any(len(row) < 2 or len(row) % 2 or len(row) != len(table.header) for row in rows):
        return None
    known = [find_anywhere("fact", row[0].text) is not None for row in rows]
    if len(table.header) > 2 and not any(known):
        return None
    titled = sum(known) > 1 and not known[0]
    pairs = [row[at : at + 2] for row in rows[1 if titled else 0 :] for at in range(0, len(row), 2)]
    return [cell for pair in pairs if pair[0].text or pair[1].text for cell in pair]


def _split_pairs(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with labels and values that share a line above the first request as a line each."""
    tables = 0
    at = 0
    while at < len(tokens) and not isinstance(tokens[at], Block):
        tables += isinstance(tokens[at], Table)
        pairs = _pairs_at(tokens, at)
        first = _first_fact([pair for pair, _ in pairs])
        for place, (pair, lines) in enumerate(pairs):
            name = find_anywhere("section" if tables else "fact", pair[0].text)
            apart = lines > 1 or place >= first or (name in UNDER_POLICY if tables else name is not None)
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
        pair = _split_pair(token)
        below = tokens[at + 1] if at + 1 < len(tokens) else None
        if pair:
            pairs.append((pair, 1))
        elif isinstance(below, Cell) and any(find_anywhere(group, token.text) for group in _GROUPS):
            pairs.append(((token, below), 2))
        else:
            break
        at += pairs[-1][1]
    return pairs


def _split_pair(cell: Cell) -> Pair | None:
    """Return the label and the value of a line; none where no colon parts it."""
    label, colon, value = cell.text.replace("：", ":", 1).partition(":")
    label, value = label.strip(), value.strip()
    if not (colon and label and value):
        return None
    return Cell(label, cell.location), replace(cell, text=value, absent=value in _DASHES, exact=False, items=None)


def _first_fact(pairs: Sequence[Pair]) -> int:
    """Return which of lines with a colon each is the first fact; their number where nothing shows that they are facts.

    Those of a model have its inputs in second place, those of its references their number before their kinds.
    """
    values = [value for _, value in pairs]
    for at in range(1, len(values)):
        is_inputs = is_list_of(values[at], INPUTS)
        is_kinds = at > 1 and is_count(values[at - 1]) and is_list_of(values[at], KINDS)
        first = at - 1 if is_inputs else at - 2
        if (is_inputs or is_kinds) and len(values) - first >= _FEWEST_PAIRS_OR_COLUMNS:
            return first
    return len(pairs)


def _gather_tables(tokens: Sequence[Token], labels: Labels) -> list[Token]:
    """Return the tokens with a table for each run of column titles and the lines of whole rows behind it."""
    titles = [labels.find("column", token.text) if isinstance(token, Cell) else None for token in tokens]
    gathered: list[Token] = []
    at = 0
    while at < len(tokens):
        table, end = _table_at(tokens, titles, at, labels) if titles[at] else (None, 0)
        gathered.append(table or tokens[at])
        at = end if table else at + 1
    return gathered


def _table_at(
    tokens: Sequence[Token], titles: Sequence[str | None], start: int, labels: Labels
) -> tuple[Table | None, int]:
    """Return the table whose column titles begin at a token, and where it ends; none where none begins.

    The first of different titles tells one row from another.
    """
    end = start
    while end < len(tokens) and titles[end] and titles[end] not in titles[start:end] and titles[start] in _FIRST:
        end += 1
    width = end - start
    if width == 1:
        return _cards(tokens, titles, start, labels)
    header, rows = _cells(tokens, start, width), list[tuple[Cell, ...]]()
    while width >= _FEWEST_PAIRS_OR_COLUMNS and (row := _row(_cells(tokens, end, width), width, labels)):
        rows.append(row)
        end += width
    return (Table(header, tuple(rows), header[0].location) if rows else None), end


def _cells(tokens: Sequence[Token], start: int, width: int) -> tuple[Cell, ...]:
    return tuple(token for token in tokens[start : start + width] if isinstance(token, Cell))


def _row(row: tuple[Cell, ...], width: int, labels: Labels) -> tuple[Cell, ...]:
    """Return a whole row, known by its type or kind; empty where it is none."""
    whole = len(row) == width and not any(labels.find("section", cell.text) for cell in row)
    return row if whole and (row[1].word in _TYPES or row[0].word in KINDS) else ()


def _cards(
    tokens: Sequence[Token], titles: Sequence[str | None], start: int, labels: Labels
) -> tuple[Table | None, int]:
    """Return the table whose rows are written as a title and a value after the other, and where it ends."""
    rows: list[dict[str, Cell]] = []
    header: dict[str, Cell] = {}
    at = start
    while len(pair := _cells(tokens, at, 2)) == 2 and (name := titles[at]):
        if name in _FIRST or not rows:
            rows.append({})
        if name in rows[-1]:
            break
        header.setdefault(name, pair[0])
        rows[-1][name] = pair[1]
        at += 2
    if len(header) < _FEWEST_PAIRS_OR_COLUMNS:
        return None, at
    names = next((columns for columns in COLUMNS.values() if header.keys() <= set(columns)), tuple(header))
    place = header[names[0]].location
    cells = [tuple(row.get(name, Cell("", place, absent=True)) for name in names) for row in rows]
    known = (header.get(name, Cell(labels.label(f"column.{name}"), place)) for name in names)
    return Table(tuple(known), tuple(cells), place), at
