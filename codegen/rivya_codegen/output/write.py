"""Files are written as one, all or none, and compared for `check` and `diff`.

While files are put into place, the folder `.rivya-undo` beside them holds a journal of what is about to change, and
what was there before. Whoever next writes to a folder in which a run was killed puts everything back first.
"""

from __future__ import annotations

import difflib
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name, unix_ends
from ..source.load import Inputs, leftovers
from ..source.lock import locked
from ..source.previous import Previous, linked_part
from ..source.settings import JOURNAL, LEAVING, MANIFEST, UNDO
from ..text.portable_paths import is_plain
from .manifest import is_edited, sha256

_WRITABLE = 0o222


@dataclass(frozen=True, slots=True)
class Result:
    """What a run would write: all files, those that differ from the output folder, and those to remove."""

    files: dict[str, bytes]
    changed: dict[str, bytes]
    stale: list[str]
    inputs: Inputs
    untrusted: list[str]
    """What the manifest lists although nothing of ours makes it; it is not removed."""
    left_out: tuple[str, ...] = ()
    """The specs of new models that are still to be filled in, as problems show them."""

    @property
    def different(self) -> dict[str, bytes]:
        """The outputs with another content than what is there: neither the manifest nor line ends count."""
        ends = self.other_ends
        return {path: content for path, content in self.changed.items() if path != MANIFEST and path not in ends}

    @property
    def other_ends(self) -> list[str]:
        """The files that differ in their line ends alone."""
        before = self.previous.files
        return [path for path, content in self.changed.items() if path in before and unix_ends(before[path]) == content]

    @property
    def previous(self) -> Previous:
        """What lies in the output folder."""
        return self.inputs.previous


