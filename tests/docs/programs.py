"""The programs that our pages show: how to find them, and how to run one against the emulator."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image
from rivya.emulator import Emulator


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run(program: str, folder: Path, emulator: Emulator) -> str:
    Image.new("RGB", (8, 8), "red").save(folder / "cat.png")
    Image.new("RGB", (8, 8), "blue").save(folder / "reference-image.png")
    # The shipped polling advice is for the real service; two seconds of patience are enough for the emulator.
    environment = {"RIVYA_API_KEY": emulator.key, "RIVYA_BASE_URL": emulator.url, "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
