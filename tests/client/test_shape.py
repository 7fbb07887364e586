"""Two clients that are one: the sync flavour is derived, and what is written twice has the same surface."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import derive
import pytest

RUNTIME = derive.RUNTIME
MODULES = sorted(path for path in RUNTIME.rglob("*.py") if "emulator" not in path.parts)
BY_HAND = {"_transport/async_exchange.py", "_transport/async_transport.py", "jobs/async_following.py"}


# --- Derived ----------------------------------------------------------------------------------------------------------


def test_the_sync_flavour_is_what_the_async_one_derives() -> None:
    assert not derive.stale(), "run: make generate"


def test_only_the_transports_are_written_twice() -> None:
    sources = {path.with_name(f"async_{path.name}") for path in map(RUNTIME.joinpath, derive.derive())}
    others = {path.relative_to(RUNTIME).as_posix() for path in {*RUNTIME.rglob("async_*.py")} - sources}
    assert others == BY_HAND


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the runtime, which may be changed."""
    shutil.copytree(RUNTIME / "jobs", tmp_path / "jobs")
    monkeypatch.setattr(derive, "RUNTIME", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["job.py", "async_job.py"])
def test_a_change_of_one_flavour_alone_is_found(runtime: Path, name: str) -> None:
    path = runtime / "jobs" / name
    path.write_text(path.read_text("utf-8").replace("def refresh", "def renew"), "utf-8")
    assert derive.stale() == ["jobs/job.py"]


@pytest.mark.parametrize("gone", ["job.py", "async_job.py"])
def test_one_flavour_without_the_other_is_found(runtime: Path, gone: str) -> None:
    (runtime / "jobs" / gone).unlink()
    assert derive.stale() == ["jobs/job.py"]


def docstrings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


@pytest.mark.parametrize("name", sorted(derive.derive()))
def test_docstrings_speak_of_their_own_flavour(name: str) -> None:
    path = RUNTIME / name
    assert not re.search(r"(?i)\basync|\bawait|\baclos", path.read_text("utf-8").partition("\n")[2])
    for text in docstrings(path.with_name(f"async_{path.name}")):
        assert not re.search(r"`(with|for)\b", text), text


# --- Written twice ----------------------------------------------------------------------------------------------------

SYNC_NAMES = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}
NO_PAIRS = {"HttpClient"}
"""Under the surface, with the names that the libraries below give to the asynchronous kind."""


def pairs() -> Iterator[tuple[str, str]]:
    """Yield the classes that stand beside their async twin, with their module. (What is derived calls the others.)"""
    for path in MODULES:
        names = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)}
        module = ".".join(path.relative_to(RUNTIME).with_suffix("").parts)
        yield from ((module, name) for name in sorted(names - NO_PAIRS) if f"Async{name}" in names)


def surface(owner: type) -> dict[str, tuple[Any, ...]]:
    """Return the parameters and words of the public functions of a class, by their sync names."""
    members = ((SYNC_NAMES.get(name, name), member) for name, member in inspect.getmembers(owner, callable))
    return {
        name: ([(each.name, each.kind, each.default) for each in parameters], inspect.getdoc(member))
        for name, member in members
        if name in {"__enter__", "__exit__", "__init__"} or not name.startswith("_")
        for parameters in [inspect.signature(member).parameters.values()]
    }


@pytest.mark.parametrize(("module", "name"), sorted(pairs()))
def test_what_is_written_twice_has_one_surface(module: str, name: str) -> None:
    loaded = importlib.import_module(f"runtime.{module}")
    one, other = getattr(loaded, name), getattr(loaded, f"Async{name}")
    assert surface(one) == surface(other)
    assert inspect.getdoc(one) == inspect.getdoc(other)
