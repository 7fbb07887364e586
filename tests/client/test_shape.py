"""Two clients that are one: the sync flavour is derived from the async one."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import derive
import pytest

RUNTIME = derive.RUNTIME
FLAVOURS = sorted(derive.derive().keys() - derive.COPIES.keys())
BY_HAND = {"_transport/async_exchange.py", "jobs/async_following.py"}


def test_the_sync_flavour_is_what_the_async_one_derives() -> None:
    assert not derive.stale(), "run: make generate"


def test_only_what_waits_is_written_twice() -> None:
    sources = {path.with_name(f"async_{path.name}") for path in map(RUNTIME.joinpath, FLAVOURS)}
    others = {path.relative_to(RUNTIME).as_posix() for path in {*RUNTIME.rglob("async_*.py")} - sources}
    assert others == BY_HAND


def test_no_module_holds_both_flavours() -> None:
    for path in RUNTIME.rglob("*.py"):
        names = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)}
        # The protocols of the HTTP clients have the names that the libraries give them.
        assert not [name for name in names - {"HttpClient"} if f"Async{name}" in names], path


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the runtime, which may be changed."""
    shutil.copytree(RUNTIME / "jobs", tmp_path / "jobs")
    monkeypatch.setattr(derive, "RUNTIME", tmp_path)
    monkeypatch.setattr(derive, "COPIES", {})
    return tmp_path


def test_a_changed_copy_of_a_module_of_the_generator_is_found(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derive, "COPIES", {"jobs/prices.py": "rivya_codegen/contract/evaluator.py"})
    (runtime / "jobs" / "prices.py").write_text("# Copied.\n", "utf-8")
    assert derive.stale() == ["jobs/prices.py"]
    (runtime / "jobs" / "prices.py").write_text(derive.derive()["jobs/prices.py"], "utf-8")
    assert derive.stale() == []


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


@pytest.mark.parametrize("name", FLAVOURS)
def test_docstrings_speak_of_their_own_flavour(name: str) -> None:
    path = RUNTIME / name
    assert not re.search(r"(?i)\basync|\bawait|\baclos", path.read_text("utf-8").partition("\n")[2])
    for text in docstrings(path.with_name(f"async_{path.name}")):
        assert not re.search(r"`(with|for)\b", text), text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("class AsyncJobs(Jobs): pass", "have the same sync form"),
        ('MESSAGE = "use await here"', "has words of the async flavour"),
        ('MESSAGE = f"{RUNTIME} has await here"', "has words of the async flavour"),
    ],
)
def test_what_has_no_clear_sync_form_is_refused(runtime: Path, line: str, reason: str) -> None:
    path = runtime / "jobs" / "async_job.py"
    path.write_text(f"{path.read_text('utf-8')}\n\n{line}\n", "utf-8")
    with pytest.raises(SystemExit, match=reason):
        derive.derive()


def test_a_tab_behind_a_word_of_the_async_flavour_is_a_blank(runtime: Path) -> None:
    path = runtime / "jobs" / "async_job.py"
    path.write_text(path.read_text("utf-8").replace("async def ", "async\tdef ").replace("await ", "await\t"), "utf-8")
    assert not derive.stale()
