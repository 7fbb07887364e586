"""The head of a page: the name of the model, its summary, and the badges (availability, input status, category)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..words.labels import Labels, squeeze
from .findings import shorten
from .frame import is_title
from .reader import Reading
from .tokens import Cell

_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Badges:
    """What the line of badges says."""

    availability: str
    input_status: str | None
    category: str


def read_head(reading: Reading) -> tuple[str, str, Badges | None]:
    """Return the name, the summary and the badges, which stand above the facts of a page."""
    cells = [cell for cell in reading.outline.head if reading.labels.find("page", cell.text) != "kind"]
    title = next((cell for cell in cells if is_title(cell.text)), None)
    before = cells.index(title) if title else 0
    for cell in cells[:before]:
        reading.stray(cell)
    cells = cells[before + 1 :] if title else cells
    name = _name(reading, title)
    at = next((at for at, cell in enumerate(cells) if reading.labels.is_badges(cell.text)), len(cells))
    badges = _badges(reading, cells[at:])
    if at == len(cells) and "availability" not in reading.guessed:
        reading.missing(reading.findings.whole, "line of badges (availability, input status and capability)")
    for cell in cells[1:at]:
        reading.stray(cell)
    summary = cells[0] if at else None
    if summary is not None:
        reading.places["text", reading.locale, "summary"] = summary.location
    return name, summary.text if summary else "", badges


def _name(reading: Reading, title: Cell | None) -> str:
    if title is None:
        suffix = reading.label("page.title_suffix").strip()
        reading.missing(reading.findings.whole, f'title, a line that ends with "{suffix}"')
        return ""
    reading.places[("name",)] = title.location
    suffixes = (
        suffix for text, _ in reading.labels.texts("page") if title.text.casefold().endswith(suffix := text.strip())
    )
    return title.text[: -len(max(suffixes, key=len, default=""))].rstrip()


def _badges(reading: Reading, cells: Sequence[Cell]) -> Badges | None:
    """Return what the badges say; lines that follow them are strays."""
    badges, count = find_badges(reading.labels, cells)
    for cell in cells[count:] if badges else ():
        reading.stray(cell)
    if badges:
        reading.places.update({(part,): cells[0].location for part in ("availability", "input_status", "category")})
    elif cells:
        line = " ".join(cell.text for cell in cells[:_MOST_LINES])
        names = ("availability.available", "input_status.available_text", "category.image")
        example = " ".join(map(reading.labels.label, names))
        reading.findings.add(cells[0].location, "page-badges", value=shorten(line), example=example)
    return badges


def find_badges(labels: Labels, cells: Sequence[Cell]) -> tuple[Badges | None, int]:
    """Return what badges say that stand on one line, perhaps without spaces, or on one each; and how many lines."""
    line = ""
    for count, cell in enumerate(cells[:_MOST_LINES], 1):
        line += squeeze(cell.text)
        badges = _parse(labels, line)
        if badges:
            return badges, count
    return None, 0


def _parse(labels: Labels, line: str) -> Badges | None:
    for first, availability in labels.squeezed("availability"):
        for last, category in labels.squeezed("category") if line.startswith(first) else ():
            if line.endswith(last):
                middle = line[len(first) : len(line) - len(last)]
                status = next((name for text, name in labels.squeezed("input_status") if text == middle), None)
                if status or len(line) == len(first) + len(last):
                    return Badges(availability, status, category)
    return None