def changed_files(previous: Mapping[str, bytes], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are new or differ from what lies in the output folder."""
    return {path: content for path, content in files.items() if previous.get(path) != content}


def refused_targets(output: Path, result: Result, *, force: bool = False) -> Iterator[Problem]:
    """Yield a problem for each output that would land outside the folder, or on something this program did not write.

    With `force`, what others wrote is overwritten where an output belongs; it is never removed.
    """
    previous = result.previous
    for path in [*result.changed, *result.stale]:
        target = output / path
        if link := linked_part(target, output):
            yield Problem(Location(str(link)), "output-link")
        elif target.is_dir():
            yield Problem(Location(display_name(target)), "output-directory")
        elif target.exists() and not target.is_file():  # reading a pipe would wait for a writer
            yield Problem(Location(display_name(target)), "file-special")
        elif target.exists() and path not in previous.listed and path != MANIFEST and not force:
            yield Problem(Location(display_name(target)), "output-foreign")
        elif path not in result.files and is_edited(previous, path):
            yield Problem(Location(display_name(target)), "output-edited")
    if not force:
        yield from forged_entries(output, result)


def forged_entries(output: Path, result: Result) -> Iterator[Problem]:
    """Yield a problem for each file that the manifest lists although nothing of ours makes it."""
    for path in result.untrusted:
        value = json.dumps(path, ensure_ascii=False)
        yield Problem(Location(display_name(output / MANIFEST)), "manifest-entry", {"value": value})


def refused_folder(output: Path, previous: Previous) -> Iterator[Problem]:
    """Yield a problem where a folder holds something, but no outputs of ours."""
    if previous.strays and not previous.listed:
        first = json.dumps(previous.strays[0], ensure_ascii=False)
        yield Problem(Location(display_name(output)), "output-not-ours", {"value": first})


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """Hold a folder as the only one who writes to it; what a killed run has left there is put back and swept first.

    Raises:
        ProblemsFound: The folder cannot be written to, or what was left cannot be put back.
    """
    with ExitStack() as stack:
        with _writing(folder):
            stack.enter_context(locked(folder, alone=True))
            restore(folder)
        yield


@contextmanager
def _writing(folder: Path) -> Generator[None]:
    """Raise `ProblemsFound` for what the system says against writing to a folder."""
    try:
        yield
    except OSError as error:
        place = Location(display_name(Path(error.filename or folder)))
        detail = {"detail": error.strerror or str(error)}
        raise ProblemsFound([Problem(place, "file-not-writable", detail)]) from error


def write_tree(output: Path, changed: Mapping[str, bytes], stale: list[str]) -> None:
    """Write the changed files and remove the stale ones; when anything fails, the folder is as it was.

    Raises:
        ProblemsFound: The folder cannot be written to.
    """
    with alone(output), _writing(output), tempfile.TemporaryDirectory(prefix=LEAVING, dir=output) as staging:
        _stage(Path(staging), output, changed)
        _replace(output, Path(staging), changed, stale)


def write_specs(folder: Path, files: Mapping[str, str]) -> None:
    """Write files that people edit as well, all or none; one that is a link, or read-only, is none of ours to replace.

    Raises:
        ProblemsFound: A file is not to be replaced, or the folder cannot be written to.
    """
    refused: list[Problem] = []
    for target in (folder / path for path in files):
        place = Location(display_name(target.parent) + f"/{target.name}")
        link = linked_part(target, folder)
        if link is not None:
            place = place if link == target else Location(display_name(link))
            refused.append(Problem(place, "spec-link", {"value": os.readlink(link)}))
        elif target.exists() and not target.stat().st_mode & _WRITABLE:
            refused.append(Problem(place, "spec-read-only"))
    if refused:
        raise ProblemsFound(refused)
    write_tree(folder, {path: text.encode() for path, text in files.items()}, [])


def _stage(staging: Path, output: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if (output / path).exists():
            shutil.copymode(output / path, target)


def _replace(output: Path, staging: Path, changed: Mapping[str, bytes], stale: list[str]) -> None:
    """Move files into place one by one, keeping what was there until all are; on a failure put everything back."""
    journal: dict[str, list[str | None]] = {}
    for path in [*changed, *stale]:
        before = sha256((output / path).read_bytes()) if (output / path).exists() else None
        journal[path] = [before, sha256(changed[path]) if path in changed else None]
    undo = output / UNDO
    undo.mkdir()
    (undo / ".gitignore").write_text("*\n", "utf-8")
    (undo / "unfinished").write_text(json.dumps(journal), "utf-8")
    os.replace(undo / "unfinished", undo / JOURNAL)
    try:
        for path, (before, after) in journal.items():
            target, kept = output / path, undo / "old" / path
            if before is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                os.replace(target, kept)
            if after is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(staging / path, target)
    except BaseException:  # Ctrl-C too: half a tree is worse than none
        _put_back(output, undo)
        shutil.rmtree(undo)
        raise
    _remove_empty_folders(output, stale)
    (undo / JOURNAL).unlink()  # from here on the new state is the one that stays
    with suppress(OSError, KeyboardInterrupt):
        shutil.rmtree(undo)


def restore(folder: Path) -> None:
    """Put back what a run has changed that was ended half-way, and sweep what it has left.

    Raises:
        ProblemsFound: A file was changed since, or the journal is none of this program.
    """
    for left in leftovers(folder):
        if (left / JOURNAL).exists():
            _put_back(left.parent, left)
        shutil.rmtree(left)


def _put_back(folder: Path, undo: Path) -> None:
    problems: list[Problem] = []
    journal = _read_journal(undo / JOURNAL)
    for path, (before, after) in journal.items():
        target, kept = folder / path, undo / "old" / path
        present = sha256(target.read_bytes()) if target.is_file() else None
        if kept.exists() and present in {None, before, after}:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(kept, target)
        elif kept.exists():
            problems.append(Problem(Location(display_name(target)), "run-conflict", {"value": display_name(kept)}))
        elif before is None and present is not None and present == after:
            target.unlink()
    if problems:
        raise ProblemsFound(problems)
    _remove_empty_folders(folder, [path for path, (before, _) in journal.items() if before is None])
    (undo / JOURNAL).unlink()


def _read_journal(file: Path) -> Mapping[str, tuple[str | None, str | None]]:
    """Return path → hash before, hash after; others may have written the file, so what leaves the folder is refused."""
    foreign = Problem(Location(display_name(file)), "file-not-readable", {"detail": "not written by this program"})
    if not file.is_file():
        raise ProblemsFound([foreign])
    try:
        journal = json.loads(file.read_text("utf-8"))
        rows = {str(path): (before, after) for path, (before, after) in journal.items()}
    except (AttributeError, ValueError, TypeError, RecursionError) as error:
        raise ProblemsFound([foreign]) from error
    if not all(_is_inside(file.parent.parent, path) and _is_inside(file.parent / "old", path) for path in rows):
        raise ProblemsFound([foreign])
    return rows


def _is_inside(folder: Path, path: str) -> bool:
    """Return whether a path is a plain one below a folder that goes through no link."""
    return is_plain(path) and not linked_part(folder / path, folder)


def _remove_empty_folders(output: Path, paths: Iterable[str]) -> None:
    for path in paths:
        folder = (output / path).parent
        while folder != output and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def unified_diff(previous: Mapping[str, bytes], changed: Mapping[str, bytes], stale: list[str]) -> Iterator[str]:
    """Yield how each file of a folder differs from that of a run, as `diff -u` prints it; other line ends are none."""
    for path in sorted([*changed, *stale]):
        old = previous.get(path, b"").decode("utf-8", "replace").splitlines()
        new = changed.get(path, b"").decode("utf-8", "replace").splitlines()
        before = f"a/{path}" if path in previous else "/dev/null"
        after = f"b/{path}" if path in changed else "/dev/null"
        if difference := "\n".join(difflib.unified_diff(old, new, before, after, lineterm="")):
            yield difference
