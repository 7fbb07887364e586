"""The rules of the checks as sections of a docs page: a table for each group, then a section for each rule."""

from __future__ import annotations

from ..text.fragments import Fragment
from ..words.phrases import phrase
from ..words.rules import Group, Rule, rule_groups
from .ir import Cell, Listing, Section, Table


def rule_sections(locale: str) -> tuple[Section, ...]:
    """Return the sections in a locale."""
    groups = rule_groups()
    tables = tuple(Section(Fragment(group.title[locale]), tables=(_table(group, locale),)) for group in groups)
    return tables + tuple(_section(rule, locale) for group in groups for rule in group.rules)


def _table(group: Group, locale: str) -> Table:
    rows = tuple(
        (Cell(prose=Fragment(f"[{rule.code}](#{rule.code})")), Cell(prose=Fragment(rule.means[locale])))
        for rule in group.rules
    )
    return Table((phrase("rules.code", locale), phrase("rules.means", locale)), rows)


def _section(rule: Rule, locale: str) -> Section:
    prose = (Fragment(rule.means[locale]), Fragment(rule.mend[locale]))
    return Section(Fragment(rule.code), prose, listings=(Listing(Fragment("diff"), rule.difference),))
