"""Files are written as one: runs that are killed at any moment, runs at once, and what must not be written or removed."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from output.child import Child
from rivya_codegen.cli import main
from rivya_codegen.output.write import alone, write_tree
from rivya_codegen.source import load, lock
from rivya_codegen.source.load import leftovers, load_runtime
from rivya_codegen.source.lock import locked, temporary_folder

TESTS = Path(__file__).parent.parent
SAID: dict[str, str] = yaml.safe_load((Path(__file__).parent / "bad_files.yaml").read_text("utf-8"))
pytestmark = pytest.mark.usefixtures("remembered", "small_runtime")
CHANGING = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
PAGES = [str(TESTS / "pages" / f"{model}.en.md") for model in ("grok-imagine", "z-image")]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def add_case(project: Path, case: str) -> None:
    shutil.copytree(TESTS / "cases" / case / "specs", project / "specs", dirs_exist_ok=True)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if line.endswith("]")]


# --- Killed -----------------------------------------------------------------------------------------------------------

State = dict[str, bytes | None]
"""What lies in a folder: the content of each file, and nothing for a folder."""


def state_of(root: Path) -> State:
    state: State = {}
    for folder, folders, names in os.walk(root):
        inside = folder[len(str(root)) + 1 :]
        state |= {os.path.join(inside, name): None for name in folders}
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                state[os.path.join(inside, name)] = file.read()
    return dict(sorted(state.items()))


def put(root: Path, state: State) -> None:
    """Let a folder be in a state."""
    present = state_of(root)
    for path in sorted(present.keys() - state.keys(), reverse=True):
        (root / path).rmdir() if present[path] is None else (root / path).unlink()
    for path, content in state.items():
        if content is None:
            (root / path).mkdir(exist_ok=True)
        elif present.get(path) != content:
            (root / path).write_bytes(content)


def run_in_child(arguments: list[str], prepare: Callable[[], object]) -> int:
    child = Child(arguments, prepare)
    child.go()
    return child.end()


def before_each_change(root: Path, act: Callable[[int], object]) -> None:
    """From now on, act before each change below a folder, which is given its number; this cannot be ended."""
    count = itertools.count(1)

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if event == "open" and (isinstance(details[0], int) or not details[2] & WRITING):
            return
        if event in CHANGING and str(root) in os.path.abspath(str(details[0])):
            act(next(count))

    sys.addaudithook(watch)


def killed(root: Path, number: int, arguments: list[str]) -> bool:
    """Run the program, killed before its nth change below a folder; return whether it came to that."""

    def kill(at: int) -> None:
        if at == number:
            os.kill(os.getpid(), signal.SIGKILL)

    code = run_in_child(arguments, lambda: before_each_change(root, kill))
    assert code in (0, -signal.SIGKILL)
    return code != 0


def states_of_a_run(root: Path, arguments: list[str], notes: Path) -> list[State]:
    """Run the program, and return in what state it would have left a folder, had it been killed before each change."""
    seen: dict[bytes | None, bytes | None] = {}

    def note(_: int) -> None:
        pickler.dump({path: seen.setdefault(content, content) for path, content in state_of(root).items()})

    with notes.open("wb", buffering=0) as file:
        pickler = pickle.Pickler(file)  # what it has written once it only refers to
        assert run_in_child(arguments, lambda: before_each_change(root, note)) == 0
    with notes.open("rb") as file:
        unpickler = pickle.Unpickler(file)
        return [unpickler.load() for _ in iter(lambda: file.peek(1), b"")]


def change_specs(project: Path) -> list[str]:
    add_case(project, "unquoted-scalars")
    (project / "specs" / "models" / "class.yaml").unlink()
    return ["generate", "--out", "out"]


def import_two(project: Path) -> list[str]:
    shutil.copy(TESTS.parent / "specs" / "models" / "z-image.yaml", project / "specs" / "models")
    spec = project / "specs" / "models" / "z-image.yaml"
    spec.write_text(spec.read_text("utf-8").replace("base: 1\n", "base: 2\n"), "utf-8")
    return ["import", *PAGES, "--force", "--reviewed", "2026-05-12"]


def release(project: Path) -> list[str]:
    shutil.copytree(project / "specs", project / "old")
    spec = project / "specs" / "models" / "z.yaml"
    spec.write_text(spec.read_text("utf-8").replace("base: 4", "base: 5").replace("base: 1", "base: 2"), "utf-8")
    return ["release", "--base", "./old", "0.5.0", "--date", "2026-05-12", "--out", "out"]


def fresh(project: Path) -> list[str]:
    shutil.rmtree(project / "out")
    return ["generate", "--out", "out"]


@pytest.mark.parametrize(
    ("prepare", "step"),
    [(change_specs, 1), (import_two, 1), (release, 2), (fresh, 4)],
    ids=["update", "import", "release", "fresh"],
)
def test_the_run_after_a_killed_one_ends_as_if_nothing_had_been(
    prepare: Callable[[Path], list[str]], step: int, generated: Path, project: Path, tmp_path: Path
) -> None:
    """Killed before each change of the disk, or before some of them where there are many: nearly 300 times.

    In what state a kill leaves the disk is noted as a run goes along; a few are killed in earnest and compared. Each
    state is put in order as the next run does it first, and some by a whole run: those that anything else comes of.
    """
    arguments = prepare(project)
    before = state_of(project)
    assert main(arguments) == 0
    after = state_of(project)
    assert before != after
    put(project, before)
    states = states_of_a_run(project, arguments, tmp_path / "states")
    assert states[0] == before
    assert state_of(project) == after

    for number in (len(states) // 3, len(states) * 3 // 4):
        put(project, before)
        assert killed(project, number + 1, arguments)
        assert named_alike(state_of(project)) == named_alike(states[number])
        assert main(arguments) == 0
        assert state_of(project) == after

    tried: list[State] = []
    mixed = 0
    for number, state in [*enumerate(states)][::step]:
        if number and state == states[number - step]:
            continue
        put(project, state)
        unfinished = any(leftovers(project / folder) for folder in ("specs", "out"))
        mixed += unfinished
        # The outputs of a release with the specs before it are both whole: they are stale, not unfinished.
        assert unfinished or files_of(state) in (files_of(before), files_of(after)) or prepare is release
        assert not unfinished or number % 40 or main(["check", "--out", "out"]) == 1
        for folder in ("specs", "out"):
            with alone(project / folder):
                assert not leftovers(project / folder)
        ordered = state_of(project)
        for folder in ("specs/", "out/"):
            assert files_of(ordered, folder) in (files_of(before, folder), files_of(after, folder)), number
        if number % 20 and ordered in tried:
            continue
        tried.append(ordered)
        put(project, state)
        is_released = prepare is release and ordered == after  # it is not released once more
        assert main(["generate", "--out", "out"] if is_released else arguments) == 0, number
        assert state_of(project) == after, number
    assert mixed > len(states) / step / 4, "the changes of the disk were not found"


def named_alike(state: State) -> State:
    """Return a state in which the temporary folder has the same name each time."""
    return {re.sub(r"\.rivya-(?!undo)\w+", ".rivya-x", path): content for path, content in state.items()}


def files_of(state: State, folder: str = "") -> State:
    return {path: content for path, content in state.items() if content is not None and path.startswith(folder)}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_while_files_are_put_into_place(
    number: int, generated: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = change_specs(project)
    replace, seen = os.replace, []

    def signalled(source: Path, target: Path) -> None:
        replace(source, target)
        seen.append(target)
        if len(seen) == 9:
            os.kill(os.getpid(), number)

    before = snapshot(generated)
    code = run_in_child(arguments, lambda: monkeypatch.setattr(os, "replace", signalled))
    assert code == (130 if number == signal.SIGINT else -number)
    assert (snapshot(generated) == before) == (number == signal.SIGINT)
    assert main(arguments) == 0
    assert main(["check", "--out", "out"]) == 0


def test_readers_say_that_a_run_was_killed(generated: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(project)
    for folder, verb in (("out", ["check"]), ("out", ["diff"]), ("specs", ["validate"]), ("specs/models", ["list"])):
        left = project / folder / ".rivya-x1"
        left.mkdir()
        (left / "half.json").write_text("{")
        assert main([*verb, *(["--out", "out"] if folder == "out" else [])]) == 1
        assert said(capsys) == [f"{folder}/.rivya-x1: error: {SAID['run-unfinished']}"]
        assert main(["generate", "--out", "out"]) == 0
        assert snapshot(project) == before


@pytest.mark.usefixtures("generated")
def test_what_is_edited_after_a_run_was_killed_is_not_lost(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = import_two(project)
    old = "specs/models/.rivya-undo/old/z-image.yaml"
    put(project, next(state for state in states_of_a_run(project, arguments, tmp_path / "states") if old in state))
    spec = project / "specs" / "models" / "z-image.yaml"
    spec.write_text("mine")
    capsys.readouterr()
    assert main(arguments) == 1
    assert said(capsys) == [f"specs/models/z-image.yaml: error: {SAID['run-conflict']}"]
    assert spec.read_text() == "mine"
    assert "base: 2" in (project / old).read_text("utf-8")


@pytest.mark.parametrize(
    "journal",
    [
        {"../keep.txt": [None, hashlib.sha256(b"mine").hexdigest()]},
        {"../../keep.txt": [None, hashlib.sha256(b"mine").hexdigest()]},
        {".git/HEAD": [None, hashlib.sha256(b"mine").hexdigest()]},
        {"linked/keep.txt": [None, hashlib.sha256(b"mine").hexdigest()]},
        {"/keep.txt": [None, None]},
        {"a": 5},
        [],
    ],
)
def test_a_journal_of_others_reaches_nothing(journal: object, generated: Path, project: Path) -> None:
    for path in ("keep.txt", "out/.git/HEAD", "kept/keep.txt"):
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text("mine")
    (generated / "linked").symlink_to(project / "kept")
    (generated / ".rivya-undo").mkdir()
    (generated / ".rivya-undo" / "journal.json").write_text(json.dumps(journal))
    before = snapshot(project)
    assert main(["generate", "--out", "out"]) == (0 if journal == [] else 1) or snapshot(project) == before
    for path in ("keep.txt", "out/.git/HEAD", "kept/keep.txt"):
        assert (project / path).read_text() == "mine"


def test_a_journal_that_is_no_file_is_not_waited_for(
    generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (generated / ".rivya-undo").mkdir()
    os.mkfifo(generated / ".rivya-undo" / "journal.json")
    before = snapshot(project)
    assert main(["generate", "--out", "out"]) == 1
    assert said(capsys) == [
        "out/.rivya-undo/journal.json: error: cannot be read: not written by this program [file-not-readable]"
    ]
    assert snapshot(project) == before


# --- At once ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["generate", "check", "diff", "release"])
def test_a_run_waits_for_the_one_that_writes(verb: str, generated: Path, project: Path) -> None:
    change_specs(project)
    waiting = Child([verb, "--out", "out"])
    with alone(generated):
        waiting.go()
        assert waiting.said.readline() == "Waiting for another run that uses out …\n"
        write_tree(generated, {"half": b""}, [])
        write_tree(generated, {}, ["half"])
        assert waiting.is_running()
    assert waiting.end() == (1 if verb == "check" else 0)
    assert main(["generate", "--out", "out"]) == 0


def test_an_import_waits_for_readers_of_the_specs(generated: Path, project: Path) -> None:
    waiting = Child(["new", "another"])
    with locked(project / "specs", alone=False):
        assert main(["validate"]) == 0, "readers do not wait for each other"
        waiting.go()
        assert waiting.said.readline() == "Waiting for another run that uses specs …\n"
        assert not (project / "specs" / "models" / "another.yaml").exists()
    assert waiting.end() == 0
    assert generated.is_dir()


def test_many_runs_at_once_write_what_one_writes(project: Path) -> None:
    add_case(project, "odd-ids")
    assert main(["generate", "--out", "alone"]) == 0
    runs = [Child(["generate", "--out", "out"]) for _ in range(4)]
    for run in runs:
        run.go()
    assert [run.end() for run in runs] == [0, 0, 0, 0]
    assert snapshot(project / "out") == snapshot(project / "alone")


def test_a_lock_dies_with_its_process(generated: Path) -> None:
    code = "import sys, time; from pathlib import Path; from rivya_codegen.output.write import alone\nwith alone(Path('out')):\n print(1, flush=True); time.sleep(999)"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline()
    holder.kill()
    holder.communicate()
    with alone(generated):
        pass


@pytest.mark.parametrize("opened", [False, True])
def test_a_temporary_folder_that_another_run_sweeps_before_it_is_held_is_made_anew(
    opened: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = lock._open
    swept: list[Path] = []

    def sweep_first(place: Path) -> int:
        handle = hold(place) if opened else -1
        swept.append(place)
        monkeypatch.setattr(lock, "_open", hold)
        place.rmdir()
        return handle if opened else hold(place)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(lock, "_open", sweep_first)
    with temporary_folder() as folder:
        assert folder.is_dir()
        assert folder not in swept
    assert not folder.exists()
    assert len(swept) == 1


def test_a_folder_that_was_made_for_nothing_is_taken_away(project: Path) -> None:
    add_case(project, "parameter-faults")
    assert main(["generate", "--out", "new/deep/out"]) == 1
    assert not (project / "new").exists()


def test_a_file_system_without_locks_is_used_all_the_same(
    generated: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    import fcntl

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert main(["generate", "--out", "out"]) == 0
    assert "This file system has no locks" in capsys.readouterr().err
    assert generated.is_dir()


@pytest.mark.parametrize("verb", ["validate", "generate"])
def test_a_language_without_words(
    verb: str, generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform = project / "specs" / "platform.yaml"
    platform.write_text(
        platform.read_text("utf-8").replace("locales: [en, zh-Hant]", "locales: [en, zh-Hant, zh-Hans]")
    )
    capsys.readouterr()
    assert main([verb, *(["--out", "out"] if verb == "generate" else [])]) == 1
    assert f"specs/platform.yaml:12:24: error: {SAID['locale-without-words']}" in said(capsys)


# --- What the manifest says -------------------------------------------------------------------------------------------


def forge(generated: Path, path: str, content: bytes | None = None) -> None:
    manifest = json.loads((generated / "MANIFEST.json").read_text())
    target = generated / path
    content = content if content is not None else target.read_bytes()
    manifest["outputs"][path] = hashlib.sha256(content).hexdigest()
    (generated / "MANIFEST.json").write_text(json.dumps(manifest))


FORGED = [
    "notes.txt",
    ".git/HEAD",
    "../keep.txt",
    "python/rivya/secret.key",
    "python/rivya/secret.py",
    "docs/en/x/y.md",
]


@pytest.mark.parametrize("verb", ["generate", "check", "diff"])
def test_the_manifest_cannot_name_what_is_not_ours(
    verb: str, generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in FORGED:
        (generated / path).parent.mkdir(parents=True, exist_ok=True)
        (generated / path).write_text("mine")
        forge(generated, path)
    before = snapshot(project)
    capsys.readouterr()
    assert main([verb, "--out", "out"]) == 1
    entry = SAID["manifest-entry"]
    assert said(capsys) == [f"out/MANIFEST.json: error: {entry.replace('notes.txt', path)}" for path in FORGED]
    assert snapshot(project) == before
    assert main(["generate", "--out", "out", "--force"]) == 0
    assert [(generated / path).read_text() for path in FORGED] == ["mine"] * len(FORGED)
    assert not {*FORGED} & json.loads((generated / "MANIFEST.json").read_text())["outputs"].keys()


@pytest.mark.parametrize("path", ["_runtime/errors.py", "_client.py", "_models.py", "webhooks.py", "jobs/gone.py"])
def test_what_an_earlier_version_wrote_into_the_package_is_removed(path: str, generated: Path, project: Path) -> None:
    before = snapshot(project)
    old = generated / "python" / "rivya" / path
    old.parent.mkdir(exist_ok=True)
    old.write_text("earlier = True\n")
    forge(generated, f"python/rivya/{path}")
    assert main(["generate", "--out", "out"]) == 0
    assert snapshot(project) == before


def test_an_absolute_path_in_the_manifest(generated: Path, tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("mine")
    forge(generated, str(tmp_path / "keep.txt"), b"mine")
    assert main(["generate", "--out", "out"]) == 1
    assert (tmp_path / "keep.txt").read_text() == "mine"


def test_a_stale_file_that_was_edited_stays(generated: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited = generated / "schemas" / "class.json"
    edited.write_text(edited.read_text() + "\n")
    (project / "specs" / "models" / "class.yaml").unlink()
    before = snapshot(generated)
    for options in ([], ["--force"]):
        capsys.readouterr()
        assert main(["generate", "--out", "out", *options]) == 1
        assert said(capsys) == [f"out/schemas/class.json: error: {SAID['output-edited']}"]
        assert snapshot(generated) == before
    edited.unlink()
    assert main(["generate", "--out", "out"]) == 0


def test_a_stale_file_with_other_line_ends_goes(generated: Path, project: Path) -> None:
    stale = generated / "schemas" / "class.json"
    stale.write_bytes(stale.read_bytes().replace(b"\n", b"\r\n"))
    (project / "specs" / "models" / "class.yaml").unlink()
    assert main(["generate", "--out", "out"]) == 0
    assert not stale.exists()


def test_a_lost_manifest_is_made_again_when_asked(
    generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(generated)
    for damage in (
        "",
        "<<<<<<< ours\n{}\n",
        "[" * 100_000,
        "{}",
        '{"generator": "rivya-codegen", "outputs": {"a": 1}}',
    ):
        (generated / "MANIFEST.json").write_text(damage)
        capsys.readouterr()
        for verb in (["generate"], ["check"], ["diff"]):
            assert main([*verb, "--out", "out"]) == 1
            assert said(capsys) == [f"out: error: {SAID['output-not-ours'].replace('notes.txt', '.gitattributes')}"]
        assert main(["generate", "--out", "out", "--force"]) == 0
        assert snapshot(generated) == before


# --- Where outputs may go ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["generate", "check", "diff"])
def test_a_folder_with_other_content_is_refused(verb: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_case(project, "odd-ids")
    (project / "src" / "lib").mkdir(parents=True)
    (project / "src" / "notes.txt").write_text("mine")
    before = snapshot(project)
    assert main([verb, "--out", "src"]) == 1
    assert said(capsys) == [f"src: error: {SAID['output-not-ours']}"]
    assert snapshot(project) == before


@pytest.mark.parametrize("out", ["specs", ".", "..", "mine", "specs/../specs", "link"])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_inputs_are_no_output_folder(
    out: str, force: list[str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_case(project, "odd-ids")
    (project / "mine").mkdir()
    (project / "link").symlink_to(project / "specs")
    before = snapshot(project)
    assert main(["generate", "--templates", "mine", "--out", out, *force]) == 1
    assert "[output-inputs]" in capsys.readouterr().err
    assert snapshot(project) == before


def test_empty_folders_and_those_inside_inputs_are_fine(project: Path) -> None:
    add_case(project, "odd-ids")
    (project / "mine" / "__pycache__").mkdir(parents=True)
    (project / "mine" / ".git").mkdir()
    assert main(["generate", "--out", "mine"]) == 0
    assert main(["generate", "--out", "specs/out"]) == 0
    assert main(["check", "--out", "specs/out"]) == 0


@pytest.mark.parametrize("path", ["catalog.json", "MANIFEST.json"])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_pipe_in_place_of_an_output_is_named(
    path: str, force: list[str], generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (generated / path).unlink()
    os.mkfifo(generated / path)
    before = snapshot(project)
    capsys.readouterr()
    assert main(["generate", "--out", "out", *force]) == 1
    assert f"out/{path}: error: {SAID['file-special']}" in said(capsys)
    assert snapshot(project) == before


# --- Specs that are no plain files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["link", "read-only"])
@pytest.mark.parametrize("verb", ["import", "sync", "release"])
def test_a_spec_that_is_a_link_or_read_only_is_not_replaced(
    how: str, verb: str, generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = {"import": import_two, "release": release, "sync": sync}[verb](project)
    spec = project / "specs" / ("release.yaml" if verb == "release" else "models/z-image.yaml")
    if verb == "release":
        shutil.copy(TESTS.parent / "specs" / "release.yaml", spec)
    if how == "link":
        shutil.move(spec, project / "elsewhere.yaml")
        spec.symlink_to(os.path.relpath(project / "elsewhere.yaml", spec.parent))
    else:
        spec.chmod(0o444)
    before = snapshot(project)
    capsys.readouterr()
    assert main(arguments) == 1
    expected = SAID["spec-link"].replace("TARGET", os.readlink(spec)) if how == "link" else SAID["spec-read-only"]
    assert said(capsys) == [f"{spec.relative_to(project)}: error: {expected}"]
    assert snapshot(project) == before
    assert spec.is_symlink() == (how == "link")
    assert generated.is_dir()


@pytest.mark.usefixtures("generated")
def test_a_folder_of_the_specs_that_is_a_link_is_not_written_through(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run that is killed there could not be undone: what lies behind a link is not put back."""
    arguments = release(project)
    (project / "elsewhere").mkdir()
    (project / "specs" / "releases").symlink_to("../elsewhere")
    before = snapshot(project)
    capsys.readouterr()
    assert main(arguments) == 1
    assert said(capsys) == [f"specs/releases: error: {SAID['spec-link'].replace('TARGET', '../elsewhere')}"]
    assert snapshot(project) == before


