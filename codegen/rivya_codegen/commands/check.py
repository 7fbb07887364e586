"""`check` and `diff`: the same run as `generate`, compared with what is there."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name
from ..source.load import load_inputs, reading
from ..source.previous import read_listed
from ..source.settings import DEFAULT_OUTPUT, DEFAULT_SPECS, MANIFEST, Settings
from ..text.invisible import show_hidden
from ..words.messages import words
from .command import OutputCommand

if TYPE_CHECKING:
    from ..output.write import Result


@dataclass(frozen=True, kw_only=True)
class Check(OutputCommand):
    """Exit with 1 and a diff where the output is not what the specs generate."""

    exit_code_when_cut_off: ClassVar[int] = 1

    def run(self) -> int:
        result = _compare(self.settings)
        output = display_name(self.settings.output)
        different = _is_different(result)
        if different:
            print(f"{output} is stale; run: {_remedy(self.settings)}", file=sys.stderr)
        if strays := set(result.previous.strays) - result.files.keys():
            raise ProblemsFound(Problem(Location(f"{output}/{show_hidden(path)}"), "output-stray") for path in strays)
        _print_if_current(result)
        return 1 if different else 0


@dataclass(frozen=True, kw_only=True)
class Diff(OutputCommand):
    """Print what generate would change."""

    def run(self) -> int:
        _print_if_current(_compare(self.settings))
        return 0


def _compare(settings: Settings) -> Result:
    """Print how the outputs differ. Raises `ProblemsFound` where the folder is none that may be generated into."""
    from ..output.write import forged_entries, refused_folder, unified_diff
    from ..pipeline import run

    with reading(settings.output):
        result = run(*load_inputs(settings))
    if problems := [*refused_folder(settings.output, result.previous), *forged_entries(settings.output, result)]:
        raise ProblemsFound(problems)
    notes: list[str] = [words("left-out", file=file) for file in result.left_out]
    if result.previous.listed:
        for difference in unified_diff(result.previous.files, result.different, result.stale):
            print(difference)
    else:  # a hundred thousand lines would say no more
        notes.append(
            f"{display_name(settings.output)} has no outputs yet; generate would write {len(result.files)} files."
        )
    if result.other_ends:
        notes.append(f"{len(result.other_ends)} files differ only in their line ends (CRLF), which does not count.")
    if not result.different and not result.stale and _is_different(result):
        notes.append(f"{MANIFEST} does not list what is generated.")
    for note in notes:
        print(note, file=sys.stderr)
    return result


def _is_different(result: Result) -> bool:
    """Return whether an output differs, or the list of them in the manifest; what else it says is for readers."""
    listed = read_listed(result.files[MANIFEST])
    return bool(result.different or result.stale or result.previous.listed != listed)


def _print_if_current(result: Result) -> None:
    if not _is_different(result):
        output = display_name(result.inputs.settings.output)
        print(f"{output} is up to date: {len(result.files)} files.", file=sys.stderr)


def _remedy(settings: Settings) -> str:
    places = (
        ("--specs", settings.specs, DEFAULT_SPECS),
        ("--templates", settings.templates, None),
        ("--out", settings.output, DEFAULT_OUTPUT),
    )
    given = [part for name, place, usual in places if place != usual for part in (name, str(place))]
    return shlex.join(["rivya-codegen", "generate", *given])
