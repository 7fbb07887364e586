"""The programs that our pages show: how to find them, and how to run one against the emulator."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest
from PIL import Image
from rivya._transport.flow import Sleep
from rivya.emulator import Emulator, ManualClock


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@contextmanager
def serving() -> Iterator[Emulator]:
    """An emulator for programs of this process. Its time is what they sleep, and they sleep no time of ours."""
    clock = ManualClock()

    def duration(sleep: Sleep, chance: float) -> float:
        clock.advance(sleep.seconds)
        return 0.0

    with pytest.MonkeyPatch.context() as patch, Emulator(clock=clock) as emulator:
        patch.setattr(Sleep, "duration", duration)
        yield emulator


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
