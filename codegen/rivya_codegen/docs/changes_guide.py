"""The docs page of the rules that judge changes, per locale."""

from __future__ import annotations

from functools import partial

from ..changes.rules import RULES, UNSEEN, Rule, Severity
from ..text.fragments import Fragment
from ..words.phrases import phrase
from .ir import Cell, Listing, Page, Section, Table

_COMMANDS = """\
rivya-codegen changes origin/main --fail-on breaking
rivya-codegen changes v1.2.0 v1.3.0
rivya-codegen changes v1.2.0:old/specs ./specs"""

_ACCEPTED = """\
# specs/changes-ignore.yaml
ignore:
  - rule: option-removed
    subject: models/grok-imagine
    path: params.aspect_ratio.options
    reason: The vendor announced in May that 3:2 goes.
    until: 2999-12-31
  - rule: credits-raised
    subject: models/grok-*
    reason: Announced to all customers by mail.
    until: 2999-12-31"""

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
                say("changes.base"),
                (say("changes.base_about"), say("changes.base_store")),
                listings=(Listing(Fragment("bash"), _COMMANDS),),
            ),
            Section(
                say("changes.accepted"),
                (say("changes.accepted_about"), say("changes.accepted_review")),
                listings=(Listing(Fragment("yaml"), _ACCEPTED),),
            ),
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
