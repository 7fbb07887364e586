"""`check` and `diff`: the same run as `generate`, compared with what is there."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name
from ..source.load import load_inputs, reading
from ..source.previous import read_listed
from ..source.settings import DEFAULT_OUTPUT, DEFAULT_SPECS, MANIFEST
from ..text.invisible import show_hidden
from ..words.messages import words
from .command import Command, add_places, settings_of

if TYPE_CHECKING:
    from ..output.write import Result


def _check(options: argparse.Namespace) -> int:
    result = _compare(options)
    different = _is_different(result)
    if different:
        print(f"{display_name(options.out)} is stale; run: {_remedy(options)}", file=sys.stderr)
    if strays := set(result.previous.strays) - result.files.keys():
        folder = display_name(options.out)
        raise ProblemsFound(Problem(Location(f"{folder}/{show_hidden(path)}"), "output-stray") for path in strays)
    _say_up_to_date(options, result)
    return 1 if different else 0


def _diff(options: argparse.Namespace) -> int:
    _say_up_to_date(options, _compare(options))
    return 0


def _compare(options: argparse.Namespace) -> Result:
    """Print how the outputs differ. Raises `ProblemsFound` where the folder is none that may be generated into."""
    from ..output.write import forged_entries, refused_folder, unified_diff
    from ..pipeline import run

    settings = settings_of(options)
    with reading(settings.output):
        result = run(*load_inputs(settings))
    if problems := [*refused_folder(settings.output, result.previous), *forged_entries(settings.output, result)]:
        raise ProblemsFound(problems)
    for file in result.left_out:
        print(words("left-out", file=file), file=sys.stderr)
    if result.previous.listed:
        for line in unified_diff(result.previous.files, result.different, result.stale):
            print(line)
    else:  # a hundred thousand lines would say no more
        counted = f"{len(result.files)} files would be written"
        print(f"{display_name(options.out)} has no outputs yet: {counted}.", file=sys.stderr)
    if result.other_ends:
        print(
            f"{len(result.other_ends)} files differ in line ends (CRLF) alone, which does not count.", file=sys.stderr
        )
    if not result.different and not result.stale and _is_different(result):
        print(f"{MANIFEST} does not list what is generated.", file=sys.stderr)
    return result


def _is_different(result: Result) -> bool:
    """Return whether an output differs, or the list of them in the manifest; what else it says is for readers."""
    listed = read_listed(result.files[MANIFEST])
    return bool(result.different or result.stale or result.previous.listed != listed)


def _say_up_to_date(options: argparse.Namespace, result: Result) -> None:
    if not _is_different(result):
        counted = f"{len(result.files)} files, {_count_vectors(result.files)} test vectors"
        print(f"{display_name(options.out)} is up to date: {counted}.", file=sys.stderr)


def _count_vectors(files: Mapping[str, bytes]) -> int:
    """Return how many requests and files the consumers of the specs replay."""
    contents = [json.loads(content) for path, content in files.items() if path.startswith("vectors/")]
    return sum(len(vectors["requests"]) + len(vectors["files"]) for vectors in contents)


def _remedy(options: argparse.Namespace) -> str:
    words = ["rivya-codegen", "generate"]
    words += ["--specs", str(options.specs)] if options.specs != DEFAULT_SPECS else []
    words += ["--templates", str(options.templates)] if options.templates else []
    words += ["--out", str(options.out)] if options.out != DEFAULT_OUTPUT else []
    return shlex.join(words)


CHECK = Command(
    "check", "Exit with 1 and a diff where the output is not what the specs generate.", _check, add_places, 1
)
DIFF = Command("diff", "Print what generate would change.", _diff, add_places)
