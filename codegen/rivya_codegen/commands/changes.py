"""`changes`: what the differences between two spec trees mean to callers."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from ..words.locales import LOCALES
from ..words.messages import words
from .command import Command, add_specs, folder

_FORMATS = ("text", "markdown", "json", "github")
_FAILING = {"breaking": ("breaking",), "risky": ("breaking", "risky")}


def _add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "base",
        metavar="BASE",
        help="the old specs: a git revision such as HEAD~1 or a tag, REVISION:FOLDER, or a folder, which is written as an "
        "absolute path or with ./ or ../ in front",
    )
    command.add_argument("head", metavar="HEAD", nargs="?", help="the new specs (default: the folder of --specs)")
    add_specs(command)
    command.add_argument("--format", choices=_FORMATS, default="text", help="(default: %(default)s)")
    command.add_argument("--fail-on", choices=tuple(_FAILING), help="exit with 1 on a change of this severity or above")
    command.add_argument(
        "--ignore",
        type=folder,
        metavar="FILE",
        help="changes that are accepted, with reason and date (default: changes-ignore.yaml of --specs, if there)",
    )
    command.add_argument("--locale", choices=LOCALES, default=LOCALES[0], help="of the text (default: %(default)s)")


def _run(options: argparse.Namespace) -> int:
    from ..changes import compare_trees
    from ..changes.ignored import IGNORE_FILE, IgnoreList, load_ignored
    from ..changes.report import FORMATS, Report
    from ..changes.tree import load_tree

    base = load_tree(options.base, options.specs)
    head = load_tree(options.head, options.specs, {row.spec.id for row in base.parsed.models})
    usual: Path = options.specs / IGNORE_FILE
    file: Path | None = options.ignore or (usual if usual.exists() else None)
    ignored = load_ignored(file, datetime.now(UTC).date()) if file else IgnoreList()
    changes = compare_trees(base.parsed, head.parsed)
    report = Report(base, head, tuple((change, ignored.reason_for(change)) for change in changes), options.locale)
    for line in FORMATS[options.format](report):
        print(line)
    for name in head.left_out:
        print(words("left-out", file=name), file=sys.stderr)
    for problem in ignored.unused(changes):
        print(f"{problem.location}: note: {problem.message()} [{problem.code}]", file=sys.stderr)
    failing = _FAILING.get(options.fail_on, ())
    return 1 if any(severity.value in failing for severity in report.counted()) else 0


CHANGES = Command(
    "changes",
    "Say what the differences between two versions of the specs mean to callers of the package and of the API.",
    _run,
    _add_options,
    1,
)
