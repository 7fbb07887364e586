"""What is read is bounded: no input waits, goes on for ever, or is larger than it may be, wherever it stands."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rivya_codegen.cli import main
from rivya_codegen.spec.json_schema import spec_schemas

SPECS = ("platform.yaml", "models/x.yaml", "wire/x.json", "release.yaml", "releases/1.0.0.yaml")
PLACES: dict[str, list[str]] = {
    **{f"specs/{name}": ["validate"] for name in SPECS},
    "own/x.jinja": ["generate", "--out", "out", "--templates", "own"],
    "own/artefacts.yaml": ["generate", "--out", "out", "--templates", "own"],
    "specs/changes-ignore.yaml": ["changes", "./specs"],
    "page.md": ["import", "page.md"],
    "catalogue.json": ["sync", "catalogue.json"],
}
"""Where an input may stand, and a command that reads it there."""


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(path))  # from the project, where the tests are: a whole path may be too long


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


SPECIAL = {"fifo": _fifo, "socket": _socket, "zero": _link("/dev/zero"), "random": _link("/dev/urandom")}


@pytest.fixture
def at(project: Path) -> Iterator[Callable[[str], Path]]:
    """A place for an input, empty; what hangs there is interrupted."""

    def place(name: str) -> Path:
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        return path

    def give_up(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(60)
    yield place
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("name", PLACES)
def test_only_files_are_read(
    name: str, kind: str, at: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    SPECIAL[kind](at(name))
    assert main(PLACES[name]) == 1
    assert f"{name}: error: this is a pipe, a socket or a device" in capsys.readouterr().err


@pytest.mark.parametrize("name", PLACES)
def test_a_file_has_a_size(name: str, at: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """One byte more than a megabyte is too much, unless the option says more; a terabyte is not read to its end."""
    path = at(name)
    path.write_bytes(b" " * 1_000_001)
    assert main(PLACES[name]) == 1
    assert f"{name}: error: this has more than 1,000,000 bytes" in capsys.readouterr().err
    main([*PLACES[name], "--max-size", "2"])
    assert "input-too-large" not in capsys.readouterr().err
    os.truncate(path, 1_000_000)
    main(PLACES[name])
    assert "input-too-large" not in capsys.readouterr().err
    os.truncate(path, 10**12)
    assert main([*PLACES[name], "--max-size", "2"]) == 1
    assert f"{name}: error: this has more than 2,000,000 bytes" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["import", "sync"])
@pytest.mark.usefixtures("project")
def test_standard_input_has_a_size(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/zero", "rb", buffering=0) as endless:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(endless)))
        assert main([verb, "-"]) == 1
    assert "<stdin>: error: this has more than 1,000,000 bytes" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="no /proc")
@pytest.mark.parametrize("name", ["page.md", "catalogue.json", "specs/models/x.yaml"])
def test_a_file_that_claims_to_be_empty_is(
    name: str, at: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    at(name).symlink_to("/proc/self/mountinfo")
    assert main(PLACES[name]) == 1
    error = capsys.readouterr().err
    assert "empty" in error or "Expecting value" in error or "nothing in it" in error


@pytest.mark.parametrize("size", ["0", "101", "x", "-1", "1.5", "²", ""])
def test_the_size_is_a_number_of_megabytes(size: str) -> None:
    with pytest.raises(SystemExit) as usage:
        main(["validate", "--max-size", size])
    assert usage.value.code == 2


def test_a_link_is_called_by_its_own_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "elsewhere").mkdir()
    (project / "elsewhere" / "y.yaml").write_text("", "utf-8")
    (project / "specs" / "models" / "x.yaml").symlink_to(project / "elsewhere" / "y.yaml")
    assert main(["validate"]) == 1
    assert capsys.readouterr().err.startswith("specs/models/x.yaml:1:1: error:")


_LONG = {
    "id: …": "specs/models/x.yaml",
    "? …": "specs/models/x.yaml",
    "examples: {minimal: {prompt: …}}": "specs/models/x.yaml",
    "text: {en: {summary: …}}": "specs/models/x.yaml",
    "name: …": "specs/platform.yaml",
    "changes: [{old: …}]": "specs/releases/1.0.0.yaml",
}


@pytest.mark.parametrize("text", _LONG)
def test_a_text_has_a_length(text: str, at: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = at(_LONG[text])
    place = f"{_LONG[text]}:1:{text.index('…') + 1}"
    for length, refused in ((10_001, True), (10_000, False)):
        path.write_text(text.replace("…", "t" * length), "utf-8")
        assert main(["validate"]) == 1
        said = f"{place}: error: too long: at most 10,000 characters [spec-too-long]"
        assert (said in capsys.readouterr().err) is refused


def test_the_schema_of_the_format_shows_the_length_of_a_text() -> None:
    schema = json.loads(spec_schemas()["model.schema.json"])
    assert schema["properties"]["name"]["maxLength"] == 10_000
    assert schema["$defs"]["ModelText"]["properties"]["summary"]["maxLength"] == 10_000
