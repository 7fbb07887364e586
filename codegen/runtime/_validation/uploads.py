"""A file of which nobody knows yet what it is for: it has to keep to one of the rules for files of its model."""

from __future__ import annotations

from collections.abc import Sequence

from .._core.problems import Problem
from .._spec.file_rules import FileRule, ReferenceRule
from .._spec.findings import Findings
from .._spec.tables import ModelTable, Platform
from .facts import ReferenceFacts
from .references import check_references


def rules_of_uploads(table: ModelTable | None) -> Sequence[ReferenceRule]:
    """Return the rules that a file may be for: that of kinds, those of roles, those of parameters; none, where it has none."""
    if table is None:
        return [ReferenceRule()]
    rule = table.references
    own: list[FileRule] = [*filter(None, rule.roles if rule is not None else ()), *table.file_params.values()]
    by_kind = [] if rule is None else [ReferenceRule(files=rule.files, max_total_bytes=rule.max_total_bytes)]
    return [*by_kind, *(ReferenceRule(files=(row,)) for row in own)]


def rule_of_all(rules: Sequence[ReferenceRule]) -> ReferenceRule | None:
    """Return what any of the rules is about, by which a file is looked at."""
    return ReferenceRule(files=tuple(row for rule in rules for row in rule.files)) if rules else None


def upload_problems(
    table: ModelTable | None, platform: Platform, parameter: str, facts: ReferenceFacts
) -> list[Problem]:
    """Return what is wrong with a file by the rule that it comes nearest to."""
    tried: list[list[Problem]] = []
    rules: Sequence[ReferenceRule | None] = rules_of_uploads(table) or [None]
    for rule in rules:
        findings = Findings(platform, table)
        check_references(findings, rule, platform, parameter, [facts])
        tried.append(findings.problems)
    return min(tried, key=len)
