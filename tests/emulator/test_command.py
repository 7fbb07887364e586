"""The emulator as a program: what it prints, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from emulator.small_world import SmallEmulator

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(ROOT / "codegen")])}


@contextmanager
def program(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", "-m", "emulator.command_line", *arguments]
    process = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def run(*arguments: str, code: str = "pass") -> subprocess.CompletedProcess[str]:
    start = f"{code}; import runpy; runpy.run_module('emulator.command_line', run_name='__main__')"
    command = [sys.executable, "-c", start, *arguments]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_how_to_reach_it_and_ends_quietly(ending: signal.Signals) -> None:
    with program("--port", "0", "--credits", "12", "--key", "rvya_sk_demo") as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not (lines and "RIVYA_API_KEY" in lines[-1]):
            lines.append(process.stdout.readline())
            assert lines[-1], "the program ended"
        text = "".join(lines)
        exported = dict(re.findall(r"^  export (\w+)=(\S+)$", text, re.MULTILINE))
        assert exported["RIVYA_API_KEY"] == "rvya_sk_demo"
        assert f"at {exported['RIVYA_BASE_URL']} with 12 credits" in text
        headers = {"Authorization": f"Bearer {exported['RIVYA_API_KEY']}"}
        balance = httpx.get(f"{exported['RIVYA_BASE_URL']}/api/v1/credits", headers=headers)
        assert balance.json() == {"current_credits": 12}
        process.send_signal(ending)
        rest, errors = process.communicate(timeout=5)
    assert (process.returncode, rest.strip(), errors) == (0, "", "")


def test_a_port_in_use_is_one_line(server: SmallEmulator) -> None:
    ended = run("--port", str(server.port))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"python -m rivya.emulator: cannot listen on 127.0.0.1 port {server.port}: ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["no.such.host.invalid", "x" * 300])
def test_a_host_that_is_not_there_is_one_line(host: str) -> None:
    ended = run("--port", "0", "--host", host)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "65536"],
        ["--port", "x"],
        ["--credits", "-1"],
        ["--credits", "nan"],
        ["--key", "a b"],
        ["--what"],
        ["x"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "usage: python -m rivya.emulator" in ended.stderr


@pytest.mark.parametrize("module", ["starlette", "uvicorn", "python_multipart", "PIL"])
def test_a_missing_extra_is_named(module: str) -> None:
    ended = run("--port", "0", code=f"import sys; sys.modules[{module!r}] = None")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert module in ended.stderr
    assert "pip install 'rivya[emulator]'" in ended.stderr
    assert ended.stderr.count("\n") == 1
