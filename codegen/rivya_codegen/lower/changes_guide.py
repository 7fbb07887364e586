"""The docs page of the rules that judge changes, per locale."""

from __future__ import annotations

from functools import partial

from ..changes.rules import RULES, UNSEEN, Rule, Severity
from ..fragments import Fragment
from ..ir import Cell, Page, Section, Table
from ..phrases import phrase

_COLUMNS = ("rule", "python", "api", "mirror", "meaning", "unseen")


def changes_page(locale: str) -> Page:
    """Return the page in a locale."""
    say = partial(phrase, locale=locale)
    severities = tuple(
        (Cell(prose=say(f"changes.{row.value}")), Cell(prose=say(f"changes.{row.value}_about"))) for row in Severity
    )
    rules = tuple(_row(rule, locale) for rule in RULES.values())
    return Page(
        Fragment(locale),
        say("changes.title"),
        say("changes.summary"),
        (
            Section(
                say("changes.severities"),
                (say("changes.severities_about"),),
                tables=(Table((say("changes.column.severity"), say("changes.column.meaning")), severities),),
            ),
            Section(
                say("changes.rules"),
                (say("changes.rules_about"),),
                tables=(Table(tuple(say(f"changes.column.{name}") for name in _COLUMNS), rules),),
            ),
        ),
    )


def _row(rule: Rule, locale: str) -> tuple[Cell, ...]:
    return (
        Cell(codes=(rule.id,)),
        Cell(prose=phrase(f"changes.{rule.python.value}", locale)),
        Cell(prose=phrase(f"changes.{rule.api.value}", locale)),
        Cell(codes=(rule.mirror,)),
        Cell(prose=Fragment(rule.text[locale].reason)),
        Cell(prose=Fragment(UNSEEN[rule.unseen][locale] if rule.unseen else "-")),
    )
