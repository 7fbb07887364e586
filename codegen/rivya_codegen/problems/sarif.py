"""Problems as a SARIF 2.1.0 log (Static Analysis Results Interchange Format, OASIS), for code scanning services."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import generator_version
from ..text.fragments import fenced
from ..words.locales import LOCALE_TABLE
from ..words.rules import Rule, rules
from .problem import Location, Problem

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(problems: Sequence[Problem], locale: str) -> dict[str, Any]:
    """Return the log of one run. Columns count characters, as those of problems do."""
    used = sorted({problem.code for problem in problems})
    driver = {
        "name": "rivya-codegen",
        "version": generator_version(),
        "rules": [_rule(rules()[code], locale) for code in used],
    }
    run = {
        "tool": {"driver": driver},
        "language": LOCALE_TABLE[locale].language_region,
        "columnKind": "unicodeCodePoints",
        "results": list(_results(problems, used, locale)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule, locale: str) -> dict[str, Any]:
    means, mend = rule.means[locale], rule.mend[locale]
    return {
        "id": rule.code,
        "shortDescription": {"text": means},
        "help": {"text": f"{mend}\n\n{rule.difference}", "markdown": f"{mend}\n\n{fenced(rule.difference, 'diff')}"},
        "defaultConfiguration": {"level": "error"},
    }


def _results(problems: Sequence[Problem], used: list[str], locale: str) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for problem in problems:
        # English and without the line, so that neither the language nor lines added above make it another finding.
        identity = f"{problem.code}\n{problem.location.file}\n{problem.message()}"
        seen[identity] += 1
        fingerprint = hashlib.sha256(f"{identity}\n{seen[identity]}".encode(errors="backslashreplace")).hexdigest()
        yield {
            "ruleId": problem.code,
            "ruleIndex": used.index(problem.code),
            "level": "error",
            "message": {"text": problem.message(locale)},
            "locations": [{"physicalLocation": _place(problem.location)}],
            "partialFingerprints": {"finding/v1": fingerprint},
        }


def _place(location: Location) -> dict[str, Any]:
    path = Path(location.file)
    if path.is_absolute():
        artifact = {"uri": path.as_uri()}
    else:
        artifact = {"uri": quote(os.fsencode(path.as_posix())), "uriBaseId": "%SRCROOT%"}
    region = {"region": {"startLine": location.line, "startColumn": location.column}} if location.line else {}
    return {"artifactLocation": artifact, **region}
