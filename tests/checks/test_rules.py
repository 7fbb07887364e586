"""The table of rules is whole: one row per code, complete in every locale, and each rule has been seen to fire."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
import rivya_codegen
from rivya_codegen.cli import main
from rivya_codegen.source.settings import BUILT_IN_TEMPLATES
from rivya_codegen.words.locales import LOCALES, texts_of_kind, words_of_kind
from rivya_codegen.words.messages import request_messages
from rivya_codegen.words.rules import Rule, rule_groups, rules

TESTS = Path(__file__).parent.parent
GOLDEN = [*TESTS.glob("cases/*/stderr.txt"), *TESTS.glob("*/bad_*.yaml")]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PARTS = texts_of_kind("parts")


def test_there_is_one_rule_per_code() -> None:
    assert sum(len(group.rules) for group in rule_groups()) == len(rules())
    assert set(LOCALES) == {path.name for path in (BUILT_IN_TEMPLATES / "docs").iterdir() if path.is_dir()} - {"code"}


@pytest.mark.parametrize("kind", ["problems", "parts", "requests", "changes"])
def test_the_words_of_every_locale_have_the_same_keys(kind: str) -> None:
    first, *others = (_keys(words_of_kind(kind)[locale]) for locale in LOCALES)
    assert all(keys == first for keys in others)


def _keys(table: dict[str, object]) -> list[list[str]]:
    """Return the keys of a table, part by part; the names of groups are words themselves."""
    return [list(part) if isinstance(part, dict) else [key] for key, part in table.items()]


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_a_rule_is_complete_in_every_locale(rule: Rule) -> None:
    for texts in (rule.means, rule.mend):
        assert tuple(texts) == LOCALES
        assert texts["en"].endswith(".")
        assert texts["en"].replace("…", "").isascii()
        assert len(texts["en"]) > 5
        assert texts["zh-Hant"].endswith("。")
        assert CHINESE.search(texts["zh-Hant"])
    assert rule.good
    assert rule.bad != rule.good or rule.code == "address-slow"


def test_each_rule_has_been_seen_to_fire() -> None:
    seen = set(re.findall(r"\[([a-z-]+)\]['\"]?$", "\n".join(map(_text, GOLDEN)), re.MULTILINE))
    assert sorted(seen) == sorted(rules())


def _text(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "texts"),
    [*((rule.code, rule.message) for rule in rules().values()), *request_messages().items(), *PARTS.items()],
)
def test_a_message_has_the_same_parameters_in_every_locale(code: str, texts: dict[str, str]) -> None:
    assert tuple(texts) == LOCALES, code
    english, chinese = (
        {name for _, name, _, _ in string.Formatter().parse(texts[locale]) if name} for locale in LOCALES
    )
    assert english == chinese, code


def test_all_words_are_used() -> None:
    code = "\n".join(map(_text, Path(rivya_codegen.__file__).parent.rglob("*.py")))
    reasons = {f"pattern-{reason}" for reason in re.findall(r'PatternError\("([a-z-]+)"', code)}
    assert [word for word in PARTS if f'"{word}"' not in code and word not in reasons] == []


def test_the_verb_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--locale", "zh-Hant"]) == 0
    listed = re.findall(r"^  ([a-z-]+)  ", capsys.readouterr().out, re.MULTILINE)
    assert listed == list(rules())


def test_the_verb_explains_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "[range-reversed]", "yaml-empty"]) == 0
    assert capsys.readouterr().out == (
        "range-reversed\n\n"
        "The lower bound is greater than the upper one, so that no value fits.\n\n"
        "Swap the two, or correct the one that is wrong.\n\n"
        "  - {type: number, min: 5, max: 3}\n"
        "  + {type: number, min: 3, max: 5}\n\n"
        "yaml-empty\n\n"
        "The file has nothing in it.\n\n"
        "Write the spec, or delete the file.\n\n"
        "  + id: z-image\n"
    )


def test_an_unknown_code_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["rules", "range-revised"])
    assert "no rule is called 'range-revised' (did you mean \"range-reversed\"?)" in capsys.readouterr().err
