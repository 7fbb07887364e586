"""Applications that are frozen into one file: what the package loads by name is named where their tools look for it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from modulefinder import ModuleFinder
from pathlib import Path

import pytest

PYTHON = Path(__file__).parents[2] / "generated" / "python"
MODULES = {
    ".".join(path.relative_to(PYTHON).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (PYTHON / "rivya").rglob("*.py")
}
EMULATOR = {name for name in MODULES if "emulator" in name.split(".")}
"""What needs the extra `emulator`; its own programs are named by those who start them."""
STARTED = {"rivya.emulator.__main__", "rivya.emulator.pytest_plugin"}
COMMAND = {"rivya.emulator.command_line", "rivya.emulator.undocumented"}
USE = """
import sys
sys.path.insert(0, sys.argv[1])
import rivya
from rivya import webhooks
assert ".zip" in rivya.__file__
client = rivya.Rivya("key", locale="zh-TW")
for model in client._models_by_id:
    assert client._transport.settings.table_of(model).id == model
try:
    client.image.z_image.create(prompt="")
except rivya.ValidationError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("program", "needed"),
    [
        ("import rivya", MODULES.keys() - EMULATOR),
        ("from rivya.emulator import Emulator", MODULES.keys() - STARTED - COMMAND),
        ("import rivya.emulator.__main__", MODULES.keys() - STARTED),
    ],
)
def test_every_module_is_found(program: str, needed: set[str], tmp_path: Path) -> None:
    script = tmp_path / "application.py"
    script.write_text(program)
    # The rest of the world is none of ours, and large.
    finder = ModuleFinder([str(PYTHON)])
    finder.run_script(str(script))
    assert needed - finder.modules.keys() == set()


def test_every_model_works_from_an_archive(tmp_path: Path) -> None:
    archive = tmp_path / "application.zip"
    with zipfile.ZipFile(archive, "w") as written:
        for path in MODULES.values():
            written.write(path, path.relative_to(PYTHON))
    done = subprocess.run(
        [sys.executable, "-c", USE, str(archive)], capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "prompt" in done.stdout
