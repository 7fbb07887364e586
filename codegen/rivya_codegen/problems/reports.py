"""Problems as text for a reader: a person at a terminal, a program, the annotations of GitHub, a SARIF viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..text.invisible import show_hidden
from ..text.printing import json_document
from ..words.messages import words
from ..words.rules import rules
from .problem import Location, Problem
from .sarif import sarif_log

SEVERITY = "error"
"""Of every rule: a spec is either right or not generated from."""

_GITHUB_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_GITHUB_PROPERTY = _GITHUB_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def text_report(problems: Sequence[Problem], locale: str = "en") -> str:
    """Return one line per problem, and how many there are."""
    if not problems:
        return ""
    count = words("one-problem" if len(problems) == 1 else "several-problems", count=len(problems))
    return "\n".join([*(problem.line(locale) for problem in problems), count.text(locale)])


def json_report(problems: Sequence[Problem], locale: str = "en") -> str:
    """Return one JSON object; line and column are `null` where a problem is about a whole file."""
    rows = [
        {
            "code": problem.code,
            "severity": SEVERITY,
            "message": problem.message(locale),
            "file": problem.location.file,
            "line": problem.location.line or None,
            "column": problem.location.column or None,
            "remedy": rules()[problem.code].mend[locale],
        }
        for problem in problems
    ]
    return json_document({"problems": rows})


def github_report(problems: Sequence[Problem], locale: str = "en") -> str:
    """Return workflow commands, which GitHub Actions shows beside the lines of a pull request."""
    rows = ((problem, f"{problem.message(locale)}\n{rules()[problem.code].mend[locale]}") for problem in problems)
    return "\n".join(workflow_command(SEVERITY, problem.code, message, problem.location) for problem, message in rows)


def workflow_command(level: str, title: str, message: str, place: Location | None) -> str:
    """Return a workflow command of GitHub, in which nothing ends the line or a property.

    Args:
        level: `error`, `warning` or `notice`.
        title: What stands above the message.
        message: The text, of one or more lines.
        place: The file and, where it is known, the line; none for what is in no file.
    """
    values: dict[str, object] = {"file": show_hidden(place.file)} if place is not None else {}
    values |= {"line": place.line, "col": place.column} if place is not None and place.line else {}
    values["title"] = title
    properties = ",".join(f"{name}={str(value).translate(_GITHUB_PROPERTY)}" for name, value in values.items())
    return f"::{level} {properties}::{message.translate(_GITHUB_MESSAGE)}"


def sarif_report(problems: Sequence[Problem], locale: str = "en") -> str:
    """Return a SARIF 2.1.0 log."""
    return json_document(sarif_log(problems, locale))


REPORTS: Mapping[str, Callable[[Sequence[Problem], str], str]] = {
    "text": text_report,
    "json": json_report,
    "github": github_report,
    "sarif": sarif_report,
}
