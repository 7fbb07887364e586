"""The table of rules: what each problem code of specs and pages means, how to mend it, and an example.

`rules.yaml` is the one source; the terminal (`rivya-codegen rules`), the docs page and SARIF show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .tables import read_table


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; its texts are Markdown by locale, its examples the same in every locale."""

    code: str
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
    """Return the table as it is written."""
    groups: list[Mapping[str, Any]] = read_table(Path(__file__).with_name("rules.yaml"))
    return tuple(
        Group(group["title"], tuple(Rule(code, **row) for code, row in group["rules"].items())) for group in groups
    )


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by their codes."""
    return {rule.code: rule for group in rule_groups() for rule in group.rules}
