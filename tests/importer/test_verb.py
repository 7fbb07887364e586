"""The verb `import`: what it prints, what it writes, and what a dry run leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from importer.samples import PAGES, expected, text_of
from rivya_codegen.cli import main

DATE = ["--reviewed", "2026-05-11"]


def page_in(project: Path, name: str, **replaced: str) -> str:
    text = text_of("z-image")
    for old, new in replaced.items():
        text = text.replace(old.replace("_", " "), new)
    (project / name).write_text(text, "utf-8")
    return name


def test_a_dry_run_of_a_new_model(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(PAGES / "z-image.en.md"), "--dry-run", *DATE]) == 0
    out, err = capsys.readouterr()
    text = expected("z-image", "en")
    count = text.count("\n")
    assert out.splitlines() == [
        f"specs/models/z-image.yaml: new, {count} lines",
        "--- /dev/null",
        "+++ b/specs/models/z-image.yaml",
        f"@@ -0,0 +1,{count} @@",
        *(f"+{line}" for line in text.splitlines()),
    ]
    assert err == "Dry run: nothing was written.\n"
    assert list((project / "specs" / "models").iterdir()) == []


LIMIT = " of up to 1,000 characters"
"""In the summary of the page, which would say the old limit against the new one."""


def test_a_dry_run_shows_what_force_would_change(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = project / "specs" / "models" / "z-image.yaml"
    before = expected("z-image", "en").replace(LIMIT, "")
    spec.write_text(before, "utf-8")
    name = page_in(project, "page.md", **{"1000 characters": "900 characters", "Shape": "Form", LIMIT: ""})
    assert main(["import", name, "--dry-run", "--force", "--texts", *DATE]) == 0
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "specs/models/z-image.yaml: 1 fact and 1 text changed",
        "  prompt.max_length: 1000 → 900",
        '  text.en.params.aspect_ratio: "Shape (width to height ratio) of the picture." → "Form (width to height ratio) of the picture."',
        *_diff(before),
    ]
    assert spec.read_text("utf-8") == before
    assert main(["import", name, "--force", "--texts", *DATE]) == 0
    assert capsys.readouterr().out == "\n".join(out.splitlines()[:3]) + "\n"
    assert main(["import", name, *DATE]) == 0
    assert capsys.readouterr().out == "specs/models/z-image.yaml: no changes\n"


def _diff(text: str) -> list[str]:
    lines = text.splitlines()
    limit = lines.index("  max_length: 1000")
    shape = next(at for at, line in enumerate(lines) if "Shape (" in line)
    return [
        "--- a/specs/models/z-image.yaml",
        "+++ b/specs/models/z-image.yaml",
        f"@@ -{limit - 2},7 +{limit - 2},7 @@",
        *(f" {line}" for line in lines[limit - 3 : limit]),
        "-  max_length: 1000",
        "+  max_length: 900",
        *(f" {line}" for line in lines[limit + 1 : limit + 4]),
        f"@@ -{shape - 2},{len(lines) - shape + 3} +{shape - 2},{len(lines) - shape + 3} @@",
        *(f" {line}" for line in lines[shape - 3 : shape]),
        f"-{lines[shape]}",
        f"+{lines[shape].replace('Shape', 'Form')}",
        *(f" {line}" for line in lines[shape + 1 :]),
    ]


def test_a_conflict_is_one_in_a_dry_run_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "specs" / "models" / "z-image.yaml").write_text(expected("z-image", "en"), "utf-8")
    name = page_in(project, "page.md", **{"1000 characters": "900 characters", LIMIT: ""})
    assert main(["import", name, "--dry-run", *DATE]) == 1
    assert capsys.readouterr().err == (
        "page.md:18:1: error: prompt.max_length: 900 on the page, 1000 in the spec (specs/models/z-image.yaml:14:15); "
        "correct one of them, or let the page win with --force [page-conflict]\n"
        "1 problem; nothing was written. What a code means: rivya-codegen rules CODE\n"
    )


def test_several_pages_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("z-image.zh-Hant", "gpt-5-2-chat.en.stripped", "z-image.en", "sora-2.en")
    assert main(["import", *(str(PAGES / f"{name}.md") for name in names), *DATE]) == 0
    out = capsys.readouterr().out
    assert [line.split(":")[0] for line in out.splitlines() if not line.startswith(" ")] == [
        f"specs/models/{model}.yaml" for model in ("gpt-5-2-chat", "sora-2", "z-image")
    ]
    assert "  input_status: available_text, which the page does not say; it follows from the rest" in out
    written = project / "specs" / "models" / "z-image.yaml"
    assert written.read_text("utf-8") == expected("z-image", "en", "zh-Hant")


@pytest.mark.usefixtures("project")
def test_a_mime_type_that_the_platform_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    text = text_of("happyhorse-1-0").replace("video/quicktime", "video/quicktim")
    Path("page.md").write_text(text, "utf-8")
    assert main(["import", "page.md", *DATE]) == 1
    (problem, _) = capsys.readouterr().err.splitlines()
    assert problem.startswith(
        'page.md:48:19: error: "video/quicktim" is not a MIME type of video files (did you mean "video/quicktime"?); known: '
    )
    assert problem.endswith("[mime-type-kind]")


@pytest.mark.usefixtures("project")
def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "page.md"]) == 1
    assert capsys.readouterr().err.startswith("page.md: error: cannot be read: No such file or directory")
