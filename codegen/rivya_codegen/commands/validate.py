"""`validate`: check the specs, without generating anything."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

from ..problems.problem import Problem, ProblemsFound
from ..source.inputs import display_name
from ..source.repository import name_in_repository
from ..words.messages import words
from .command import SpecsCommand, locale_option, option


@dataclass(frozen=True, kw_only=True)
class Validate(SpecsCommand):
    """Check the specs for consistency."""

    format: str = option(
        "of the problems: text on standard error; or on standard output one JSON document, workflow commands of "
        "GitHub Actions, or a SARIF 2.1.0 log (default: %(default)s)",
        choices=("text", "json", "github", "sarif"),
        default="text",
    )
    locale: str = locale_option("messages")

    def run(self) -> int:
        from ..pipeline import read_specs
        from ..problems.reports import REPORTS

        problems: list[Problem] = []
        summary = ""
        try:
            count = len(read_specs(self.specs).models)
            models = words("one-model" if count == 1 else "several-models", count=count)
            summary = words("no-problems", folder=display_name(self.specs), models=models).text(self.locale)
        except ProblemsFound as found:
            problems = found.problems
        if self.format in {"github", "sarif"}:  # whose readers know files by their path from the root of the repository
            problems = [_from_root(problem) for problem in problems]
        report = REPORTS[self.format](problems, self.locale)
        if self.format == "text":
            print(report or summary, file=sys.stderr if problems else sys.stdout)
        elif report:
            print(report)
        return 1 if problems else 0


def _from_root(problem: Problem) -> Problem:
    place = replace(problem.location, file=name_in_repository(problem.location.file))
    return replace(problem, location=place)
