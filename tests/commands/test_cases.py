"""Golden cases: a folder each with small specs, and the files or the messages that must come out.

`tests/cases/<name>/` holds `specs/` (the platform spec and wire types are added where missing), optionally `command`
(default: `generate --out out`), `templates/`, `site/`, in which plugins are installed, and `replace.yaml` (file → text →
other text, for faults in the files that are added). What must come out: `expected/` (these files, byte for byte, among
others), `stdout.txt`, `stderr.txt` (then the exit code must be 1). `make update` rewrites them; CI never does.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from rivya_codegen.cli import main

CASES = Path(__file__).parent.parent / "cases"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(
    case: Path,
    project: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ignored = shutil.ignore_patterns("expected", "std*.txt", "replace.yaml")
    shutil.copytree(case, project, dirs_exist_ok=True, ignore=ignored, symlinks=True)
    replace_texts(case, project)
    monkeypatch.syspath_prepend(project / "site")  # installed plugins
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    command = (case / "command").read_text() if (case / "command").exists() else "generate --out out"
    before = {path for path in project.rglob("*") if path.is_file()}

    code = main(shlex.split(command))

    printed = capsys.readouterr()
    if request.config.getoption("--update"):
        _update(case, project, printed.out, printed.err)
    failing = (case / "stderr.txt").exists()
    assert code == (1 if failing else 0), printed.err
    for name, text in (("stdout.txt", printed.out), ("stderr.txt", printed.err)):
        if (case / name).exists():
            assert text == (case / name).read_text("utf-8")
    if failing:
        assert {path for path in project.rglob("*") if path.is_file()} == before, "a failed run wrote something"
    expected = _files(case / "expected")
    assert expected or failing or (case / "stdout.txt").exists(), "a case must expect something"
    for path, content in expected.items():
        assert (project / "out" / path).read_text("utf-8") == content, path


def replace_texts(case: Path, project: Path) -> None:
    """Change what the `replace.yaml` of a case, if there is one, says of the files of a project."""
    table = case / "replace.yaml"
    for name, texts in yaml.safe_load(table.read_text("utf-8")).items() if table.exists() else ():
        content = (project / name).read_text("utf-8")
        for old, new in texts.items():
            assert old in content, f"{name} has no {old!r}"
            content = content.replace(old, new)
        (project / name).write_text(content, "utf-8")


def _files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()}


def _update(case: Path, project: Path, out: str, err: str) -> None:
    if (case / "stdout.txt").exists():
        (case / "stdout.txt").write_text(out, "utf-8")
    if (case / "stderr.txt").exists():
        (case / "stderr.txt").write_text(err, "utf-8")
    for path in _files(case / "expected"):
        shutil.copy(project / "out" / path, case / "expected" / path)
