"""The package of all golden cases that its tests call: made once, and seen by processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rivya_codegen.cli import main

TESTS = Path(__file__).parent.parent
CASES = ("kitchen-sink", "odd-ids", "odd-limits", "hostile-text", "unquoted-scalars", "chat-model", "url-input", "deprecated", "wire-types", "nested-parameters", "numbers", "texts", "nested-odd", "chat-parameters", "condition-overloads", "nullable", "reference-media", "options", "prices")  # fmt: skip


def generate(folder: Path) -> Path:
    """Generate the package of the golden cases and return the output folder."""
    specs = folder / "specs"
    shutil.copytree(TESTS.parent / "specs" / "wire", specs / "wire")
    shutil.copy(TESTS.parent / "specs" / "platform.yaml", specs)
    for case in CASES:
        shutil.copytree(TESTS / "cases" / case / "specs", specs, dirs_exist_ok=True)
    assert main(["generate", "--specs", str(specs), "--out", str(folder / "out")]) == 0
    return folder / "out"


def run(output: Path, *command: str, **variables: str) -> str:
    """Run a command that sees the generated package in place of the installed one."""
    environment = {**os.environ, "PYTHONPATH": str(output / "python"), "RIVYA_GENERATED": str(output), **variables}
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rendered_modules(output: Path) -> list[str]:
    """Return the modules that are not, byte for byte, in the committed package, which `make type` checks."""
    committed = TESTS.parent / "generated" / "python"
    modules = {path.relative_to(output / "python"): path for path in (output / "python" / "rivya").rglob("*.py")}
    return [
        path.as_posix()
        for path, module in sorted(modules.items())
        if not (committed / path).exists() or (committed / path).read_bytes() != module.read_bytes()
    ]
