"""Each rule has a case, and each case gives exactly its rule; backwards it gives the mirrored one."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import chain

import pytest
from changes.trees import CASES, FOLDER, Case, changes_of
from rivya_codegen.changes import RULES, Change, Severity
from rivya_codegen.changes.report import hint_of, value_text
from rivya_codegen.changes.rules import UNSEEN

EXPECTED = FOLDER / "expected.txt"


@cache
def both_ways(rule: str) -> tuple[list[Change], list[Change]]:
    """Return what the case of a rule changes, and what it changes backwards."""
    return changes_of(CASES[rule]), changes_of(CASES[rule].backwards())


def test_the_mirror_of_a_mirror_is_the_rule() -> None:
    for rule in RULES.values():
        assert RULES[rule.mirror].mirror == rule.id
        assert bool(rule.unseen) == bool(RULES[rule.mirror].unseen), rule.id


def test_each_rule_says_why_and_what_to_do_in_both_languages() -> None:
    for rule in RULES.values():
        assert rule.unseen is None or set(UNSEEN[rule.unseen]) == {"en", "zh-Hant"}
        assert set(rule.text) == {"en", "zh-Hant"}
        for text in rule.text.values():
            assert text.reason.endswith((".", "。")), rule.id
            assert bool(text.hint) == (rule.severity is Severity.BREAKING), rule.id


def test_each_rule_has_a_case() -> None:
    assert set(CASES) | {RULES[rule].mirror for rule in CASES} == set(RULES)
    assert not [rule for rule in CASES if RULES[rule].mirror in CASES and RULES[rule].mirror != rule]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_case_gives_its_rule_and_backwards_the_mirror(case: Case) -> None:
    there, back = both_ways(case.rule)
    assert Counter(row.rule.id for row in there) == Counter([case.rule, *case.also])
    assert Counter((RULES[row.rule.mirror].id, row.path, str(row.new), str(row.old)) for row in back) == Counter(
        (row.rule.id, row.path, str(row.old), str(row.new)) for row in there
    )


def test_what_comes_out(request: pytest.FixtureRequest) -> None:
    lines: list[str] = []
    for case in CASES.values():
        lines += ["", f"# {case.rule}"]
        for row in chain(*both_ways(case.rule)):
            place = f" {row.dotted}" if row.path else ""
            lines.append(
                f"{row.rule.severity.value:8}  {row.rule.id}{place}: {value_text(row.old)} → {value_text(row.new)}"
            )
            lines += [f"          {hint_of(row, 'en')}"] if row.rule.severity is Severity.BREAKING else []
    text = "\n".join(lines[1:]) + "\n"
    if request.config.getoption("--update"):
        EXPECTED.write_text(text, "utf-8")
    assert text == EXPECTED.read_text("utf-8")
