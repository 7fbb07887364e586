"""Formatting: ruff, twice a run whatever the number of files, on a temporary copy."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from ruff.__main__ import find_ruff_bin  # pyright: ignore[reportMissingTypeStubs] - ruff ships no types

from ..problems.problem import Location, Problem
from ..source.lock import temporary_folder

_RULES = "I,F401"  # sort imports, drop the ones that a model does not need
_IMPORTS = ("--config", "lint.isort.split-on-trailing-comma = false")
"""One line again once names are dropped, as far as they fit."""
_LINE_LENGTH = "120"
_SYNTAX_ERROR = re.compile(
    r"^(?P<path>[^\s:]+):(?P<line>\d+):(?P<column>\d+): (?P<detail>invalid-syntax.*)$", re.MULTILINE
)


def format_python(files: dict[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the Python files formatted; a file that is not valid Python is a problem."""
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    with temporary_folder() as root:
        for path, text in python.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        checked = _ruff(
            root, "check", "--fix", "--exit-zero", "--select", _RULES, *_IMPORTS, "--output-format", "concise"
        )
        problems = [
            Problem(
                Location(match["path"], int(match["line"]), int(match["column"])),
                "output-unparsable",
                {"detail": match["detail"]},
            )
            for match in _SYNTAX_ERROR.finditer(checked.stdout)
        ]
        if problems:
            return files, problems
        formatted = _ruff(root, "format", "--quiet")
        if formatted.returncode != 0:
            detail = {"detail": formatted.stderr.strip().replace(str(root), "")}
            return files, [Problem(Location("ruff format"), "output-unparsable", detail)]
        return files | {path: (root / path).read_text("utf-8") for path in python}, []


def _ruff(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    fixed = ["--isolated", "--no-cache", "--line-length", _LINE_LENGTH, "--target-version", "py311"]
    command = [find_ruff_bin(), *arguments, *fixed, "."]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
