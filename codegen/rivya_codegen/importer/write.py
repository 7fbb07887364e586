"""The last end of an import: all new spec texts go to the disk, or none does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path as FilePath

from ..inputs import display_name
from ..problems import Location, Problem, ProblemsFound
from ..write import unified_diff
from .run import ImportResult


def write_import(result: ImportResult) -> list[FilePath]:
    """Write the changed specs and return their paths; `ProblemsFound`, and nothing written, where there are problems."""
    if result.problems:
        raise ProblemsFound(result.problems)
    changed = [model for model in result.models if model.changed]
    waiting: list[tuple[FilePath, FilePath]] = []
    target = FilePath()
    try:
        for model in changed:
            target = model.path
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
            waiting.append((temporary, target))
            temporary.write_bytes(model.text.encode("utf-8"))
        for temporary, target in waiting:
            os.replace(temporary, target)
    except OSError as error:
        detail = {"detail": error.strerror or str(error)}
        raise ProblemsFound([Problem(Location(display_name(target)), "file-not-writable", detail)]) from error
    finally:
        for temporary, _ in waiting:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return [model.path for model in changed]


def diff_import(result: ImportResult) -> Iterator[str]:
    """Yield what `write_import` would change, as `diff -u` prints it."""
    changed = {display_name(model.path): model for model in result.models if model.changed}
    before = {name: model.before.encode() for name, model in changed.items() if model.before is not None}
    yield from unified_diff(before, {name: model.text.encode() for name, model in changed.items()}, [])
