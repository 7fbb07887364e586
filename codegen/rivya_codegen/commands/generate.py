"""`generate`: write everything that the specs describe."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..load import Settings, display_name, load_source
from ..manifest import is_unchanged
from ..problems import ProblemsFound, words
from .command import Command, add_places, settings_of

if TYPE_CHECKING:
    from ..pipeline import Result


def _add_options(command: argparse.ArgumentParser) -> None:
    add_places(command)
    command.add_argument("--force", action="store_true", help="overwrite files that this program did not write")


def _run(options: argparse.Namespace) -> int:
    for line in write_outputs(settings_of(options), force=options.force):
        print(line)
    return 0


def write_outputs(settings: Settings, *, force: bool = False) -> list[str]:
    """Write what the specs describe and return what to say about it; `ProblemsFound`, and nothing written, else."""
    source, problems = load_source(settings)
    if not problems and is_unchanged(source):
        return ["unchanged."]
    # Loaded only now: what parses, checks and renders is most of the time of an unchanged run.
    from ..pipeline import run

    return write_result(settings, run(settings), force=force)


def write_result(settings: Settings, result: Result, *, force: bool = False) -> list[str]:
    """Write the files of a run, as `write_outputs` does."""
    from ..write import refused_targets, write_tree

    refused = list(refused_targets(settings.output, result.source, [*result.changed, *result.stale], force=force))
    if refused:
        raise ProblemsFound(refused)
    write_tree(settings.output, result.changed, result.stale)
    lines = [
        f"  {'changed' if path in result.source.previous else 'new    '} {path}" for path in sorted(result.changed)
    ]
    lines += [f"  removed {path}" for path in result.stale]
    lines += [words("left-out", file=file) for file in result.left_out]
    changed = len(result.changed) + len(result.stale)
    total = f"{display_name(settings.output)}: {changed} file{'s' if changed != 1 else ''} written."
    return [*lines, total if changed else "unchanged."]


GENERATE = Command(
    "generate", "Write everything that the specs describe; remove what they no longer do.", _run, _add_options
)
