"""The head of a page: the name of the model, its summary, and the badges (availability, input status, category)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from ..page_labels import fold, squeeze
from .reading import Reading, stray
from .tokens import Cell, listed, shorten


@dataclass(frozen=True, slots=True)
class Badges:
    """What the line of badges says."""

    availability: str
    input_status: str | None
    category: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the facts."""

    name: str
    summary: str
    badges: Badges | None


def read_head(reading: Reading) -> Head:
    """Return what stands above the facts of a page."""
    cells = [cell for cell in reading.outline.head if reading.labels.find("page", cell.text) != "kind"]
    title = reading.outline.title
    if not reading.labels.ours:
        title = next((cell for cell in cells if _is_title(reading, cell)), None)
        before = cells.index(title) if title else 0
        for cell in cells[:before]:
            stray(reading, cell)
        cells = cells[before + 1 :] if title else cells
    name = _name(reading, title)
    badge_at = next((at for at, cell in enumerate(cells) if reading.labels.is_badges(cell.text)), None)
    if badge_at is None and not reading.labels.ours and "availability" not in reading.outline.guessed:
        _missing(reading, "line of badges (availability, input status and capability)")
    summary = cells[0] if cells and badge_at != 0 else None
    for cell in [cell for at, cell in enumerate(cells) if at not in (0, badge_at)]:
        stray(reading, cell)
    if summary is None:
        _missing(reading, "summary below the title")
    else:
        reading.places["text", reading.locale, "summary"] = summary.location
    badges = _badges(reading, cells[badge_at]) if badge_at is not None else None
    return Head(name, summary.text if summary else "", badges)


def _missing(reading: Reading, what: str) -> None:
    reading.findings.add(reading.findings.whole, "page-missing", what=what)


def _is_title(reading: Reading, cell: Cell) -> bool:
    return fold(cell.text).endswith(fold(reading.labels.label("page.title_suffix")))


def _name(reading: Reading, title: Cell | None) -> str:
    suffix = reading.labels.label("page.title_suffix")
    if title is None or not _is_title(reading, title):
        _missing(reading, f'title, a line that ends with "{suffix.strip()}"')
        return ""
    reading.places[("name",)] = title.location
    if title.text.endswith(suffix):
        return title.text.removesuffix(suffix)
    return title.text[: -len(suffix.strip())].rstrip()


def _badges(reading: Reading, cell: Cell) -> Badges | None:
    """Return what the badges say; copied from a browser they are one text without spaces in between."""
    line = squeeze(cell.text)
    groups = [reading.labels.words(group) for group in ("availability", "input_status", "category")]
    availability, status, category = groups
    for names in product(availability, [*status, None], category):
        texts = (group[name] for group, name in zip(groups, names, strict=True) if name)
        if line == "".join(map(squeeze, texts)):
            reading.places.update({(part,): cell.location for part in ("availability", "input_status", "category")})
            return Badges(names[0], names[1], names[2])
    reading.findings.add(
        cell.location,
        "page-badges",
        value=shorten(cell.text),
        availability=listed(availability.values()),
        status=listed(status.values()),
        category=listed(category.values()),
    )
    return None
