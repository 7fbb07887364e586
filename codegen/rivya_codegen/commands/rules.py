"""`rules`: explain the codes of problems."""

from __future__ import annotations

import argparse
import textwrap
from dataclasses import dataclass

from ..problems.problem import did_you_mean
from ..words.rules import Rule, rule_groups, rules
from .command import Command, argument, locale_option

_WIDTH = 100


def _rule(text: str) -> Rule:
    """Return the rule of a code, also where the code stands in its brackets."""
    code = text.strip("[]")
    if code not in rules():
        raise argparse.ArgumentTypeError(f"no rule is called {code!r}{did_you_mean(code, rules())}")
    return rules()[code]


@dataclass(frozen=True, kw_only=True)
class Rules(Command):
    """Explain the codes of problems: what they mean, how to mend them, an example."""

    codes: list[Rule] = argument(
        "the code of a problem (default: list all rules)", nargs="*", type=_rule, metavar="CODE"
    )
    locale: str = locale_option("messages")

    def run(self) -> int:
        if self.codes:
            print("\n\n".join(map(self._explained, self.codes)))
            return 0
        width = max(map(len, rules()))
        for group in rule_groups():
            print(group.title[self.locale])
            for rule in group.rules:
                print(f"  {rule.code:{width}}  {rule.means[self.locale]}")
        return 0

    def _explained(self, rule: Rule) -> str:
        wrapped = (textwrap.fill(text[self.locale], _WIDTH) for text in (rule.means, rule.mend))
        return "\n\n".join((rule.code, *wrapped, textwrap.indent(rule.difference, "  ")))