def sync(project: Path) -> list[str]:
    import_two(project)
    catalogue = json.loads((TESTS.parent / "generated" / "catalog.json").read_text("utf-8"))
    catalogue["data"] = [entry for entry in catalogue["data"] if entry["id"] == "z-image"]
    (project / "catalog.json").write_text(json.dumps(catalogue))
    return ["sync", "catalog.json", "--write", "--reviewed", "2026-05-12"]


def test_a_changed_spec_keeps_its_mode(project: Path) -> None:
    arguments = import_two(project)
    spec = project / "specs" / "models" / "z-image.yaml"
    spec.chmod(0o640)
    assert main(arguments) == 0
    assert "base: 1\n" in spec.read_text("utf-8")
    assert spec.stat().st_mode & 0o777 == 0o640


# --- What lies among the outputs --------------------------------------------------------------------------------------

STRAYS = [".env", "python/rivya/.env", "python/rivya/.idea/workspace.xml", "python/rivya/models/stale.py", "notes.txt"]


def test_check_names_what_nobody_generated(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in STRAYS:
        (generated / path).parent.mkdir(exist_ok=True)
        (generated / path).write_text("mine")
    (generated / "python" / "rivya" / "link.py").symlink_to("nowhere")
    for path in ("python/rivya/__pycache__/a.cpython-311.pyc", "python/rivya.egg-info/PKG-INFO", "python/dist/a.whl"):
        (generated / path).parent.mkdir(exist_ok=True)
        (generated / path).write_text("a cache")
    (generated / "docs" / "a\n::warning::b").write_text("mine")
    before = snapshot(generated)
    capsys.readouterr()
    assert main(["check", "--out", "out"]) == 1
    named = sorted([*STRAYS, "docs/a<U+000A>::warning::b", "python/rivya/link.py"])
    assert said(capsys) == [f"out/{path}: error: {SAID['output-stray']}" for path in named]
    assert main(["generate", "--out", "out"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [*(f"  not generated, left as it is: {path}" for path in named), "out is up to date."]
    assert snapshot(generated) == before


# --- Line ends --------------------------------------------------------------------------------------------------------


def test_a_checkout_with_other_line_ends_is_up_to_date(
    generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = snapshot(generated)
    for path in project.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    capsys.readouterr()
    for verb in ("check", "diff"):
        assert main([verb, "--out", "out"]) == 0
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "files differ only in their line ends (CRLF), which does not count.\nout is up to date: " in printed.err
    target = generated / "catalog.json"
    target.write_bytes(target.read_bytes().replace(b"4o-image", b"5o-image"))
    assert main(["check", "--out", "out"]) == 1
    assert {line[:3] for line in capsys.readouterr().out.splitlines()} <= {"---", "+++", "@@ ", "-  ", "+  ", "   "} | {
        " {",
        " }",
    }
    assert main(["generate", "--out", "out"]) == 0
    assert snapshot(generated) == expected


def test_the_runtime_of_a_checkout_with_other_line_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain = load_runtime()
    for path, content in plain.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content.replace(b"\n", b"\r\n"))
    monkeypatch.setattr(load, "RUNTIME", tmp_path)
    assert load_runtime() == plain


def test_git_keeps_the_line_ends_of_sources_and_outputs(repository: Path) -> None:
    names = ["README.md", "specs/platform.yaml", "generated/catalog.json", "codegen/runtime/client.py"]
    done = subprocess.run(
        ["git", "check-attr", "eol", *names], cwd=repository, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"{name}: eol: lf" for name in names]


# --- The manifest is the same everywhere, and is not what is compared -------------------------------------------------


def test_the_manifest_depends_on_inputs_and_outputs_alone(
    generated: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rivya_codegen.output import manifest

    before = snapshot(generated)
    monkeypatch.setattr(manifest, "generator_fingerprint", lambda: "another version of everything")
    assert main(["check", "--out", "out"]) == 0
    assert main(["generate", "--out", "out"]) == 0
    assert snapshot(generated) == before
    assert set(json.loads(before["MANIFEST.json"])) == {"generator", "package", "inputs", "outputs"}
    assert project.is_dir()


def test_the_manifest_is_left_out_of_a_comparison(
    generated: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = project / "specs" / "models" / "class.yaml"
    spec.write_text(spec.read_text("utf-8") + "# a remark\n", "utf-8")
    (generated / "MANIFEST.json").write_text(
        (generated / "MANIFEST.json").read_text().replace('"rivya-codegen ', '"rivya-codegen 99')
    )
    assert main(["check", "--out", "out"]) == 0
    spec.unlink()
    for verb in ("check", "diff"):
        capsys.readouterr()
        main([verb, "--out", "out"])
        printed = capsys.readouterr().out
        assert "schemas/class.json" in printed
        assert "MANIFEST" not in printed


def test_a_manifest_that_lists_other_outputs_is_stale(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = json.loads((generated / "MANIFEST.json").read_text())
    del manifest["outputs"]["catalog.json"]
    (generated / "MANIFEST.json").write_text(json.dumps(manifest))
    assert main(["check", "--out", "out"]) == 1
    assert "MANIFEST.json does not list what is generated.\nout is stale; run: " in capsys.readouterr().err
    assert main(["generate", "--out", "out"]) == 0
    assert main(["check", "--out", "out"]) == 0


@pytest.mark.parametrize("content", [b"", b"\0\xff", b"forged = True\n"])
def test_what_lies_in_the_cache_is_never_believed(
    content: bytes, generated: Path, tmp_path: Path, remembered: pytest.MonkeyPatch
) -> None:
    remembered.undo()
    types = generated / "python" / "rivya" / "types.py"
    for path in [*(tmp_path / "cache").rglob("*")]:
        if path.is_file():
            path.write_bytes(content)
    types.write_text("forged = True\n")
    forge(generated, "python/rivya/types.py")
    assert main(["check", "--out", "out"]) == 1
    assert main(["generate", "--out", "out"]) == 0
    assert "forged" not in types.read_text()


@pytest.mark.parametrize("where", ["a file", "read-only", "no home"])
def test_without_a_cache_nothing_is_known(
    where: str, generated: Path, project: Path, monkeypatch: pytest.MonkeyPatch, remembered: pytest.MonkeyPatch
) -> None:
    remembered.undo()
    monkeypatch.delenv("XDG_CACHE_HOME")
    if where == "no home":
        monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/cache" if where == "a file" else "/proc/cache")
    before = snapshot(generated)
    assert main(["generate", "--out", "out"]) == 0
    assert main(["check", "--out", "out"]) == 0
    assert snapshot(generated) == before
    assert project.is_dir()


@pytest.mark.parametrize("specs", ["other/specs", "./other/specs", "{}/other/specs", "../project/other/specs"])
def test_the_output_lies_beside_the_specs_that_are_named(specs: str, project: Path) -> None:
    (project / "other").mkdir()
    (project / "specs").rename(project / "other" / "specs")
    add_case(project / "other", "odd-ids")
    assert main(["generate", "--specs", specs.format(project)]) == 0
    assert (project / "other" / "generated" / "MANIFEST.json").is_file()
    assert not (project / "generated").exists()
    assert main(["check", "--specs", specs.format(project)]) == 0


def test_the_output_lies_beside_the_specs_in_which_one_stands(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_case(project, "odd-ids")
    monkeypatch.chdir(project / "specs")
    assert main(["generate", "--specs", "."]) == 0
    assert (project / "generated" / "MANIFEST.json").is_file()
    assert main(["generate", "--out", "../mine", "--specs", "../specs"]) == 0
    assert (project / "mine" / "MANIFEST.json").is_file()
