"""`rules`: explain the codes of problems."""

from __future__ import annotations

import argparse
import textwrap

from ..problems.problem import did_you_mean
from ..words.rules import Rule, rule_groups, rules
from .command import Command, add_locale

_WIDTH = 100


def _rule(text: str) -> Rule:
    """Return the rule of a code, also where the code stands in its brackets."""
    code = text.strip("[]")
    if code not in rules():
        raise argparse.ArgumentTypeError(f"no rule is called {code!r}{did_you_mean(code, rules())}")
    return rules()[code]


def _add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "codes", nargs="*", type=_rule, metavar="CODE", help="the code of a problem (default: list all rules)"
    )
    add_locale(command)


def _run(options: argparse.Namespace) -> int:
    if options.codes:
        print("\n\n".join(_explained(rule, options.locale) for rule in options.codes))
        return 0
    width = max(map(len, rules()))
    for group in rule_groups():
        print(group.title[options.locale])
        for rule in group.rules:
            print(f"  {rule.code:{width}}  {rule.means[options.locale]}")
    return 0


def _explained(rule: Rule, locale: str) -> str:
    wrapped = (textwrap.fill(text[locale], _WIDTH) for text in (rule.means, rule.mend))
    return "\n\n".join((rule.code, *wrapped, textwrap.indent(rule.difference, "  ")))


RULES = Command(
    "rules", "Explain the codes of problems: what they mean, how to mend them, an example.", _run, _add_options
)
