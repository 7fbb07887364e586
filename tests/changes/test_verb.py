"""The verb `changes`: folders and git revisions, its formats, what it fails on, and the file of ignored changes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from rivya_codegen.cli import main

REPOSITORY = Path(__file__).parents[2]
BAD: dict[str, str] = yaml.safe_load((Path(__file__).parent / "bad_comparisons.yaml").read_text("utf-8"))
SPEC = Path("specs/models/grok-imagine.yaml")


def git(*arguments: str) -> None:
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def changed(project: Path) -> Path:
    """A git repository whose working tree has an option less and a higher price than its last commit."""
    shutil.copy(REPOSITORY / SPEC, SPEC)
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "Specs")
    git("tag", "v1")
    text = SPEC.read_text("utf-8")
    SPEC.write_text(text.replace('"3:2", ', "").replace("base: 4", "base: 6"), "utf-8")
    return project


def test_a_base_in_the_earlier_form_of_lists(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, today = project / "specs" / "models" / "dubbing.yaml", "items: {type: object, fields: {x: "
    shutil.copy(REPOSITORY / "tests" / "cases" / "nested-parameters" / "specs" / "models" / spec.name, spec)
    text = spec.read_text("utf-8")
    assert today in text
    spec.write_text(
        text.replace(today, "items: {x: ").replace("y: {type: number, min: 0}}}", "y: {type: number, min: 0}}"), "utf-8"
    )
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "Specs")
    assert main(["changes", "HEAD"]) == 1  # it is only read of what is compared with
    assert "the key `type` is missing; `params.regions.items` needs it" in capsys.readouterr().err
    spec.write_text(text, "utf-8")
    assert main(["changes", "HEAD"]) == 0
    assert capsys.readouterr().out == "No changes.\n"


def ignore(*rows: str) -> None:
    Path("specs/changes-ignore.yaml").write_text("ignore:\n" + "".join(f"  - {row}\n" for row in rows), "utf-8")


def test_the_working_tree_against_a_revision(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "v1"]) == 0
    out = capsys.readouterr().out
    assert 'breaking  params.aspect_ratio.options: "3:2" → —  [option-removed]' in out
    assert "risky     credits.base: 4 → 6  [credits-raised]" in out
    assert out.endswith("1 breaking, 1 risky.\n")
    assert changed.is_dir()


@pytest.mark.parametrize("base", ["HEAD", "v1:specs", "./old"])
@pytest.mark.parametrize("head", [None, "./specs"])
def test_revisions_and_folders_say_the_same(
    changed: Path, base: str, head: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    git("worktree", "add", "--quiet", "other", "v1")
    shutil.copytree(changed / "other" / "specs", "old")
    assert main(["changes", base, *([head] if head else []), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["summary"] == {"breaking": 1, "risky": 1, "safe": 0, "text": 0}
    assert [(row["rule"], row["subject"], row["path"], row["old"], row["new"]) for row in report["changes"]] == [
        ("option-removed", "models/grok-imagine", "params.aspect_ratio.options", "3:2", None),
        ("credits-raised", "models/grok-imagine", "credits.base", 4, 6),
    ]


def test_a_skeleton_is_left_out(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a warning; a model that the base has does not go because something in its spec is to be filled in."""
    assert main(["new", "brand-new"]) == 0
    capsys.readouterr()
    assert main(["changes", "v1"]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("1 breaking, 1 risky.\n")
    assert "brand-new" not in said.out
    assert said.err.startswith("specs/models/brand-new.yaml: warning: left out of the output")
    git("add", ".")
    git("commit", "--quiet", "--message", "With a skeleton")
    assert main(["changes", "HEAD"]) == 0
    text = SPEC.read_text("utf-8")
    SPEC.write_text(text.replace("category: image", "category: TODO"), "utf-8")
    assert main(["changes", "v1"]) == 1
    assert "[placeholder]" in capsys.readouterr().err
    assert changed.is_dir()


def test_from_new_to_old_is_safe(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "./specs", "v1", "--fail-on", "risky"]) == 0
    assert capsys.readouterr().out.endswith("2 safe.\n")
    assert changed.is_dir()


