"""Names that some system cannot hold as files, wherever a name becomes one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rivya_codegen.cli import main
from rivya_codegen.text.portable_paths import is_portable_name, is_portable_path

BAD = [
    *("con", "CON", "prn", "aux", "nul", "com1", "lpt9", "com0", "COM¹", "conin$", "aux.1", "nul.tar.gz", "con .txt"),
    *("a.", "a ", "...", "", "a:b", "a?", "a*", "a<b", "a|b", 'a"b', "a\\b", "a\tb", "a\x7f", "x" * 201, "é" * 101),
]
GOOD = ["console", "com", "com10", "lpt", "auxiliary", "a.aux", "null", "1con", "a b", "é", "一", ".github", "x" * 200]


@pytest.mark.parametrize("name", BAD)
def test_what_windows_cannot_hold(name: str) -> None:
    assert not is_portable_name(name)
    assert not is_portable_path(f"a/{name or ' '}/b")


@pytest.mark.parametrize("name", GOOD)
def test_what_every_system_holds(name: str) -> None:
    assert is_portable_name(name)


@pytest.mark.parametrize("name", ["con", "aux.1", "com1-x", "nul.yaml"])
def test_a_new_model_has_a_portable_id(name: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["new", name])
    assert code == (0 if name == "com1-x" else 1)
    assert ("[name-unportable]" in capsys.readouterr().err) == bool(code)


@pytest.mark.parametrize("output", ["{locale}/c{id}.", "com{id}.txt", "{id}/aux.{locale}", "l/{id} /{locale}"])
def test_no_output_is_unportable(output: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even by what is filled in."""
    spec = Path("specs/models/1.yaml")
    shutil.copy(Path(__file__).parent.parent / "cases" / "artefact-added" / "specs" / "models" / "model.yaml", spec)
    text = spec.read_text("utf-8").replace("\nid: model\n", '\nid: "1"\npython_name: one\n')
    spec.write_text(text if "\nid" in text else text.replace("id: model\n", 'id: "1"\npython_name: one\n', 1), "utf-8")
    Path("own").mkdir()
    Path("own/a.jinja").write_text("x", "utf-8")
    scope = "page" if "locale" in output else "model"
    row = f"artefacts:\n  - {{template: a.jinja, output: '{output}', scope: {scope}}}\n"
    Path("own/artefacts.yaml").write_text(row, "utf-8")
    assert main(["generate", "--out", "out", "--templates", "own"]) == 1
    assert "[artefact-path]" in capsys.readouterr().err
