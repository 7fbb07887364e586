"""The rule for reference files: kinds, counts, sizes and MIME types, and which kinds carry a duration token."""

from __future__ import annotations

import re
from typing import Any

from ..spec.values import SIZE_PATTERN
from .findings import shorten
from .numbers import FILES, without_unit, written_sizes
from .prose import kinds_in
from .reader import Reading
from .tokens import Cell, Table
from .unlabelled import KINDS

_TIMED = ("video", "audio")
_BETWEEN_TYPES = re.compile(r" ?[;、|] ?| / | ")
_EXAMPLES = {"image": "image/png", "video": "video/mp4", "audio": "audio/mpeg"}
_COMPLETE = ("upload_policy", "reference_rule", "max_files", "kinds")  # a page has all of them, or none
_SECTIONS = (*_COMPLETE, "duration_token")


def read_references(reading: Reading, *, expected: bool) -> dict[str, Any] | None:
    """Return the rule for reference files; none where the page has nothing of it, a problem if it is `expected`."""
    present = [name for name in _SECTIONS if name in reading.outline.sections]
    if not present:
        if expected:
            reading.section("upload_policy", required=True)
        return None
    for name in _COMPLETE:
        reading.section(name, required=True)
    reading.places["references",] = reading.outline.sections[present[0]].location
    cell, most = _line(reading, "max_files"), None
    if cell:
        reading.places["references", "max_files"] = cell.location
        count = cell.word if cell.exact else without_unit(cell.word, FILES, bound=True)
        most = reading.integer(cell, reading.label("section.max_files"), count)
    return {"max_files": most, "files": _files(reading), "duration_token": _duration_token(reading)}


def read_rule(reading: Reading) -> str | None:
    """Return the rule in words."""
    section = reading.section("reference_rule")
    if section is None or not reading.line(section):
        return None
    reading.places["text", reading.locale, "reference_rule"] = section.texts[0].location
    return "\n".join(cell.text for cell in section.texts)


def _line(reading: Reading, name: str) -> Cell | None:
    section = reading.section(name)
    return reading.line(section) if section else None


def _files(reading: Reading) -> dict[str, dict[str, Any]]:
    cell = _line(reading, "kinds")
    kinds = reading.each_of(cell, reading.label("section.kinds"), KINDS) if cell else []
    files: dict[str, dict[str, Any]] = {kind: {"max_size": None, "mime_types": None} for kind in kinds}
    if cell:
        reading.places.update({("references", "files", kind): cell.location for kind in kinds})
    table = _limits_table(reading)
    rows = reading.records(table, "limits", "kind") if table else {}
    allowed = list(files) if cell and len(files) == len(cell.words()) else KINDS
    for kind, row in rows.items():
        if reading.one_of(row["kind"], "kind", allowed):
            reading.places.update({("references", "files", kind, name): place.location for name, place in row.items()})
            reading.places["references", "files", kind] = row["kind"].location
            size, types = _size(reading, row["max_size"]), _mime_types(reading, row["mime_types"], kind)
            files[kind] = {"max_size": size, "mime_types": types}
    for kind in files:
        if table and rows and kind not in rows:
            reading.missing(table.location, f'row "{kind}" of the table of file limits')
    return files


def _limits_table(reading: Reading) -> Table | None:
    """Return the table of file limits, which on the vendor's pages stands below whatever section comes last."""
    names = (name for name in _SECTIONS if name in reading.outline.sections)
    tables = [table for name in names if (table := reading.outline.sections[name].table)]
    for table in tables[1:]:
        reading.findings.twice(table.location, "table of file limits", tables[0].location)
    kinds = reading.section("kinds")
    if kinds and not tables:
        reading.missing(kinds.location, "table of file limits")
    return tables[0] if tables else None


def _size(reading: Reading, cell: Cell) -> str | None:
    if cell.absent:
        return None
    sizes = (cell.word,) if cell.exact else written_sizes(cell.text)
    if len(sizes) > 1:
        reading.unclear(cell, reading.label("column.max_size"), cell.text, sizes)
    elif not sizes or not re.match(SIZE_PATTERN, sizes[0]):
        reading.findings.add(cell.location, "spec-size", value=f'"{shorten(cell.text)}"')
    return sizes[0] if sizes else cell.word


def _mime_types(reading: Reading, cell: Cell, kind: str) -> list[str] | None:
    if cell.absent:
        return None
    types = [item for word in cell.words() for item in _BETWEEN_TYPES.split(word)]
    for item in types:
        if not re.fullmatch(rf"{kind}/[a-z0-9.+-]+", item):
            found = {"kind": kind, "value": shorten(item), "example": _EXAMPLES[kind]}
            reading.findings.add(cell.location, "page-mime-type", **found)
    return types


def _duration_token(reading: Reading) -> list[str]:
    section = reading.section("duration_token")
    if section is None:
        return []
    reading.places["references", "duration_token"] = section.location
    label = reading.label("section.duration_token")
    kinds = next((cell for cell in section.texts if cell.items is not None), None)
    if kinds:
        return reading.each_of(kinds, label, _TIMED)
    if not section.texts or section.texts[0].absent:
        return []
    text = " ".join(cell.text for cell in section.texts)
    named = kinds_in(text)
    if "durationToken" not in text or not named or named - set(_TIMED):
        reading.unknown(section.texts[0], label, _TIMED, text)
    return [kind for kind in _TIMED if kind in named]
