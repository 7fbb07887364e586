"""The emulator as a program: what it prints, and how it ends."""

from __future__ import annotations

import json
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
from emulator.receiver import Receiver
from emulator.small_world import SmallEmulator
from emulator.wire import GENERATIONS, assert_error, painting
from runtime.emulator._faults.faults import FAULT_HEADER, KINDS
from runtime.emulator.command_line import main
from runtime.emulator.undocumented import load_assumptions

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


def address(process: subprocess.Popen[str]) -> str:
    """Return where a program that was just started listens."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"RIVYA_BASE_URL=(\S+)", line):
            return found[1]
    raise AssertionError("the program ended")


def run(*arguments: str, code: str = "pass") -> subprocess.CompletedProcess[str]:
    start = f"{code}; import runpy; runpy.run_module('emulator.command_line', run_name='__main__')"
    command = [sys.executable, "-c", start, *arguments]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)


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
        rest, errors = process.communicate(timeout=60)
    assert (process.returncode, rest.strip(), errors) == (0, "", "")


def test_its_options_are_those_of_the_emulator() -> None:
    options = ["--rate-limit", "3/60", "--fault", "status=500;operation=credits.retrieve,fail", "--fault", "latency=0"]
    keys = ["--also-key", "old=revoked", "--also-key", "reader=credits:read,files:read"]
    with program("--port", "0", "--job-seconds", "0", *options, *keys) as process:
        url = address(process)

        def ask(key: str, path: str = "/api/v1/credits") -> int:
            return httpx.get(url + path, headers={"Authorization": f"Bearer {key}"}).status_code

        assert [ask("old"), ask("old")] == [500, 401]
        assert [ask("reader"), ask("reader", f"{GENERATIONS}/x")] == [200, 403]
        headers = {"Authorization": "Bearer rvya_sk_emulator"}
        task = httpx.post(url + GENERATIONS, json=painting(), headers=headers).json()
        assert httpx.get(f"{url}{GENERATIONS}/{task['id']}", headers=headers).json()["status"] == "failed"
        assert [ask("rvya_sk_emulator"), ask("rvya_sk_emulator")] == [200, 429]


def test_a_disabled_api_says_so() -> None:
    with program("--port", "0", "--disabled") as process:
        assert_error(httpx.get(f"{address(process)}/api/v1/models"), 503, "public_api_disabled")


def test_help_tells_what_is_served_and_every_fault() -> None:
    helped = run("--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    for word in ("chat with sessions and streams", "webhooks", "--allow-local-webhooks", "--assumptions", FAULT_HEADER):
        assert word in helped.stdout
    assert all(f"\n  {kind} " in helped.stdout for kind in KINDS)


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
        ["--also-key", "rvya_sk_other"],
        ["--also-key", "=revoked"],
        ["--also-key", "old key=revoked"],
        ["--also-key", "reader=nothing:read"],
        ["--job-seconds", "inf"],
        ["--rate-limit", "5"],
        ["--rate-limit", ""],
        ["--rate-limit", "5/x"],
        ["--rate-limit", "1/2/3"],
        ["--rate-limit", "0/5"],
        ["--rate-limit", "5/0"],
        ["--fault", "explode"],
        ["--fault", "drop=during"],
        ["--fault", "status=503;operation=nowhere"],
        ["--what"],
        ["x"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(SmallEmulator, arguments)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage: python -m rivya.emulator" in printed.err


@pytest.mark.parametrize("module", ["starlette", "uvicorn", "python_multipart", "PIL"])
def test_a_missing_extra_is_named(module: str) -> None:
    ended = run("--port", "0", code=f"import sys; sys.modules[{module!r}] = None")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert module in ended.stderr
    assert "pip install 'rivya[emulator]'" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_assumptions_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, locale in ((["--assumptions"], "en"), (["--assumptions", "zh-Hant"], "zh-Hant")):
        assert main(SmallEmulator, arguments) == 0
        printed = capsys.readouterr().out.splitlines()
        expected = [
            text
            for assumption in load_assumptions()
            for text in (assumption.silent_on[locale], assumption.emulator[locale])
        ]
        assert [line.strip() for line in printed] == expected


def test_what_a_killed_emulator_owed_comes_after_its_restart(tmp_path: Path) -> None:
    arguments = ("--port", "0", "--state", str(tmp_path / "state.db"), "--job-seconds", "1", "--allow-local-webhooks")
    headers = {"Authorization": "Bearer rvya_sk_emulator"}
    with Receiver() as receiver:
        with program(*arguments) as process:
            url = address(process)
            httpx.post(f"{url}/api/v1/webhooks", json={"url": receiver.url}, headers=headers)
            chat = httpx.post(
                f"{url}/api/v1/chat/completions", json={"model": "talker", "message": "Remember me"}, headers=headers
            ).json()
            task = httpx.post(f"{url}/api/v1/generations", json=painting(), headers=headers).json()
            process.kill()
        assert receiver.waiting == 0
        with program(*arguments) as process:
            url = address(process)
            assert json.loads(receiver.next().body)["data"]["id"] == task["id"]
            session = httpx.get(f"{url}/api/v1/chat/sessions/{chat['session_id']}", headers=headers).json()
            assert [said["content"] for said in session["messages"]] == ["Remember me", chat["message"]["content"]]
