"""`validate`: check the specs, without generating anything."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from ..problems.problem import Problem, ProblemsFound
from ..source.inputs import display_name
from ..source.repository import name_in_repository
from ..words.messages import words
from .command import Command, add_locale, add_specs

_FORMATS = ("text", "json", "github", "sarif")
_OF_REPOSITORY = ("github", "sarif")
"""Those whose readers know files by their path from the root of the repository."""


def _add_options(command: argparse.ArgumentParser) -> None:
    add_specs(command)
    command.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help="of the problems: text on standard error; or on standard output one JSON document, workflow commands of "
        "GitHub Actions, or a SARIF 2.1.0 log (default: %(default)s)",
    )
    add_locale(command)


def _run(options: argparse.Namespace) -> int:
    from ..pipeline import read_specs
    from ..problems.reports import REPORTS

    problems: list[Problem] = []
    summary = ""
    try:
        parsed = read_specs(options.specs)
        models = words("one-model" if len(parsed.models) == 1 else "several-models", count=len(parsed.models))
        summary = words("no-problems", folder=display_name(options.specs), models=models).text(options.locale)
    except ProblemsFound as found:
        problems = found.problems
    if options.format in _OF_REPOSITORY:
        problems = [_from_root(problem) for problem in problems]
    report = REPORTS[options.format](problems, options.locale)
    if options.format == "text":
        print(report or summary, file=sys.stderr if problems else sys.stdout)
    elif report:
        print(report)
    return 1 if problems else 0


def _from_root(problem: Problem) -> Problem:
    place = replace(problem.location, file=name_in_repository(problem.location.file))
    return replace(problem, location=place)


VALIDATE = Command("validate", "Check the specs for consistency.", _run, _add_options)
