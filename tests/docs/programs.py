"""The programs that our pages show: how to find them, and how to run one against the emulator."""

from __future__ import annotations

import io
import re
import warnings
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from PIL import Image
from rivya.emulator import Emulator


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run(program: str, folder: Path, emulator: Emulator) -> str:
    """Run a program in a folder, as the main one, and return what it prints."""
    Image.new("RGB", (8, 8), "red").save(folder / "cat.png")
    Image.new("RGB", (8, 8), "blue").save(folder / "reference-image.png")
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning ends no program
        patch.setenv("RIVYA_API_KEY", emulator.key)
        patch.setenv("RIVYA_BASE_URL", emulator.url)
        patch.chdir(folder)
        exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    return printed.getvalue()
