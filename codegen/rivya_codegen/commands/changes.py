"""`changes`: what the differences between two spec trees mean to callers."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from ..words.messages import words
from .command import SpecsCommand, argument, locale_option, option, path

_FAILING = {"breaking": ("breaking",), "risky": ("breaking", "risky")}


@dataclass(frozen=True, kw_only=True)
class Changes(SpecsCommand):
    """Say what the differences between two versions of the specs mean to callers of the package and of the API."""

    exit_code_when_cut_off: ClassVar[int] = 1

    base: str = argument(
        "the old specs: a git revision such as HEAD~1 or a tag, REVISION:FOLDER, or a folder, which is written as an "
        "absolute path or with ./ or ../ in front",
        metavar="BASE",
    )
    head: str | None = argument("the new specs (default: the folder of --specs)", metavar="HEAD", nargs="?")
    format: str = option("(default: %(default)s)", choices=("text", "markdown", "json", "github"), default="text")
    fail_on: str | None = option("exit with 1 on a change of this severity or above", choices=tuple(_FAILING))
    ignore: Path | None = option(
        "changes that are accepted, with reason and date (default: changes-ignore.yaml of --specs, if there)",
        type=path,
        metavar="FILE",
    )
    locale: str = locale_option("text")

    def run(self) -> int:
        from ..changes import compare_trees
        from ..changes.ignored import IGNORE_FILE, IgnoreList, load_ignored
        from ..changes.report import FORMATS, Report
        from ..changes.tree import load_tree

        base = load_tree(self.base, self.specs)
        head = load_tree(self.head, self.specs, {row.spec.id for row in base.parsed.models})
        usual = self.specs / IGNORE_FILE
        file = self.ignore or (usual if usual.exists() else None)
        ignored = load_ignored(file, datetime.now(UTC).date()) if file else IgnoreList()
        changes = compare_trees(base.parsed, head.parsed)
        report = Report(base, head, tuple((change, ignored.reason_for(change)) for change in changes), self.locale)
        for line in FORMATS[self.format](report):
            print(line)
        for name in head.left_out:
            print(words("left-out", file=name), file=sys.stderr)
        for problem in ignored.unused(changes):
            print(f"{problem.location}: note: {problem.message()} [{problem.code}]", file=sys.stderr)
        failing = _FAILING.get(self.fail_on or "", ())
        return 1 if any(severity.value in failing for severity in report.counted()) else 0
