"""The facts and tables of a page in an unknown language, in the words of a known one.

Facts are known by their figures or by what else is there, tables by their shape; the words of tables are learned from
rows with a fixed meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..words.labels import Labels, find_anywhere, fold
from .prose import characters_in, has_one_number, says_number
from .tokens import COLUMNS, Cell, Table
from .unlabelled import VALUE_GROUPS, kind_of_table

_ANSWERED = {"model": "yes", "client_request_id": "no", "session_id": "no", "attachments": "no"}
"""The request fields whose answer to "required" is the same for every model."""
_PARTS = ("min", "max", "step")
_GUESSED = {"files_api": "files_api", "capability": "category", "readiness": "chat"}
"""What a spec does not know where the words of a fact are unknown."""
_STREAM = re.compile(r"\bSSE\b")
_RANGE_PART = re.compile(r"\s*([^\d\s/-]+)\s+(\S+)\s*")


def name_columns(table: Table, kind: str) -> tuple[str, ...] | None:
    """Return the columns of a table of a kind: by their titles, those with unknown ones by where they stand.

    None where the columns with known titles do not stand where all pages have them, and others have unknown ones.
    """
    usual = COLUMNS[kind]
    titles = (find_anywhere("column", cell.text) for cell in table.header)
    known = [name if name in usual else None for name in titles]  # "Type" is French for the kind of a file, too
    if set(known) == set(usual):
        return tuple(name for name in known if name)
    fits = all(name in (None, column) for name, column in zip(known, usual, strict=True))
    return usual if fits else None


class TableWords:
    """The words of tables for an answer and for the parts of a range: known ones, and those that the page teaches."""

    def __init__(self, tables: Iterable[Table], labels: Labels) -> None:
        self.labels = labels
        self.learned: dict[tuple[str, str], str] = {}
        for table in tables:
            kind = kind_of_table(table)
            columns = (kind and name_columns(table, kind)) or ()
            for cells in table.rows:
                row = dict(zip(columns, cells, strict=True)) if len(cells) == len(columns) else {}
                if kind == "fields" and row and row["key"].word in _ANSWERED:
                    self.learned.setdefault(("answer", fold(row["required"].text)), _ANSWERED[row["key"].word])
                words = [word for word, _ in _range_parts(row["range"])] if "range" in row else []
                if len(words) > 1:  # one part alone may be any of the three
                    for word, part in zip(words, _PARTS, strict=False):
                        self.learned.setdefault(("range", word), part)

    def translate(self, table: Table, kind: str | None) -> Table:
        """Return a table with known column titles, answers and ranges; one of no known kind as it is."""
        columns = name_columns(table, kind) if kind and kind in COLUMNS else None
        if columns is None:
            return table
        titles = [self.labels.label(f"column.{name}") for name in columns]
        header = tuple(replace(cell, text=title) for title, cell in zip(titles, table.header, strict=True))
        rows = (tuple(map(self._cell, columns, row)) if len(row) == len(columns) else row for row in table.rows)
        return Table(header, tuple(rows), table.location)

    def _cell(self, column: str, cell: Cell) -> Cell:
        text = None
        if column == "required":
            text = self._known("answer", cell.text)
        elif column == "range":
            parts = [(self._known("range", word), number) for word, number in _range_parts(cell)]
            text = " / ".join(f"{word} {number}" for word, number in parts) if all(word for word, _ in parts) else None
        return replace(cell, text=text) if text else cell

    def _known(self, group: str, word: str) -> str | None:
        name = find_anywhere(group, word) or self.learned.get((group, fold(word)))
        return self.labels.label(f"{group}.{name}") if name else None


def _range_parts(cell: Cell) -> list[tuple[str, str]]:
    """Return the words and numbers of a range; nothing for what does not look like one."""
    parts = [_RANGE_PART.fullmatch(part) for part in cell.word.split("/")]
    return [(fold(match[1]), match[2]) for match in parts if match] if all(parts) else []


def follow_files_api(inputs: Sequence[str], *, takes_files: bool) -> str:
    """Return what follows for the Files API: it is for the modes with files, or for all where no text will do."""
    if not takes_files:
        return "not_required"
    return "required_for_reference_modes" if "text" in inputs else "required"


def translate_fact(name: str, cell: Cell, files_api: str, labels: Labels) -> tuple[str | None, set[str]]:
    """Return the text of a fact in known words, none where it says nothing we know, and which facts are guessed.

    `files_api` is what the other parts of the page say of the Files API.
    """
    if name == "prompt_limit":
        return _prompt_limit(cell, labels), set()
    if name not in _GUESSED:
        return cell.text, set()
    group = VALUE_GROUPS.get(name, name)
    text: str | None = cell.text
    known, guess = find_anywhere(group, cell.text), files_api if name == "files_api" else None
    if name == "capability":  # accents aside
        bare = "".join(char for char in unicodedata.normalize("NFD", cell.text) if not unicodedata.combining(char))
        known = known or find_anywhere(group, bare)
    elif name == "readiness":
        text, guess = None, "streaming" if _STREAM.search(cell.text) else None
    if known or guess:
        text = labels.label(f"{group}.{known or guess}")
    return text, set() if known else {_GUESSED[name]}


def _prompt_limit(cell: Cell, labels: Labels) -> str:
    """Return the limit: a number and a unit, or in words that there is none; a limit in words stays as it is."""
    if find_anywhere("prompt_limit", cell.text) == "none":
        return labels.label("prompt_limit.none")
    found = characters_in(cell.text)
    if len(found) == 1 and has_one_number(cell.text):
        return f"{found[0]} {labels.label('prompt_limit.characters')}"
    return cell.text if says_number(cell.text) else labels.label("prompt_limit.none")
