"""Tables and pages as lines for a terminal: columns that line up in any script, no colour, nothing wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth

from ..text.fragments import Fragment
from ..text.invisible import show_hidden
from ..text.markdown import shown
from .ir import Cell, Page, Section, Table

_NOTHING = "-"
_SHELL = "bash"
_WIDEST = 100


def width(text: str) -> int:
    """Return how many columns a terminal gives a text; a Chinese character takes two."""
    columns = int(wcswidth(text))
    return columns if columns >= 0 else len(text)  # it has control characters


def columns(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield rows as lines with aligned columns; those that `right` names end at one edge, as numbers do."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (_padded(text, widths[at], at_end=at in right) for at, text in enumerate(row))
        yield "  ".join(cells).rstrip()


def _padded(text: str, size: int, *, at_end: bool) -> str:
    padding = " " * (size - width(text))
    return padding + text if at_end else text + padding


def page_lines(page: Page) -> Iterator[str]:
    """Yield the sections of a docs page as lines: a table that is too wide as a block for each row."""
    yield show_hidden(page.summary)
    for section in page.sections:
        yield ""
        yield from section_lines(section)


def section_lines(section: Section) -> Iterator[str]:
    """Yield a section as lines."""
    yield section.heading
    yield from (f"  {_prose(text)}" for text in section.prose)
    if section.codes:
        yield f"  {', '.join(map(show_hidden, section.codes))}"
    for table in section.tables:
        yield from (f"  {line}" for line in _table_lines(table))
    for listing in section.listings:
        if listing.language != _SHELL:  # the docs have it; here it says the same a third time
            yield from (f"  {show_hidden(line)}".rstrip() for line in listing.text.split("\n"))


def _table_lines(table: Table) -> Iterator[str]:
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    widths = [max(map(width, column)) for column in zip(table.columns, *rows, strict=True)]
    if len(table.columns) == 2 and not any(row[0].codes for row in table.rows):
        yield from columns(rows)  # what stands on the left says what it is
    elif sum(widths) + 2 * len(widths) <= _WIDEST:
        yield from columns([table.columns, *rows])
    else:
        yield from _blocks(table.columns, rows)


def _blocks(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for first, *others in rows:
        yield first
        given = [(name, text) for name, text in zip(names[1:], others, strict=True) if text != _NOTHING]
        yield from (f"  {line}" for line in (columns(given) if given else ()))


def _cell(cell: Cell) -> str:
    return ", ".join(map(show_hidden, cell.codes)) if cell.codes else _prose(cell.prose) or _NOTHING


def _prose(text: str) -> str:
    return show_hidden(shown(text) if isinstance(text, Fragment) else text)
