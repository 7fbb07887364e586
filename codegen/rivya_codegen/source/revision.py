"""The specs of a git revision: read object by object from git's store, whatever the repository says about itself.

A pull request under test writes the working tree, `.gitattributes` and all. Only plumbing is run here: no checkout and
no archive, hence no attributes, filters or hooks; nothing replaces an object and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ..problems.problem import Location, Problem, ProblemsFound
from ..text.invisible import one_line
from ..words.messages import words
from .inputs import TextFile, display_name, largest, text_of, too_large
from .load import Source
from .repository import repository_of
from .settings import PLATFORM, SPEC_FILES, is_saved

_KEPT = ("GIT_CONFIG_", "GIT_EXEC_PATH", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""What of git's variables belongs to who runs it, such as `safe.directory`; all others point git at something else."""
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_CONFIGURATION = {
    "core.attributesFile": os.devnull,
    "core.commitGraph": "false",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.warnAmbiguousRefs": "true",
}
"""What wins over the configuration of the repository."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What git says of a name: `blob` or `tree` with its id and size, or why it is neither."""

    kind: str
    id: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Store:
    """The objects of a repository, read with git run in its root."""

    folder: Path
    root: Path | None
    """The root of the working tree; none in a bare repository."""

    def run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git. Raises `ProblemsFound` where there is none."""
        kept = {
            name: value for name, value in os.environ.items() if name.startswith(_KEPT) or not name.startswith("GIT_")
        }
        settings = dict(_CONFIGURATION)
        if self.root is not None:  # no folder above, and no bare repository that lies as files in this one
            kept["GIT_CEILING_DIRECTORIES"] = str(self.root.parent)
            settings["safe.bareRepository"] = "explicit"
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = ["git", "--no-pager", *options, *arguments]
        try:
            return subprocess.run(
                command, cwd=self.folder, env=kept | _ENVIRONMENT, input=given, capture_output=True, check=False
            )
        except (FileNotFoundError, PermissionError, NotADirectoryError) as error:
            raise ProblemsFound([Problem(Location("git"), "revision-no-git")]) from error

    def tree(self, revision: str) -> str:
        """Return the id of the tree of a revision. Raises `ProblemsFound` where it is none, or several."""
        if not revision.isprintable() or not revision:
            raise ProblemsFound([Problem(Location(revision), "revision-unknown")])
        done = self.run("rev-parse", "--verify", "--end-of-options", f"{revision}^{{tree}}")
        if b"is ambiguous" in done.stderr:  # git takes one of them all the same
            raise ProblemsFound([Problem(Location(revision), "revision-ambiguous")])
        found = done.stdout.decode("ascii", "replace").strip()
        if done.returncode or not re.fullmatch("[0-9a-f]{40,64}", found):
            raise ProblemsFound([self._why_none(revision)])
        return found

    def _why_none(self, revision: str) -> Problem:
        """Return why a name is no revision here: it is unknown, or git does not read the repository at all."""
        asked = self.run("rev-parse", "--git-dir")
        if asked.returncode == 0:
            return Problem(Location(revision), "revision-unknown")
        if self.root is None:
            return Problem(Location(revision), "revision-no-git")
        reason = asked.stderr.decode(errors="replace").partition("\n")[0].removeprefix("fatal: ")
        return Problem(Location(revision), "revision-refused", {"detail": one_line(reason)})

    def entries(self, names: Sequence[str]) -> list[_Entry]:
        """Return what git says of names such as `<tree>:specs/models`; links are followed inside of the tree."""
        given = "".join(f"{name}\n" for name in names)
        done = self.run("cat-file", "--batch-check", "--follow-symlinks", given=os.fsencode(given))
        lines = iter(done.stdout.split(b"\n"))
        found: list[_Entry] = []
        for line in lines:
            first, _, rest = line.decode("ascii", "replace").partition(" ")
            if first in {"dangling", "loop", "notdir", "symlink"}:
                next(lines, None)  # what the link says
                found.append(_Entry(first))
            elif re.fullmatch(r"(?:blob|tree|commit|tag) \d+", rest):
                kind, _, size = rest.partition(" ")
                found.append(_Entry(kind, first, int(size)))
            elif line:
                found.append(_Entry("missing"))
        return found if len(found) == len(names) else [_Entry("missing")] * len(names)

    def names(self, tree: str) -> list[str]:
        """Return the names in a tree."""
        listed = self.run("ls-tree", "-z", "--full-tree", "--name-only", tree).stdout
        return [os.fsdecode(name) for name in listed.split(b"\0") if name]

    def contents(self, blobs: Sequence[_Entry]) -> list[bytes]:
        """Return the contents of blobs."""
        given = "".join(f"{blob.id}\n" for blob in blobs)
        stream = self.run("cat-file", "--batch", given=given.encode()).stdout
        found: list[bytes] = []
        at = 0
        for blob in blobs:
            start = stream.index(b"\n", at) + 1
            at = start + blob.size + 1
            found.append(stream[start : at - 1])
        return found


def load_revision(name: str, specs: Path) -> Source:
    """Return the specs of a revision: those of `REV:path`, or of the folder `specs` there.

    Raises `ProblemsFound` where there is no such revision or folder, or where something in it is no file.
    """
    revision, separator, path = name.partition(":")
    store = _store(name, specs, needs_root=not separator)
    path = path.strip("/") if separator else _inside(store, name, specs)
    tree = store.tree(revision)
    well_formed = path.isprintable() and not {".", ".."} & set(path.split("/"))
    folder = store.entries([f"{tree}:{path}"])[0] if well_formed else _Entry("missing")
    if folder.kind != "tree":
        raise ProblemsFound([Problem(Location(revision), "revision-no-folder", {"folder": path})])
    files = {file.path: file for file in _files(store, folder.id, f"{tree}:{path}", f"{revision}:{path}")}
    if PLATFORM not in files:
        where = Location(f"{revision}:{path}/{PLATFORM}")
        raise ProblemsFound([Problem(where, "file-missing", {"advice": words("advice-platform")})])
    return Source.of(files)


def _store(name: str, specs: Path, *, needs_root: bool) -> _Store:
    """Return the repository of the specs, else that of the working directory.

    Raises `ProblemsFound` where the specs lie in a repository inside of that of the working directory: a pull request
    that makes a submodule of them would choose what they are compared with.
    """
    here = repository_of(Path())
    root = repository_of(specs) or repository_of(Path(os.path.realpath(specs))) or here
    if root is None:
        if needs_root:
            raise ProblemsFound([Problem(Location(name), "revision-no-git")])
        return _Store(Path.cwd(), None)
    if here is not None and root != here and root.is_relative_to(here):
        place = {"folder": display_name(specs), "root": str(here)}
        raise ProblemsFound([Problem(Location(name), "revision-nested", place)])
    return _Store(root, root)


def _inside(store: _Store, name: str, specs: Path) -> str:
    """Return the path of the specs in the repository, as it is written: a link in it is a link there too."""
    root = store.root or store.folder
    for place in (Path(os.path.abspath(specs)), Path(os.path.realpath(specs))):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix().removeprefix(".")
    place_of = {"folder": display_name(specs), "root": str(root)}
    raise ProblemsFound([Problem(Location(name), "revision-outside", place_of)])


def _files(store: _Store, top: str, tree: str, display: str) -> Iterator[TextFile]:
    """Yield the files of a spec tree; what is there and is no file ends the run, rather than going unseen."""
    slash = "" if tree.endswith(":") else "/"
    paths = sorted(path for path in store.names(top) if path == PLATFORM)
    for folder in sorted(SPEC_FILES.keys() & set(store.names(top))):
        [entry] = store.entries([f"{tree}{slash}{folder}"])
        names = store.names(_checked(entry, "tree", f"{display}/{folder}").id)
        paths += [f"{folder}/{name}" for name in sorted(names) if is_saved(name, *SPEC_FILES[folder])]
    for path in paths:
        if not path.isprintable():
            _unreadable(f"{display}/{path}", "revision-name")
    found = store.entries([f"{tree}{slash}{path}" for path in paths])
    blobs = [_checked(entry, "blob", f"{display}/{path}") for path, entry in zip(paths, found, strict=True)]
    for path, content in zip(paths, store.contents(blobs), strict=True):
        yield TextFile(f"{display}/{path}", path, text_of(content, f"{display}/{path}"))


_WHY: Mapping[str, str] = {
    **dict.fromkeys(("dangling", "loop", "notdir", "symlink"), "revision-link"),
    "missing": "revision-missing",
}


def _checked(entry: _Entry, kind: str, display: str) -> _Entry:
    if entry.kind != kind:
        _unreadable(display, _WHY.get(entry.kind, "revision-kind"))
    if entry.size > largest():
        raise too_large(display)
    return entry


def _unreadable(display: str, why: str) -> NoReturn:
    detail = {"detail": words(why)}
    raise ProblemsFound([Problem(Location(display), "file-not-readable", detail)])
