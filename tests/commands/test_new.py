"""The verb `new`: a skeleton that `validate` goes through place by place, and that is a spec once all are filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rivya_codegen.cli import main

FILLED = {
    "category": "video",
    "availability": "available",
    "input_status": "partial_requires_files",
    'inputs: ["TODO"]': 'inputs: ["text", "file"]',
    "files_api": "required_for_reference_modes",
    "base": "5",
    "billing": "FIXED",
    "required": "true",
    "max_length": "100",
    "streaming": "true",
    "web_search": "null",
    "image_attachments": "true",
    "thoughts": "null",
    "errors": '["not_found"]',
}


def example(lines: list[str], key: str) -> str:
    """Return the entry that the comment above a key shows, without its comment signs."""
    end = next(at for at, line in enumerate(lines) if line.startswith(f"{key}:"))
    start = max(at for at in range(end) if not lines[at].startswith("#   "))
    return "\n".join([f"{key}:", *(line.removeprefix("# ") for line in lines[start + 1 : end])])


def fill(text: str, *, chat: bool) -> str:
    """Put something in each place, using the examples of the comments as they stand."""
    lines = text.splitlines()
    for key in () if chat else ("params", "references"):
        text = text.replace(f"\n{key}: TODO", f"\n{example(lines, key)}")
    for key, value in FILLED.items():
        text = text.replace(key, value) if "TODO" in key else text.replace(f"{key}: TODO", f"{key}: {value}")
    sentences = "\n    params:\n      aspect_ratio: Shape.\n    reference_rule: Six files."
    return text.replace("summary: TODO", "summary: A model." + ("" if chat else sentences))


@pytest.mark.parametrize("category", ["video", "chat"])
def test_a_skeleton_is_filled_in(project: Path, category: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "kling-9", "--category", category, "--name", "可靈 9: #1", "--reviewed", "2026-05-11"]) == 0
    path = project / "specs" / "models" / "kling-9.yaml"
    text = path.read_text("utf-8")
    assert f"\n# One of: image, video, audio, chat.\ncategory: {category}\n" in text
    capsys.readouterr()
    for verb in (["validate"], ["generate", "--out", "out"]):
        assert main(verb) == 1
        problems = capsys.readouterr().err.splitlines()[:-1]
        named = [
            int(re.match(r"specs/models/kling-9\.yaml:(\d+):\d+: error: still to be filled in", line)[1])
            for line in problems
        ]  # type: ignore[index]
        lines = text.splitlines()
        assert named == [at + 1 for at, line in enumerate(lines) if "TODO" in line and not line.startswith("#")]
    assert not (project / "out").exists()

    filled = fill(text, chat=category == "chat")
    path.write_text(filled, "utf-8")
    assert main(["validate"]) == 0, capsys.readouterr().err
    assert main(["new", "kling-9"]) == 1
    assert path.read_text("utf-8") == filled


def test_each_rest_of_a_placeholder_is_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts too, wherever they stand, once the facts are filled in."""
    assert main(["new", "kling-9", "--reviewed", "2026-05-11"]) == 0
    path = project / "specs" / "models" / "kling-9.yaml"
    text = fill(path.read_text("utf-8"), chat=False).replace("aspect_ratio: Shape.", 'aspect_ratio: "TODO: Shape."')
    path.write_text(text, "utf-8")
    assert main(["validate"]) == 1
    error = capsys.readouterr().err
    assert error.count("still to be filled in [placeholder]") == 3  # the name, and the parameter in both languages
    assert "\n3 problems; nothing was written." in error


@pytest.mark.parametrize("model_id", ["", "Kling", "a--b", "../a", "a" * 101, "a\n"])
def test_bad_ids(project: Path, model_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", model_id]) == 1
    assert "is not a model id" in capsys.readouterr().err
    assert list((project / "specs").rglob("*.yaml")) == [project / "specs" / "platform.yaml"]


def test_a_list_goes_past_a_broken_spec(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "kling-9", "--category", "video"]) == 0
    path = project / "specs" / "models" / "kling-9.yaml"
    (path.parent / "good.yaml").write_text(
        fill(path.read_text("utf-8"), chat=False).replace("id: kling-9", "id: good"), "utf-8"
    )
    capsys.readouterr()
    assert main(["list", "--category", "video"]) == 1
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.out.splitlines()] == ["ID", "good"]
    assert "kling-9.yaml" in printed.err
    assert main(["list", "--status", "studio_only"]) == 1
    assert capsys.readouterr().out.split() == ["ID", "CATEGORY", "CREDITS", "PARAMS", "STATUS"]
    assert main(["show", "good"]) == 1  # its name is still a placeholder
    assert "good.yaml:7:7: error: still to be filled in" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Kling\x1b", "\udcff", "a\x85b", "Kling\n9", "Kling\t9", "Kling 9\n"])
def test_a_name_that_no_spec_can_hold(project: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["new", "kling-9", "--name", name])
    assert "argument --name: " in (error := capsys.readouterr().err)
    assert error.endswith(" has a control character; write one line of text\n")
    assert not list((project / "specs" / "models").iterdir())
