"""`generate`: write everything that the specs describe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..output.manifest import is_unchanged, note_run
from ..problems.problem import ProblemsFound
from ..source.inputs import display_name
from ..source.load import leftovers, load_inputs
from ..source.settings import Settings
from ..text.invisible import show_hidden
from ..words.messages import words
from .command import OutputCommand, flag

if TYPE_CHECKING:
    from ..output.write import Result


@dataclass(frozen=True, kw_only=True)
class Generate(OutputCommand):
    """Write everything that the specs describe; remove what they no longer do."""

    force: bool = flag("overwrite files that this program did not write")

    def run(self) -> int:
        for line in write_outputs(self.settings, force=self.force):
            print(line)
        return 0


def write_outputs(settings: Settings, *, force: bool = False) -> list[str]:
    """Write what the specs describe and return what to print about it; `ProblemsFound`, and nothing written, else."""
    from ..output.write import alone

    with alone(settings.output):
        restore(settings.specs)
        inputs, problems = load_inputs(settings)
        if not problems and is_unchanged(inputs):
            return [*_strays(inputs.previous.strays), _up_to_date(settings)]
        # Loaded only now: what parses, checks and renders is most of the time of an unchanged run.
        from ..pipeline import run

        return write_result(run(inputs, problems), force=force)


def restore(specs: Path) -> None:
    """Put back what a run has left half-way in the specs because it was killed."""
    from ..output.write import alone

    if leftovers(specs):
        with alone(specs):
            pass  # whoever holds a folder alone puts it in order first


def write_result(result: Result, *, force: bool = False) -> list[str]:
    """Write the files of a run, as `write_outputs` does."""
    from ..output.write import refused_folder, refused_targets, write_tree

    settings = result.inputs.settings
    output = settings.output
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
    lines += _strays(set(result.previous.strays) - result.files.keys())
    count = len(result.changed) + len(result.stale)
    total = f"{display_name(output)}: {count} file{'s' if count != 1 else ''} written."
    return [*lines, total if count else _up_to_date(settings)]


def left_out(result: Result) -> list[str]:
    """Return what to print about the specs of new models that are still to be filled in."""
    return [words("left-out", file=file) for file in result.left_out]


def _up_to_date(settings: Settings) -> str:
    return f"{display_name(settings.output)} is up to date."


def _strays(paths: Iterable[str]) -> list[str]:
    return [f"  not generated, left as it is: {show_hidden(path)}" for path in sorted(paths)]
