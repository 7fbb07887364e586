"""The changelog of the package, per locale: what each release changed, model by model, and what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..changes import RULES, Change
from ..changes.report import change_columns, change_meaning, change_values, summary_of
from ..source.parse import ParsedRelease
from ..spec.release import ReleaseEntry
from ..text.fragments import Fragment, code
from ..words.phrases import phrase
from .ir import Cell, Section, Table

_PRESENCE = {
    "model-added": "added",
    "wire-type-added": "added",
    "model-removed": "removed",
    "wire-type-removed": "removed",
}
_ORDER = ("added", "changed", "removed")


def changelog_sections(releases: Sequence[ParsedRelease], locale: str) -> tuple[Section, ...]:
    """Return the sections of the page in a locale, the newest release first."""
    oldest = releases[-1:]
    sections = tuple(section for row in releases for section in _sections(row.entry, locale, first=row in oldest))
    return sections or (Section(phrase("changelog.none", locale)),)


def changes_of(entry: ReleaseEntry) -> list[Change]:
    """Return the changes of a release."""
    return [Change(row.subject, RULES[row.rule], tuple(row.path), row.old, row.new) for row in entry.changes]


def _sections(entry: ReleaseEntry, locale: str, *, first: bool) -> Iterator[Section]:
    changes = changes_of(entry)
    summary = summary_of(Counter(change.rule.python for change in changes), locale)
    if not changes:
        summary = phrase("changelog.first" if first else "changelog.same", locale)
    day = Fragment(entry.date.isoformat())
    heading = phrase("changelog.release", locale, version=Fragment(entry.version), date=day)
    yield Section(heading, (summary,))
    groups = [(subject, list(rows)) for subject, rows in groupby(changes, lambda change: change.subject)]
    for subject, rows in sorted(groups, key=lambda group: _ORDER.index(_presence(group[1]))):
        title = phrase(f"changelog.{_presence(rows)}", locale, subject=code(subject.removeprefix("models/")))
        table = Table(change_columns(locale), tuple(_row(change, locale) for change in rows))
        yield Section(title, tables=(table,), level=Fragment("###"))


def _presence(changes: Sequence[Change]) -> str:
    return _PRESENCE.get(changes[0].rule.id, "changed")


def _row(change: Change, locale: str) -> tuple[Cell, ...]:
    word = phrase(f"changes.{change.rule.python.value}", locale)
    return tuple(Cell(prose=cell) for cell in (word, *change_values(change), change_meaning(change, locale)))
