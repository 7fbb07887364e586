"""`generate`: write everything that the specs describe."""

from __future__ import annotations

import argparse

from ..load import display_name, load_source
from ..manifest import is_unchanged
from ..problems import ProblemsFound
from .command import Command, add_places, settings_of


def _add_options(command: argparse.ArgumentParser) -> None:
    add_places(command)
    command.add_argument("--force", action="store_true", help="overwrite files that this program did not write")


def _run(options: argparse.Namespace) -> int:
    source, problems = load_source(settings_of(options))
    if not problems and is_unchanged(source):
        print("unchanged.")
        return 0
    # Loaded only now: what parses, checks and renders is most of the time of an unchanged run.
    from ..pipeline import run
    from ..write import refused_targets, write_tree

    result = run(settings_of(options))
    refused = list(refused_targets(options.out, result.source, [*result.changed, *result.stale], force=options.force))
    if refused:
        raise ProblemsFound(refused)
    write_tree(options.out, result.changed, result.stale)
    for path in sorted(result.changed):
        print(f"  {'changed' if path in result.source.previous else 'new    '} {path}")
    for path in result.stale:
        print(f"  removed {path}")
    changed = len(result.changed) + len(result.stale)
    print(
        f"{display_name(options.out)}: {changed} file{'s' if changed != 1 else ''} written."
        if changed
        else "unchanged."
    )
    return 0


GENERATE = Command(
    "generate", "Write everything that the specs describe; remove what they no longer do.", _run, _add_options
)
