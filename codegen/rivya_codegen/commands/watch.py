"""`watch`: generate whenever a spec or a template is saved, until Ctrl-C."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..inputs import display_name
from ..load import BUILT_IN_TEMPLATES, Settings
from ..problems import Location, Problem, ProblemsFound
from .command import Command, add_places, settings_of
from .generate import write_outputs

_SUFFIXES = (".yaml", ".yml", ".json", ".jinja")
_QUIET = 200
"""How long nothing may be saved before the specs are read, in milliseconds: an editor saves in several steps."""

_LONGEST = 2000
"""How long saving may go on before they are read all the same, in milliseconds."""


def _run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    folders = _folders(settings)
    try:
        for number, saved in enumerate(_saves(folders)):
            if number == 0:  # from here on no save is lost
                _say([f"watching {', '.join(map(display_name, folders))}; Ctrl-C ends it."])
                _generate(settings)
            if saved:
                _say(["", f"saved: {', '.join(sorted(display_name(Path(path)) for path in saved))}"])
                _generate(settings)
    except KeyboardInterrupt:
        _say(["stopped."])
    return 0


def _folders(settings: Settings) -> list[Path]:
    """Return what is watched; `ProblemsFound` where a folder is missing."""
    said = {settings.specs: "name the folder of the specs with --specs"}
    if settings.templates:
        said[settings.templates] = "--templates takes a folder of .jinja files"
    missing = [
        Problem(Location(display_name(folder)), "file-missing", {"advice": advice})
        for folder, advice in said.items()
        if not folder.is_dir()
    ]
    if missing:
        raise ProblemsFound(missing)
    return [*said, BUILT_IN_TEMPLATES]


def _saves(folders: list[Path]) -> Iterator[set[str]]:
    """Yield nothing once the folders are watched, then the files of each save, and nothing now and then."""
    try:
        from watchfiles import Change, watch
    except ImportError as error:
        raise ProblemsFound([Problem(Location("watch"), "watch-missing")]) from error

    def is_input(_change: Change, path: str) -> bool:
        return path.endswith(_SUFFIXES) and not Path(path).name.startswith(".")

    turns = watch(
        *folders, watch_filter=is_input, debounce=_LONGEST, step=_QUIET, rust_timeout=_QUIET, yield_on_timeout=True
    )
    try:
        for changes in turns:
            yield {path for _, path in changes}
    except (OSError, RuntimeError) as error:  # such as the limit of the system for watched files
        raise ProblemsFound(
            [Problem(Location(display_name(folders[0])), "watch-failed", {"detail": str(error)})]
        ) from error


def _generate(settings: Settings) -> None:
    """Generate, or say why not: a spec is often saved half-way."""
    try:
        _say(write_outputs(settings))
    except ProblemsFound as found:
        from ..reports import text_report

        _say([text_report(found.problems)])


def _say(lines: Iterable[str]) -> None:
    print("\n".join(lines), flush=True)


WATCH = Command("watch", "Generate whenever a spec or a template is saved, until Ctrl-C.", _run, add_places)
