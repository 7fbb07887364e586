"""The shape of the runtime: decisions without I/O, thin shells, and two clients that are one."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

RUNTIME = Path(__file__).parents[2] / "codegen" / "runtime"
MODULES = sorted(RUNTIME.glob("*.py"))
IO = {"httpx", "time", "asyncio", "socket", "threading", "os", "random"}
NO_PAIRS = {"HttpClient"}
"""Under the surface, with the names that the libraries below give to the asynchronous kind."""


def pairs() -> list[tuple[str, str, str]]:
    """Return the classes that come in two kinds, with their module."""
    found = []
    for path in MODULES:
        names = [node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]
        found += [(path.stem, name, f"Async{name}") for name in names if f"Async{name}" in names]
    return [pair for pair in found if pair[1] not in NO_PAIRS]


PAIRS = pairs()
ASYNC_NAMES = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize(
    "name",
    ["flow", "policies", "replies", "problems", "validation", "reference_rules", "redirects", "waiting", "together"],
)
def test_decisions_touch_neither_network_nor_clock(name: str) -> None:
    assert imports(RUNTIME / f"{name}.py").isdisjoint(IO)


def test_one_module_touches_the_http_library() -> None:
    users = {path.stem for path in MODULES if "httpx" in imports(path)}
    assert users == {"connecting"}


def test_runtime_imports_are_relative() -> None:
    for path in MODULES:
        assert imports(path).isdisjoint({"runtime", "rivya", "codegen"}), path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_sizes(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= (
        120 if path.stem.startswith("transport_") else 400 if path.stem == "errors" else 300
    )
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name
            assert len(node.args.posonlyargs + node.args.args) <= 6, node.name  # self included
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


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
