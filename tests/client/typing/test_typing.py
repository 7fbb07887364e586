"""Both checkers, run over the programs beside this file and of the pages: what is marked must be red, all else green."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from client.model_calls import write_module

CALLS = Path(__file__).parent / "calls.py"
EVERYTHING = Path(__file__).parent / "everything.py"
MARK = re.compile(r"# E: (.*)$")


def marked() -> dict[int, str]:
    """Return the marked lines: number → what must be said of it."""
    lines = enumerate(CALLS.read_text("utf-8").splitlines(), 1)
    return {number: match.group(1) for number, line in lines if (match := MARK.search(line))}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return [str(CALLS), str(EVERYTHING), str(write_module(tmp_path_factory.mktemp("programs")))]


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False, cwd=CALLS.parents[3]
    )
    return done.stdout


def test_there_are_enough_marks() -> None:
    assert len(marked()) >= 15


def test_mypy_rejects_exactly_the_marked_lines(programs: list[str]) -> None:
    printed = run("mypy", "--strict", "--no-error-summary", "--hide-error-context", "--no-pretty", *programs)
    said: dict[int, str] = {}
    for line in printed.splitlines():
        match = re.fullmatch(r".*typing/calls\.py:(\d+): (?:error|note): (.*)", line)
        assert match, line
        said[int(match.group(1))] = said.get(int(match.group(1)), "") + match.group(2)
    expected = marked()
    assert said.keys() == expected.keys(), printed
    for number, pattern in expected.items():
        assert re.search(pattern, said[number]), f"line {number}: {said[number]}"


def test_pyright_rejects_exactly_the_marked_lines(programs: list[str]) -> None:
    printed = run("pyright", "--outputjson", "--pythonpath", sys.executable, *programs)
    report = json.loads(printed)
    found = [row for row in report["generalDiagnostics"] if row["severity"] == "error"]
    assert report["summary"]["filesAnalyzed"] == len(programs)
    assert {(Path(row["file"]).name, row["range"]["start"]["line"] + 1) for row in found} == {
        (CALLS.name, number) for number in marked()
    }, found
