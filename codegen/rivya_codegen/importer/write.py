"""The last end of an import: all new spec texts go to the disk, or none does."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path as FilePath

from ..load import display_name
from ..problems import Location, Problem, ProblemsFound
from .run import ImportResult


def write_import(result: ImportResult) -> list[FilePath]:
    """Write the changed specs and return their paths; `ProblemsFound`, and nothing written, where there are problems."""
    if result.problems:
        raise ProblemsFound(result.problems)
    changed = [model for model in result.models if model.changes]
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