@pytest.mark.usefixtures("changed")
def test_what_it_fails_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "v1", "--fail-on", "breaking"]) == 1
    until = "until: 2999-12-31"
    ignore(f"{{rule: option-removed, reason: Announced in May., {until}}}")
    assert main(["changes", "v1", "--fail-on", "breaking"]) == 0
    assert main(["changes", "v1", "--fail-on", "risky"]) == 1
    ignore(
        f"{{rule: option-removed, subject: models/grok-*, path: params.*, reason: Announced., {until}}}",
        f"{{rule: credits-raised, reason: Announced., {until}}}",
        f"{{rule: kind-removed, reason: Never happened., {until}}}",
    )
    capsys.readouterr()
    assert main(["changes", "v1", "--fail-on", "risky"]) == 0
    printed = capsys.readouterr()
    assert printed.out.endswith("2 ignored.\n")
    assert "Ignored: Announced. (2999-12-31)" in printed.out
    assert printed.err.splitlines() == [BAD["unused"]]


@pytest.mark.usefixtures("changed")
def test_rows_without_reason_expired_or_of_no_rule_are_findings(capsys: pytest.CaptureFixture[str]) -> None:
    ignore("{rule: option-removed, until: 2999-12-31}")
    assert main(["changes", "v1"]) == 1
    assert "specs/changes-ignore.yaml:2:5: error: " in (said := capsys.readouterr().err)
    assert "`reason`" in said
    ignore(
        "{rule: option-remove, reason: A., until: 2999-12-31}", "{rule: credits-raised, reason: B., until: 2020-01-01}"
    )
    assert main(["changes", "v1"]) == 1
    assert capsys.readouterr().err.splitlines()[:-1] == [BAD["no rule"], BAD["expired"]]
    assert main(["changes", "v1", "--ignore", "nowhere.yaml"]) == 1
    assert capsys.readouterr().err.startswith("nowhere.yaml: error: cannot be read")


@pytest.mark.usefixtures("changed")
def test_annotations_name_the_line_of_the_new_spec(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "v1", "--format", "github"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=specs/models/grok-imagine.yaml,line=")
    assert ",title=models/grok-imagine%3A option-removed::" in first
    assert '::params.aspect_ratio.options: "3:2" → —%0AThe option is refused. ' in first
    assert second.startswith("::warning file=specs/models/grok-imagine.yaml,line=")
    assert ",title=models/grok-imagine%3A credits-raised::" in second


@pytest.mark.usefixtures("changed")
def test_markdown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "v1", "--format", "markdown", "--locale", "zh-Hant"]) == 0
    out = capsys.readouterr().out
    assert "| 程度 | 位置 | 舊值 | 新值 | 意義 |" in out
    assert '| 不相容 | `params.aspect_ratio.options` | `"3:2"` | — | 這個選項會被拒絕。請改用 `3:2` 以外的選項。' in out


@pytest.mark.usefixtures("changed")
def test_what_cannot_be_compared(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*arguments: str) -> str:
        assert main(["changes", *arguments]) == 1
        return capsys.readouterr().err

    assert said("v7").splitlines()[0] == BAD["no revision"]
    assert said("--", "--output=x").startswith("--output=x: error: neither a folder nor a revision")
    assert said("v1:docs").splitlines()[0] == BAD["no folder"]
    assert said("v1", "v1:specs/models").startswith("v1:specs/models/platform.yaml: error: no such file")
    SPEC.write_text(SPEC.read_text("utf-8").replace("category: image", "category: picture"), "utf-8")
    git("commit", "--quiet", "--all", "--message", "Wrong")
    assert said("HEAD", "v1").startswith("HEAD:specs/models/grok-imagine.yaml:4:11: error: ")
    outside = Path.cwd().parent / "outside"
    shutil.copytree("specs", outside / "specs")
    expected = BAD["outside"].format(folder=outside / "specs", root=Path.cwd())
    assert said("v1", "--specs", str(outside / "specs")).splitlines()[0] == expected
    monkeypatch.chdir(outside)
    assert said("v1").splitlines()[0] == BAD["no git"]


@pytest.mark.parametrize("arguments", [[], ["a", "b", "c"], ["a", "--fail-on", "text"], ["a", "--format", "xml"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["changes", *arguments])
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.usefixtures("changed")
def test_a_difference_deep_in_an_example_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The change names the smallest part that differs, and long texts are shown from where they begin to differ."""
    git("commit", "--quiet", "--all", "--message", "Change")
    data = yaml.safe_load(SPEC.read_text("utf-8"))
    for word in ("calm", "wild"):
        data["examples"]["minimal"]["prompt"] = f"{'A lighthouse at dusk. ' * 10}The sea is {word}."
        SPEC.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
        if word == "calm":
            git("commit", "--quiet", "--all", "--message", "A long prompt")
    assert main(["changes", "HEAD"]) == 0
    out = capsys.readouterr().out
    assert (
        'examples.minimal.prompt: …at dusk. The sea is calm." → …at dusk. The sea is wild."  [example-changed]' in out
    )
