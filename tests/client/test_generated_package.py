"""Generate from a small spec, import the result, call it: in a process of its own, against the freshly made package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rivya_codegen.cli import main

TESTS = Path(__file__).parent.parent


def generate(project: Path, case: str) -> Path:
    """Generate the package of a golden case and return the output folder."""
    shutil.copytree(TESTS / "cases" / case / "specs", project / "specs", dirs_exist_ok=True)
    assert main(["generate", "--out", "out"]) == 0
    return project / "out"


def run(output: Path, *command: str) -> str:
    """Run a command that sees the generated package in place of the installed one."""
    environment = {**os.environ, "PYTHONPATH": str(output / "python"), "RIVYA_GENERATED": str(output)}
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "case", ["kitchen-sink", "odd-ids", "odd-limits", "hostile-text", "unquoted-scalars", "chat-model", "url-input"]
)
def test_vectors_of_case_hold_for_every_consumer(case: str, project: Path, repository: Path) -> None:
    output = generate(project, case)
    printed = run(
        output, "-m", "pytest", "-p", "no:cacheprovider", f"--rootdir={repository}", str(TESTS / "test_vectors.py")
    )
    assert " passed" in printed


def test_odd_ids_are_callable_under_sensible_names(project: Path) -> None:
    output = generate(project, "odd-ids")
    program = """
from rivya import Rivya
from rivya.emulator import Emulator
with Emulator() as emulator, Rivya(emulator.key, base_url=emulator.url) as client:
    for call in (client.image.model_4o_image, client.image.class_, client.video.gpt_5_4_chat, client.image.z):
        print(call.create("A lighthouse").model)
"""
    assert run(output, "-c", program).split() == ["4o-image", "class", "gpt-5.4-chat", "z"]


def test_text_of_a_spec_stays_text(project: Path) -> None:
    output = generate(project, "hostile-text")
    program = """
import rivya.models.hostile as module, sys
print(module.Hostile.__doc__ == 'Ends with a quote "')
print('os' in vars(module) or 'os' in vars(sys.modules['rivya']))
"""
    assert run(output, "-c", program).split() == ["True", "False"]


@pytest.mark.parametrize("checker", [["mypy", "--strict"], ["pyright", "--pythonpath", sys.executable]])
def test_generated_code_passes_strict_checkers(checker: list[str], project: Path) -> None:
    for case in ("kitchen-sink", "odd-ids", "hostile-text", "chat-model", "deprecated", "url-input"):
        shutil.copytree(TESTS / "cases" / case / "specs", project / "specs", dirs_exist_ok=True)
    assert main(["generate", "--out", "out"]) == 0
    package = project / "out" / "python"
    (package / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict", "include": ["rivya"]}')
    done = subprocess.run(
        [sys.executable, "-m", *checker, "rivya" if checker[0] == "mypy" else "."],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
