"""The last end of an import: all new spec texts go to the disk, or none does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from ..inputs import display_name
from ..problems import ProblemsFound
from ..write import alone, unified_diff, write_specs
from .run import ImportResult


def write_import(result: ImportResult) -> list[FilePath]:
    """Write the changed specs and return their paths; `ProblemsFound`, and nothing written, where there are problems."""
    if result.problems:
        raise ProblemsFound(result.problems)
    changed = [model for model in result.models if model.changed]
    for folder in sorted({model.path.parent for model in changed}):  # there is but one, that of the models
        with alone(folder.parent):
            write_specs(folder, {model.path.name: model.text for model in changed if model.path.parent == folder})
    return [model.path for model in changed]


def diff_import(result: ImportResult) -> Iterator[str]:
    """Yield what `write_import` would change, as `diff -u` prints it."""
    changed = {display_name(model.path): model for model in result.models if model.changed}
    before = {name: model.before.encode() for name, model in changed.items() if model.before is not None}
    yield from unified_diff(before, {name: model.text.encode() for name, model in changed.items()}, [])
