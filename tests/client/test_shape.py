"""Two clients that are one: what comes in two kinds has the same surface."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

RUNTIME = Path(__file__).parents[2] / "codegen" / "runtime"
MODULES = sorted(path for path in RUNTIME.rglob("*.py") if "emulator" not in path.parts)
NO_PAIRS = {"HttpClient"}
"""Under the surface, with the names that the libraries below give to the asynchronous kind."""


def pairs() -> list[tuple[str, str, str]]:
    """Return the classes that come in two kinds, with their module."""
    found = []
    for path in MODULES:
        names = [node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]
        found += [
            (".".join(path.relative_to(RUNTIME).with_suffix("").parts), name, f"Async{name}")
            for name in names
            if f"Async{name}" in names
        ]
    return [pair for pair in found if pair[1] not in NO_PAIRS]


PAIRS = pairs()
ASYNC_NAMES = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}


def public(owner: type) -> dict[str, Any]:
    """Return the public members of a class under their synchronous names."""
    found = {ASYNC_NAMES.get(name, name): member for name, member in inspect.getmembers(owner)}
    special = {"__enter__", "__exit__", "__init__"}
    return {name: member for name, member in found.items() if not name.startswith("_") or name in special}


def test_the_pairs_are_found() -> None:
    assert {name for _, name, _ in PAIRS} >= {"Client", "Job", "Model", "Generations", "Files", "Credits"}


@pytest.mark.parametrize(("module", "sync_name", "async_name"), PAIRS)
def test_both_clients_have_the_same_surface(module: str, sync_name: str, async_name: str) -> None:
    loaded = importlib.import_module(f"runtime.{module}")
    one, other = public(getattr(loaded, sync_name)), public(getattr(loaded, async_name))
    assert one.keys() == other.keys()
    for name, member in one.items():
        if callable(member) and inspect.getmodule(member) is loaded:
            mine, others = inspect.signature(member), inspect.signature(other[name])
            assert list(mine.parameters) == list(others.parameters), name
            assert [p.default for p in mine.parameters.values()] == [p.default for p in others.parameters.values()]
            assert inspect.getdoc(member) == inspect.getdoc(other[name]), name
    # The only words that differ name the class of the HTTP client.
    docs = [
        (inspect.getdoc(getattr(loaded, name)) or "").replace("AsyncClient", "Client")
        for name in (sync_name, async_name)
    ]
    assert docs[0] == docs[1]
