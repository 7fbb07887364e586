"""The verb `watch`, as a process: what it prints when files are saved, broken, mended and removed, and how it ends."""

from __future__ import annotations

import queue
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from output.child import Child
from rivya_codegen.cli import main

REPOSITORY = Path(__file__).parents[2]
SAID: dict[str, str] = yaml.safe_load((Path(__file__).parent / "bad_watches.yaml").read_text("utf-8"))
PATIENCE = 60.0
pytestmark = pytest.mark.usefixtures("small_runtime")


class Watch:
    """A running `rivya-codegen watch`."""

    def __init__(self, *options: str) -> None:
        self._child = Child(["watch", "--out", "out", *options])
        self._child.go()
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._child.said:
            self._lines.put(line.rstrip("\n"))

    def until(self, ending: str) -> list[str]:
        """Return the lines up to one with that end."""
        lines: list[str] = []
        while not (lines and lines[-1].endswith(ending)):
            lines.append(self._lines.get(timeout=PATIENCE))
        return lines

    def stop(self, number: int = signal.SIGINT) -> tuple[int, list[str]]:
        """Press Ctrl-C, or send another signal; return how it ended, and the lines that are left."""
        self._child.send(number)
        self._reader.join(PATIENCE)
        return self._child.end(), [self._lines.get() for _ in range(self._lines.qsize())]


@pytest.fixture
def watch(project: Path) -> Iterator[Watch]:
    shutil.copy(REPOSITORY / "specs" / "models" / "z-image.yaml", project / "specs" / "models")
    (project / "mine" / "docs").mkdir(parents=True)
    (project / "mine" / "_shared.jinja").touch()
    running = Watch("--templates", "mine")
    yield running
    running.stop(signal.SIGKILL)


def test_a_session(watch: Watch, project: Path) -> None:
    spec = project / "specs" / "models" / "z-image.yaml"
    text = spec.read_text("utf-8")
    first = watch.until("files written.")
    assert first[0].startswith("Watching specs, mine, ")
    assert "  new     schemas/z-image.json" in first

    spec.write_text(
        text.replace("base: 1\n", "base: 2\n").replace("reserved_credits: 1\n", "reserved_credits: 2\n"), "utf-8"
    )
    saved = watch.until("files written.")
    assert saved[:2] == ["", "Saved: specs/models/z-image.yaml"]
    assert "  changed catalog.json" in saved
    assert '"base_credits": 2' in (project / "out" / "catalog.json").read_text("utf-8")

    spec.write_text(text.replace("billing: FIXED", "billing: FREE"), "utf-8")
    broken = watch.until("rivya-codegen rules CODE")
    assert broken[2].startswith('specs/models/z-image.yaml:11:12: error: "FREE" is not allowed here')

    template = project / "mine" / "docs" / "model.md.jinja"
    other = project / "specs" / "models" / "other.yaml"
    built_in = (REPOSITORY / "templates" / "docs" / "model.md.jinja").read_text("utf-8")
    for path, content in ((template, f"{built_in}\nmine\n"), (other, text.replace("z-image", "other")), (spec, text)):
        path.write_text(content, "utf-8")  # several saves at once are one
    together = watch.until("files written.")
    assert together[1] == "Saved: mine/docs/model.md.jinja, specs/models/other.yaml, specs/models/z-image.yaml"
    assert {"  new     schemas/other.json", "  changed docs/en/models/z-image.md"} < set(together)

    other.unlink()
    assert "  removed schemas/other.json" in watch.until("files written.")
    (project / "specs" / "models" / ".z-image.yaml.swp").write_text("x", "utf-8")
    (project / "specs" / "models" / "notes.txt").write_text("x", "utf-8")
    assert watch.stop() == (0, ["Stopped."])


def test_what_editors_leave_and_what_is_generated_is_not_saved(project: Path) -> None:
    """Outputs lie among the inputs; editors lock, try and rename; and a spec is a link to elsewhere."""
    models = project / "specs" / "models"
    shutil.copy(REPOSITORY / "specs" / "models" / "z-image.yaml", project / "shared.yaml")
    (models / "z-image.yaml").symlink_to("../../shared.yaml")
    (models / ".#other.yaml").symlink_to("someone@nowhere.1234:5678")
    (project / "mine").mkdir()
    (project / "mine" / "_shared.jinja").touch()
    watch = Watch("--templates", "mine", "--out", "specs/models/out")
    try:
        first = watch.until("files written.")
        assert "  new     schemas/z-image.json" in first
        spec = models / "z-image.yaml"
        locks = [".#z-image.yaml", ".#model.md.jinja", "4913", "z-image.yaml~", ".z-image.yaml.swp", "#z-image.yaml#"]
        for lock in locks:
            (models / lock).symlink_to("someone@nowhere.1234:5678")
            (project / "mine" / lock).write_text("x", "utf-8")
        text = (
            spec.read_text("utf-8")
            .replace("base: 1\n", "base: 2\n")
            .replace("reserved_credits: 1\n", "reserved_credits: 2\n")
        )
        (project / "shared.yaml.tmp").write_text(text, "utf-8")
        (project / "shared.yaml.tmp").replace(project / "shared.yaml")
        saved = watch.until("files written.")
        assert saved[:2] == ["", "Saved: specs/models/z-image.yaml"]
        for lock in locks:
            (models / lock).unlink()
        assert watch.stop() == (0, ["Stopped."])
    finally:
        watch.stop(signal.SIGKILL)


def test_without_the_library(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["watch"]) == 1
    assert capsys.readouterr().err.splitlines()[0] == SAID["missing"]
    assert main(["watch", "--specs", "missing", "--templates", "none"]) == 1
    assert capsys.readouterr().err.count("no such file or folder") == 2
    assert project.is_dir()


def test_where_the_system_does_not_let_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_folders: object, **_options: object) -> Iterator[set[object]]:
        raise OSError("the limit of watched files is reached")
        yield set()

    shutil.copy(REPOSITORY / "specs" / "models" / "z-image.yaml", project / "specs" / "models")
    monkeypatch.setattr("watchfiles.watch", refuse)
    assert main(["watch", "--out", "out"]) == 1
    assert capsys.readouterr().err.splitlines()[0] == SAID["failed"]
