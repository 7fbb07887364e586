"""The problem codes of specs and pages: the message of each, what it means, how to mend it, and an example.

`<locale>/problems.yaml` is the one source; messages, the terminal (`rivya-codegen rules`), the docs page and SARIF show it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .locales import LOCALE_TABLE, LOCALES, words_of_kind


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its texts are by locale, `means` and `mend` as Markdown; its examples are the same in every locale."""

    code: str
    message: Mapping[str, str]
    means: Mapping[str, str]
    mend: Mapping[str, str]
    bad: str
    good: str

    @property
    def difference(self) -> str:
        """The example as lines that go and lines that come."""
        lines = [("-", line) for line in self.bad.splitlines()] + [("+", line) for line in self.good.splitlines()]
        return "\n".join(f"{sign} {line}" for sign, line in lines)


@dataclass(frozen=True, slots=True)
class Group:
    """Rules about one thing, with its name by locale."""

    title: Mapping[str, str]
    rules: tuple[Rule, ...]


@cache
def rule_groups() -> tuple[Group, ...]:
    """Return the groups in the order of the first locale's file, which has the examples."""
    tables = words_of_kind("problems")
    groups: list[Group] = []
    for titles in zip(*(tables[locale] for locale in LOCALES), strict=True):
        title = dict(zip(LOCALES, titles, strict=True))
        codes: Mapping[str, Any] = tables[LOCALES[0]][titles[0]]
        rows = {locale: tables[locale][title[locale]] for locale in LOCALES}
        groups.append(Group(title, tuple(_rule(code, {name: rows[name][code] for name in LOCALES}) for code in codes)))
    return tuple(groups)


def _rule(code: str, rows: Mapping[str, Any]) -> Rule:
    message, means = ({name: rows[name][part] for name in LOCALES} for part in ("message", "means"))
    mend = {name: rows[name].get("mend") or _last_part(rows[name]["message"], name) for name in LOCALES}
    bad, good = rows[LOCALES[0]]["example"]
    return Rule(code, message, means, mend, bad, good)


def _last_part(message: str, locale: str) -> str:
    """Return what a message says last, which is what to do, as a sentence."""
    last = re.split("; |；", message)[-1]
    return f"{last[0].upper()}{last[1:]}{LOCALE_TABLE[locale].full_stop}"


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by their codes."""
    return {rule.code: rule for group in rule_groups() for rule in group.rules}
