"""Reads what is compared: a spec tree from a folder or a git revision, and the file of ignored changes."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..inputs import read_text
from ..load import Settings, Source, TextFile, display_name, load_runtime, load_source
from ..parse import Parsed, parse_source
from ..problems import Location, Problem, ProblemsFound

_MODELS, _WIRE = "models/", "wire/"


@dataclass(frozen=True, slots=True)
class Tree:
    """The specs of one side."""

    name: str
    parsed: Parsed
    prefix: str = ""
    """What precedes a path in messages: `HEAD~1:` for a revision."""


def load_tree(name: str | None, specs: Path) -> Tree:
    """Return the specs in a folder (that of `specs` where no name is given) or in a git revision.

    A revision is written as git takes it, `HEAD~1` or `v1.2.0`, and means the same folder there; `REV:path` names another.
    Raises `ProblemsFound` where there is no such folder or revision, or where the specs do not parse.
    """
    folder = Path(name) if name is not None else specs
    if name is None or folder.is_dir():
        source, problems = load_source(Settings(folder))
        prefix = ""
    else:
        prefix = f"{name.partition(':')[0]}:"
        source, problems = _load_revision(name, specs), []
    parsed, found = parse_source(source)
    problems += found
    if problems or parsed is None:
        raise ProblemsFound(problems)
    return Tree(name or display_name(specs), parsed, prefix)


def load_text(path: Path) -> TextFile:
    """Return a file that must be there. Raises `ProblemsFound` where it cannot be read."""
    return TextFile(display_name(path), path.name, read_text(path))


def _load_revision(name: str, specs: Path) -> Source:
    revision, separator, path = name.partition(":")
    path = path.strip("/") if separator else _inside_repository(name, specs)
    try:
        tree = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}:{path}").decode().strip()
    except subprocess.CalledProcessError as error:
        raise ProblemsFound([_unknown(revision, path)]) from error
    files = {file.path: file for file in _files(_git("archive", "--format=tar", tree), f"{revision}:{path}")}
    platform = files.get("platform.yaml")
    if platform is None:
        where = Location(f"{revision}:{path}/platform.yaml")
        raise ProblemsFound([Problem(where, "file-missing", {"advice": "every run needs it"})])
    models = tuple(file for file in files.values() if _lies_in(_MODELS, file) and file.path.endswith((".yaml", ".yml")))
    wire = tuple(file for file in files.values() if _lies_in(_WIRE, file) and file.path.endswith(".json"))
    return Source(platform, models, wire, {}, load_runtime())


def _lies_in(folder: str, file: TextFile) -> bool:
    return file.path.startswith(folder) and "/" not in file.path.removeprefix(folder)


def _files(archive: bytes, prefix: str) -> Iterator[TextFile]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        for member in sorted(members.getmembers(), key=lambda member: member.name):
            content = members.extractfile(member) if member.isfile() else None
            if content is not None and member.name.endswith((".yaml", ".yml", ".json")):
                display = f"{prefix}/{member.name}"
                try:
                    yield TextFile(display, member.name, content.read().decode("utf-8-sig"))
                except UnicodeDecodeError as error:
                    raise ProblemsFound([Problem(Location(display), "file-not-text")]) from error


def _inside_repository(name: str, specs: Path) -> str:
    """Return the path of the specs folder inside the git repository that the working directory belongs to."""
    try:
        root = Path(_git("rev-parse", "--show-toplevel").decode().rstrip("\n")).resolve()
    except (subprocess.CalledProcessError, OSError) as error:
        raise ProblemsFound([Problem(Location(name), "revision-no-git")]) from error
    try:
        return specs.resolve().relative_to(root).as_posix()
    except ValueError as error:
        place = {"folder": display_name(specs), "root": str(root)}
        raise ProblemsFound([Problem(Location(name), "revision-outside", place)]) from error


def _unknown(revision: str, path: str) -> Problem:
    try:
        _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError:
        return Problem(Location(revision), "revision-unknown")
    return Problem(Location(revision), "revision-no-folder", {"folder": path})


def _git(*arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout
    except FileNotFoundError as error:
        raise ProblemsFound([Problem(Location("git"), "revision-no-git")]) from error
