"""Every regular expression of the generator is linear: twice the text is about twice the work, whatever the text is.

The patterns are found in the source, so that a new one is tried as well. Each is tried on long repetitions of what it is
made of, of pairs of that, and of what all markup is made of, each with an end that no pattern takes.
"""

from __future__ import annotations

import ast
import importlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import rivya_codegen
from repository.work import outgrows

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import re._parser as parser  # type: ignore[import-not-found]  # the parts of a pattern, as the engine sees them

ROOT = Path(rivya_codegen.__file__).parent
ANCHORED = {"fullmatch", "match"}
CALLS = {"fullmatch", "search", "match", "sub", "subn", "finditer", "findall", "split"}
LENGTH = 2_000
EVERYWHERE = ["a", "1", " ", "\n", ".", "-", "[", "](", "<", "&", "`", "|", "*", "\\", "{", "#", ":", ",", "é", "一"]
MOST_PARTS = 40


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name != "__main__":
            yield name.removesuffix(".__init__"), path


@dataclass(frozen=True)
class Used:
    """A pattern, and whether it is only ever tried at one place, so that it cannot begin anywhere else."""

    pattern: re.Pattern[str]
    anchored: bool


def _key(module: str, name: str) -> str:
    """Return what a use is filed under: a private name belongs to its module, others are imported elsewhere."""
    return f"{module}.{name}" if name.startswith("_") else name


def _patterns() -> dict[str, Used]:
    """Return all patterns by their place: those that modules hold, and those that stand in a call."""
    found: dict[str, re.Pattern[str]] = {}
    used: dict[str, set[str]] = {}
    for name, path in _modules():
        module = importlib.import_module("rivya_codegen" if name == "__init__" else f"rivya_codegen.{name}")
        for key, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.setdefault(f"{name}.{key}", value)
            elif isinstance(value, str) and key.endswith("PATTERN"):
                found.setdefault(f"{name}.{key}", re.compile(value))
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in CALLS):
                continue
            owner = call.func.value.id if isinstance(call.func.value, ast.Name) else ""
            if owner != "re":
                used.setdefault(_key(name, owner), set()).add(call.func.attr)
            elif isinstance(call.args[0], ast.Name):
                used.setdefault(_key(name, call.args[0].id), set()).add(call.func.attr)
            elif isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                place = f"{path.relative_to(ROOT)}:{call.lineno}"
                found[place] = re.compile(call.args[0].value)
                used[place] = {call.func.attr}
    unique = sorted({value.pattern: name for name, value in reversed(found.items())}.values())
    uses = {name: used.get(name) or used.get(name.rpartition(".")[2]) for name in unique}
    return {name: Used(found[name], (uses[name] or CALLS) <= ANCHORED) for name in unique}


PATTERNS = _patterns()


def _parts(pattern: re.Pattern[str]) -> list[str]:
    """Return texts that a pattern is made of: its literals by themselves and in a row, one letter of each class."""
    parts: dict[str, None] = {}

    def walk(tree: Any) -> None:
        run = ""
        for operator, argument in tree:
            name = str(operator)
            if name == "LITERAL":
                run += chr(argument)
                continue
            parts.setdefault(run)
            run = ""
            if name == "IN":
                parts.setdefault(_letter(argument))
            for inner in _subtrees(argument):
                walk(inner)
        parts.setdefault(run)

    walk(parser.parse(pattern.pattern, pattern.flags))
    parts.pop("", None)
    return list(parts)


def _letter(choices: Any) -> str:
    for operator, argument in choices:
        if str(operator) == "LITERAL":
            return chr(argument)
        if str(operator) == "RANGE":
            return chr(argument[0])
    return "a"


def _subtrees(argument: Any) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, (list, tuple)):
        for item in argument:
            yield from _subtrees(item)


def _grows(used: Used, start: str, pump: str) -> bool:
    """Tell whether the work grows faster than the text, again and again."""

    def read(length: int) -> None:
        text = f"{start}{pump * (length // len(pump))}\0"
        if not used.anchored:
            used.pattern.sub("", text)
        used.pattern.fullmatch(text)

    return outgrows(read, LENGTH)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_linear(name: str) -> None:
    used = PATTERNS[name]
    parts = _parts(used.pattern)[:MOST_PARTS]
    pumps = dict.fromkeys([*parts, *EVERYWHERE, *map("".join, pairwise(parts)), *(f"{part} " for part in parts)])
    tried = ((start, pump) for pump in pumps for start in ("", *parts[:1]))
    bad = next((text for text in tried if _grows(used, *text)), None)
    assert bad is None, f"{used.pattern.pattern}: {bad}"


def test_all_patterns_are_found() -> None:
    """Such as one in a table of a module, one beside its use, and one of the formats."""
    assert {"importer.plain_text._PAIR", "checks.instructions._INSTRUCTION"} <= set(PATTERNS)
    assert len(PATTERNS) > 40


@pytest.mark.parametrize("pattern", [r"<!--.*?-->", r"\[[^\]]*\]\("])
def test_the_test_can_fail(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PATTERNS, "bad", Used(re.compile(pattern), anchored=False))
    with pytest.raises(AssertionError):
        test_a_pattern_is_linear("bad")
