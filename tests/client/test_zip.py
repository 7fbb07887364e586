"""The package in a zip: what it reads of itself is read by its loader, so the emulator runs from there too."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import httpx
import pytest

RIVYA = Path(__file__).parents[2] / "generated" / "python" / "rivya"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zip")
    shutil.copytree(RIVYA, folder / "app" / "rivya", ignore=shutil.ignore_patterns("__pycache__"))
    zipapp.create_archive(folder / "app", folder / "rivya.pyz", main="rivya.emulator.__main__:main")
    shutil.rmtree(folder / "app")
    return folder / "rivya.pyz"


def run(archive: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(archive)}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.Popen(
        command, env=environment, cwd=archive.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("module", [False, True])
def test_the_emulator_runs_from_a_zip(archive: Path, module: bool) -> None:
    with run(archive, *(["-m", "rivya.emulator"] if module else [str(archive)]), "--port", "0") as process:
        try:
            assert process.stdout is not None
            url = next(found[1] for line in process.stdout if (found := re.search(r"RIVYA_BASE_URL=(\S+)", line)))
            assert httpx.get(f"{url}/api/v1/models").json() == json.loads((RIVYA / "catalog.json").read_bytes())
            assert httpx.get(f"{url}/api/v1/openapi.json").content == (RIVYA / "openapi.json").read_bytes()
            code = f"""
import rivya
assert ".pyz" in rivya.__file__
with rivya.Rivya("rvya_sk_emulator", base_url={url!r}, poll=rivya.PollPolicy(first=0.05, interval=0.05)) as client:
    model = client.models.list().data[0].id
    assert client.generations.create({{"model": model, "prompt": "A lighthouse"}}).wait().result
    assert client.credits.retrieve().current_credits < 1000
"""
            with run(archive, "-c", code) as caller:
                assert caller.communicate(timeout=60) == ("", "")
            process.terminate()
            assert process.communicate(timeout=60)[1] == ""
        finally:
            process.kill()


def test_its_assumptions_are_told_from_a_zip(archive: Path) -> None:
    with run(archive, str(archive), "--assumptions") as process:
        told, errors = process.communicate(timeout=60)
    assert (errors, process.returncode) == ("", 0)
    assert "`Idempotency-Key`" in told
