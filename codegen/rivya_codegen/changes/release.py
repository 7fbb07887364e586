"""What the next release is: its version from the changes, and the texts of the files that say so. Nothing is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import TextFile
from ..source.load import Source
from ..source.parse import Parsed
from ..source.settings import RELEASE, RELEASES
from ..spec.release import UNRELEASED, VERSION_PATTERN, ReleaseSpec, Version
from ..yaml_text import editor
from ..yaml_text.writer import emit
from . import Change, Severity, compare_trees

_FIRST = Version(0, 1, 0)
"""What the first release is called where nobody has chosen a version."""

_RELEASE_TEXT = f"""\
# yaml-language-server: $schema=schema/release.schema.json
#
# The version of the generated package `rivya`. `rivya-codegen release` raises it by what has changed since `revision`, and
# adds what that is to releases/. The generator has a version of its own.
version: {UNRELEASED}
date: null
revision: null
"""
_ENTRY_HEAD = (
    "# What this release changes for callers. Written by `rivya-codegen release`; the changelogs are made from it.\n"
)


@dataclass(frozen=True, slots=True)
class Release:
    """The next release, and the files of the specs that make it one: path → text."""

    current: Version
    version: Version
    changes: tuple[Change, ...]
    files: Mapping[str, str]

    def amend(self, source: Source) -> Source:
        """Return what a run reads after the release."""
        release, entry = (TextFile(path, path, text) for path, text in self.files.items())
        return replace(source, release=release, releases=(*source.releases, entry))


def next_version(current: Version, severity: Severity) -> Version:
    """Return the lowest version that a change of a severity allows; below 1.0 a minor version may break."""
    if severity is Severity.BREAKING and current.major:
        return Version(current.major + 1, 0, 0)
    if severity is Severity.BREAKING or (current.major and severity is not Severity.TEXT):
        return Version(current.major, current.minor + 1, 0)
    return Version(current.major, current.minor, current.patch + 1)


def plan_release(source: Source, parsed: Parsed, base: Parsed | None, asked: str | None, day: date) -> Release | None:
    """Return the next release, or nothing where nothing has changed and no version is asked for.

    `base` are the specs of the last release, none for the first one. What counts is the severity for callers of the
    package. Raises `ProblemsFound` where `asked` is no version, or lower than the changes allow.
    """
    changes = tuple(compare_trees(base, parsed)) if base is not None else ()
    if base is not None and not changes and asked is None:
        return None
    newest = [row.entry.version for row in parsed.releases[:1]]
    current = max(map(Version.of, [parsed.release.version, *newest]))
    if base is None:
        proposed = current if str(current) != UNRELEASED else _FIRST
    else:
        gravest = max((change.rule.python for change in changes), key=lambda one: one.rank, default=Severity.TEXT)
        proposed = next_version(current, gravest)
    version = _accepted(asked, current, proposed) if asked is not None else proposed
    text = source.release.text if source.release else _RELEASE_TEXT
    files = {RELEASE: _release_text(text, version, day), f"{RELEASES}/{version}.yaml": _entry(version, day, changes)}
    return Release(current, version, changes, files)


def _accepted(asked: str, current: Version, proposed: Version) -> Version:
    if not re.fullmatch(VERSION_PATTERN, asked):
        written = json.dumps(asked, ensure_ascii=False)
        raise ProblemsFound([Problem(Location("VERSION"), "release-version", {"value": written})])
    version = Version.of(asked)
    if version < proposed:
        parameters = {"value": version, "current": current, "proposed": proposed}
        raise ProblemsFound([Problem(Location("VERSION"), "release-version-low", parameters)])
    return version


def _release_text(text: str, version: Version, day: date) -> str:
    values = {"version": str(version), "date": day, "revision": f"v{version}"}
    for key, value in values.items():
        text = editor.put(text, (key,), value, lambda _path: list(ReleaseSpec.model_fields))
    return text


def _entry(version: Version, day: date, changes: Sequence[Change]) -> str:
    return _ENTRY_HEAD + emit({"version": str(version), "date": day, "changes": [_change(row) for row in changes]})


def _change(change: Change) -> dict[str, Any]:
    row = {"rule": change.rule.id, "subject": change.subject, "path": list(change.path)}
    row |= {key: value for key, value in (("old", change.old), ("new", change.new)) if value is not None}
    plain: dict[str, Any] = json.loads(json.dumps(row))  # numbers of a spec remember how they were written
    return plain if change.path else {key: value for key, value in plain.items() if key != "path"}
