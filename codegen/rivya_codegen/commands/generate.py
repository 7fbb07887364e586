"""`generate`: write everything that the specs describe."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..output.manifest import is_unchanged, note_run
from ..problems.problem import ProblemsFound
from ..source.inputs import display_name
from ..source.load import leavings, load_inputs
from ..source.settings import Settings
from ..text.invisible import show_hidden
from ..words.messages import words
from .command import Command, add_places, settings_of

if TYPE_CHECKING:
    from ..output.write import Result


def _add_options(command: argparse.ArgumentParser) -> None:
    add_places(command)
    command.add_argument("--force", action="store_true", help="overwrite files that this program did not write")


def _run(options: argparse.Namespace) -> int:
    for line in write_outputs(settings_of(options), force=options.force):
        print(line)
    return 0


def write_outputs(settings: Settings, *, force: bool = False) -> list[str]:
    """Write what the specs describe and return what to say about it; `ProblemsFound`, and nothing written, else."""
    from ..output.write import alone

    with alone(settings.output):
        finish(settings.specs)
        inputs, problems = load_inputs(settings)
        if not problems and is_unchanged(inputs):
            return ["unchanged.", *_strays(inputs.previous.strays)]
        # Loaded only now: what parses, checks and renders is most of the time of an unchanged run.
        from ..pipeline import run

        return write_result(run(inputs, problems), force=force)


def finish(specs: Path) -> None:
    """Put back what a run has left half-way in the specs because it was killed."""
    from ..output.write import alone

    if leavings(specs):
        with alone(specs):
            pass  # whoever holds a folder alone puts it in order first


def write_result(result: Result, *, force: bool = False) -> list[str]:
    """Write the files of a run, as `write_outputs` does."""
    from ..output.write import refused_folder, refused_targets, write_tree

    output = result.inputs.settings.output
    refused = list(refused_targets(output, result, force=force))
    if not refused and not force:
        refused = list(refused_folder(output, result.previous))
    if refused:
        raise ProblemsFound(refused)
    write_tree(output, result.changed, result.stale)
    note_run(result.inputs, result.files)
    lines = [f"  {'changed' if path in result.previous.files else 'new    '} {path}" for path in sorted(result.changed)]
    lines += [f"  removed {path}" for path in result.stale]
    lines += left_out(result)
    changed = len(result.changed) + len(result.stale)
    total = f"{display_name(output)}: {changed} file{'s' if changed != 1 else ''} written."
    strays = _strays(set(result.previous.strays) - result.files.keys())
    return [*lines, *strays, total if changed else "unchanged."]


def left_out(result: Result) -> list[str]:
    """Return what to say about the specs of new models that are still to be filled in."""
    return [words("left-out", file=file) for file in result.left_out]


def _strays(paths: Iterable[str]) -> list[str]:
    return [f"  not generated, and left alone: {show_hidden(path)}" for path in sorted(paths)]


GENERATE = Command(
    "generate", "Write everything that the specs describe; remove what they no longer do.", _run, _add_options
)
