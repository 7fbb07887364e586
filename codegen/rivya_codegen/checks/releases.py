"""Rules about releases: an entry lies in the file that its version names, and its changes are of known kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..changes.rules import RULES
from ..problems.problem import Problem, did_you_mean
from ..source.parse import Parsed


def check_releases(parsed: Parsed) -> Iterator[Problem]:
    """Yield what is wrong in the entries of the changelog."""
    for release in parsed.releases:
        name, version = PurePosixPath(release.path).name, release.entry.version
        if name != f"{version}.yaml":
            parameters = {"version": version, "file": name}
            yield Problem(release.document.locate(("version",)), "release-file", parameters)
        for index, row in enumerate(release.entry.changes):
            if row.rule not in RULES:
                place = release.document.locate(("changes", index, "rule"))
                yield Problem(place, "release-rule", {"rule": row.rule, "hint": did_you_mean(row.rule, RULES)})
