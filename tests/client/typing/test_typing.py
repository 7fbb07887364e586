"""Both checkers, run over the programs beside this file: what is marked must be red, all else must be green."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

CALLS = Path(__file__).parent / "calls.py"
EVERYTHING = Path(__file__).parent / "everything.py"
MARK = re.compile(r"# E: (.*)$")


def marked() -> dict[int, str]:
    """Return the marked lines: number → what must be said of it."""
    lines = enumerate(CALLS.read_text("utf-8").splitlines(), 1)
    return {number: match.group(1) for number, line in lines if (match := MARK.search(line))}


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False, cwd=CALLS.parents[3]
    )
    return done.stdout


def test_there_are_enough_marks() -> None:
    assert len(marked()) >= 15


def test_mypy_rejects_exactly_the_marked_lines() -> None:
    printed = run(
        "mypy", "--strict", "--no-error-summary", "--hide-error-context", "--no-pretty", str(CALLS), str(EVERYTHING)
    )
    said: dict[int, str] = {}
    for line in printed.splitlines():
        if match := re.match(r".*calls\.py:(\d+): (?:error|note): (.*)", line):
            said[int(match.group(1))] = said.get(int(match.group(1)), "") + match.group(2)
    assert "everything.py" not in printed, printed
    expected = marked()
    assert said.keys() == expected.keys(), printed
    for number, pattern in expected.items():
        assert re.search(pattern, said[number]), f"line {number}: {said[number]}"


def test_pyright_rejects_exactly_the_marked_lines() -> None:
    printed = run("pyright", "--outputjson", "--pythonpath", sys.executable, str(CALLS), str(EVERYTHING))
    report = json.loads(printed)
    found = [row for row in report["generalDiagnostics"] if row["severity"] == "error"]
    assert report["summary"]["filesAnalyzed"] == 2
    assert {(Path(row["file"]).name, row["range"]["start"]["line"] + 1) for row in found} == {
        (CALLS.name, number) for number in marked()
    }, found
