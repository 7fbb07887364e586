"""What only our own docs pages say: conditions, chat capabilities, modes, names, source and what is not documented."""

from __future__ import annotations

from datetime import date
from typing import Any

from .findings import shorten
from .reader import Reading
from .tokens import Cell

_ANSWERS = ("streaming", "web_search", "image_attachments", "thoughts")


def read_list(reading: Reading, name: str, path: str) -> list[str]:
    """Return the list in a fact row; no row, no items."""
    cell = reading.fact(name, (path,), required=False)
    return list(cell.list()) if cell else []


def read_python_name(reading: Reading) -> str | None:
    """Return the Python name that overrides the one made from the id."""
    cell = reading.fact("python_name", ("python_name",), required=False)
    return None if cell is None or cell.absent else cell.word


def read_bound(reading: Reading) -> str | None:
    """Return what the base credits are to the price of any call; the vendor's pages say that in prose, if at all."""
    cell = reading.fact("bound", ("credits", "bound"), required=False)
    return reading.one_of(cell, reading.labels.label("fact.bound"), ("exact", "lower")) if cell else None


def read_deprecated(reading: Reading) -> dict[str, Any] | None:
    """Return what is said against the model, which its page has as JSON."""
    cell = reading.fact("deprecated", ("deprecated",), required=False)
    return None if cell is None or cell.absent else reading.json(cell)


def read_source(reading: Reading) -> tuple[str, date]:
    """Return the address that the facts come from, and the day they were reviewed on."""
    url = reading.fact("source", ("source", "url"))
    reviewed = reading.fact("reviewed", ("source", "reviewed"))
    return (url.target or url.text) if url else "", _date(reading, reviewed) if reviewed else date.min


def _date(reading: Reading, cell: Cell) -> date:
    try:
        return date.fromisoformat(cell.word)
    except ValueError:
        label = reading.labels.label("fact.reviewed")
        reading.findings.add(cell.location, "page-date", label=label, value=shorten(cell.text))
        return date.min


def read_conditions(reading: Reading) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the conditions, and a sentence for each; the sentences may end early."""
    section = reading.section("conditions")
    table = reading.table(section) if section else None
    if table is None:
        return [], []
    reading.places[("conditions",)] = table.location
    rows = reading.records(table, ("rule", "meaning"))
    reading.places.update({("conditions", index): row["rule"].location for index, row in enumerate(rows)})
    sentences = [row["meaning"] for row in rows]
    while sentences and sentences[-1].absent:
        sentences.pop()
    for cell in sentences:
        if cell.absent:
            label = reading.labels.label("column.meaning")
            reading.findings.add(cell.location, "page-missing-value", label=label)
    return [reading.json(row["rule"]) for row in rows], [cell.text for cell in sentences]


def read_chat(reading: Reading) -> dict[str, Any] | None:
    """Return the chat capabilities; none where the page has no such section."""
    section = reading.section("chat")
    table = reading.table(section) if section else None
    if table is None:
        return None
    reading.places[("chat",)] = table.location
    chat: dict[str, Any] = dict.fromkeys((*_ANSWERS, "reasoning_effort"))
    seen: dict[str, Cell] = {}
    for row in reading.records(table, ("fact", "value")):
        name = reading.choice("chat", row["fact"], "chat capability")
        if name in seen:
            what = f'chat capability "{row["fact"].text}"'
            reading.findings.add(row["fact"].location, "page-twice", what=what, line=seen[name].location.line)
        if name:
            seen[name] = row["fact"]
            chat[name] = _capability(reading, name, row["value"])
    return chat


def _capability(reading: Reading, name: str, cell: Cell) -> bool | list[str] | None:
    label = reading.labels.label(f"chat.{name}")
    if name in _ANSWERS:
        return reading.answer(cell, label)
    if cell.items is None:
        unknown = reading.labels.label("answer.unknown")
        reading.one_of(cell, label, (unknown,))
    return None if cell.items is None else list(cell.items)
