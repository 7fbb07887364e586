"""`watch`: generate whenever a spec or a template is saved, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name
from ..source.load import input_files, missing
from ..source.settings import BUILT_IN_TEMPLATES, Settings
from .command import OutputCommand
from .generate import write_outputs

_QUIET = 200
"""How long nothing may be saved before the specs are read, in milliseconds: an editor saves in several steps."""

_LONGEST = 2000
"""How long saving may go on before they are read all the same, in milliseconds."""


State = dict[Path, tuple[int, int, int]]


@dataclass(frozen=True, kw_only=True)
class Watch(OutputCommand):
    """Generate whenever a spec or a template is saved, until Ctrl-C."""

    def run(self) -> int:
        folders = _folders(self.settings)
        known: State | None = None
        try:
            for state in _states(self.settings, folders):
                if known is None:  # from here on no save is lost
                    _print_lines([f"Watching {', '.join(map(display_name, folders))}; Ctrl-C ends it."])
                else:
                    saved = sorted(path for path in {*known, *state} if known.get(path) != state.get(path))
                    names = [f"{display_name(path.parent)}/{path.name}" for path in saved]
                    _print_lines(["", f"Saved: {', '.join(names)}"])
                known = state
                _print_lines(_generate(self.settings))
        except KeyboardInterrupt:
            _print_lines(["Stopped."])
        return 0


def _folders(settings: Settings) -> list[Path]:
    """Return what is watched; `ProblemsFound` where a folder is missing."""
    advice = {settings.specs: "advice-specs"}
    if settings.templates:
        advice[settings.templates] = "advice-templates"
    if problems := [missing(folder, key) for folder, key in advice.items() if not folder.is_dir()]:
        raise ProblemsFound(problems)
    return [*advice, BUILT_IN_TEMPLATES]


def _states(settings: Settings, folders: list[Path]) -> Iterator[State]:
    """Yield the inputs at first, and whenever they have changed and then stayed as they are for a moment."""
    last: State | None = None
    given: State | None = None
    for events in _events(folders):
        state = _state(settings)
        if state != given and (events or state == last or given is None):
            yield state
            given = state
        last = state


def _state(settings: Settings) -> State:
    """Return which inputs there are, and when they were saved; of a link, what it points at."""
    state: State = {}
    for path in input_files(settings):
        with suppress(OSError):  # a link to nothing, or a file that has just gone
            found = path.stat()
            state[path] = (found.st_mtime_ns, found.st_size, found.st_ino)
    return state


def _events(folders: list[Path]) -> Iterator[object]:
    """Yield an empty set when the folders are watched and now and then, else the changes that have come to rest."""
    try:
        from watchfiles import watch
    except ImportError as error:
        raise ProblemsFound([Problem(Location("watch"), "watch-missing")]) from error
    try:
        yield from watch(
            *folders, watch_filter=None, debounce=_LONGEST, step=_QUIET, rust_timeout=_QUIET, yield_on_timeout=True
        )
    except (OSError, RuntimeError) as error:  # such as the limit of the system for watched files
        place = Location(display_name(folders[0]))
        raise ProblemsFound([Problem(place, "watch-failed", {"detail": str(error)})]) from error


def _generate(settings: Settings) -> list[str]:
    """Generate, or return why not: a spec is often saved half-way."""
    try:
        return write_outputs(settings)
    except ProblemsFound as found:
        from ..problems.reports import text_report

        return [text_report(found.problems)]


def _print_lines(lines: list[str]) -> None:
    print("\n".join(lines), flush=True)
