"""Reads what is compared: a tree of specs from a folder or a git revision."""

from __future__ import annotations

import os
from collections.abc import Container
from dataclasses import dataclass, replace
from pathlib import Path

from ..problems.problem import Location, Problem, ProblemsFound, stop_at
from ..source.inputs import display_name
from ..source.load import MISPLACED, load_source
from ..source.parse import Parsed, misnamed, parse_source
from ..source.revision import load_revision
from ..source.unfinished import without_skeletons

_HERE = tuple(f".{separator}" for separator in (os.sep, os.altsep) if separator)


@dataclass(frozen=True, slots=True)
class Tree:
    """The specs of one side."""

    name: str
    parsed: Parsed
    prefix: str = ""
    """What precedes a path in messages: `HEAD~1:` for a revision."""
    left_out: tuple[str, ...] = ()
    """The files of new models that nobody has described yet."""


def load_tree(name: str | None, specs: Path, known: Container[str] = ()) -> Tree:
    """Return the specs in a folder (that of `specs` where no name is given) or in a git revision.

    What `is_folder` says is a folder; all else is a revision as git takes it, `HEAD~1` or `v1.2.0`, and means the same
    folder there; `REV:path` names another. What lies in the working tree never decides which of the two is meant.
    New models that nobody has described yet are left out; `known` are the ids of those that are not new.
    Raises `ProblemsFound` where there is no such folder or revision, where a name of a revision is one of a folder too,
    or where the specs do not parse.
    """
    prefix = ""
    if name is None or is_folder(name):
        source = load_source(Path(name) if name is not None else specs)
        kept = (
            problem for problem in source.problems if problem.code != MISPLACED
        )  # nobody can mend what lies in a base
        source = replace(source, problems=tuple(kept))
    elif os.path.isdir(name):
        revision, colon, path = name.partition(":")
        ways = {"folder": f"./{name}", "revision": f"{revision}^0{colon}{path}"}
        raise ProblemsFound([Problem(Location(name), "revision-or-folder", ways)])
    else:
        prefix = f"{name.partition(':')[0]}:"
        source = load_revision(name, specs)
    source, left_out = without_skeletons(source, known.__contains__)
    parsed = parse_source(source, earlier=name is not None)
    stop_at([*parsed.problems, *misnamed(parsed)])  # two files with one id would hide each other
    return Tree(name or display_name(specs), parsed, prefix, left_out)


def is_folder(name: str) -> bool:
    """Return whether a name is written as a folder: an absolute path, or one that starts with `.` or `..`.

    No branch, tag or other revision can be written so.
    """
    return os.path.isabs(name) or Path(name).parts[:1] == ("..",) or name == "." or name.startswith(_HERE)
