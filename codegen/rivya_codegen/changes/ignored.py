"""The file of ignored changes: which ones, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from ..problems.problem import Location, Problem, did_you_mean, stop_at
from ..source.inputs import read_file
from ..source.parse import parse_file
from ..spec.values import Prose, SpecModel, Text, iso_date
from .compare import Change
from .rules import RULES

IGNORE_FILE = "changes-ignore.yaml"
"""Its name in the specs folder."""


class IgnoreRow(SpecModel):
    """Changes that are accepted."""

    rule: Text
    subject: Text = Field("*", description="A pattern such as `models/grok-*`, `platform` or `wire/Task`.")
    path: Text = Field("*", description="A pattern such as `params.*.options`.")
    reason: Prose
    until: Annotated[date, Field(strict=False), BeforeValidator(iso_date)] = Field(description="The last day it holds.")

    def covers(self, change: Change) -> bool:
        """Return whether the row is about a change."""
        return (
            self.rule == change.rule.id
            and fnmatchcase(change.subject, self.subject)
            and fnmatchcase(change.dotted, self.path)
        )


class _IgnoreSpec(SpecModel):
    ignore: list[IgnoreRow]


@dataclass(frozen=True, slots=True)
class IgnoreList:
    """The rows of the file with their places in it."""

    rows: Sequence[tuple[IgnoreRow, Location]] = ()

    def reason_for(self, change: Change) -> IgnoreRow | None:
        """Return the first row that is about a change."""
        return next((row for row, _ in self.rows if row.covers(change)), None)

    def unused(self, changes: Sequence[Change]) -> Iterator[Problem]:
        """Yield a problem for each row that is about none of the changes."""
        for row, place in self.rows:
            if not any(row.covers(change) for change in changes):
                yield Problem(place, "ignore-unused", {"rule": row.rule})


def load_ignored(path: Path, today: date) -> IgnoreList:
    """Return the rows of a file. Raises `ProblemsFound` for rows without a reason, expired, or of no known rule."""
    spec, document = parse_file(read_file(path), _IgnoreSpec)
    problems: list[Problem] = []
    rows = [(row, document.locate(("ignore", index))) for index, row in enumerate(spec.ignore)]
    for row, place in rows:
        if row.rule not in RULES:
            hint = did_you_mean(row.rule, RULES)
            problems.append(Problem(place, "change-unknown", {"rule": row.rule, "hint": hint}))
        if row.until < today:
            problems.append(Problem(place, "ignore-expired", {"rule": row.rule, "until": row.until.isoformat()}))
    stop_at(problems)
    return IgnoreList(rows)
