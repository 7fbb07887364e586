"""The texts of specs that are to be written: new ones, and those that pages or a catalogue have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from ..source.inputs import display_name
from .write import alone, unified_diff, write_specs


@dataclass(frozen=True, slots=True)
class SpecFile:
    """The spec of one model: the file, its text before and after, and what changed."""

    id: str
    path: FilePath
    text: str
    before: str | None = None
    """The text of the file as it was; none for a new file."""
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What nobody said, so that it is guessed or stands empty."""

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.text != self.before

    @property
    def summary(self) -> str:
        """What is done to the file: one line, and one for each change and each guess."""
        lines = [*(f"  {change}" for change in self.changes), *(f"  {note}" for note in self.notes)]
        return "\n".join([f"{display_name(self.path)}: {self._headline}", *lines])

    @property
    def _headline(self) -> str:
        if self.before is None:
            return f"new, {self.text.count(chr(10))} lines"
        facts = sum(not change.startswith("text.") for change in self.changes)
        prose = len(self.changes) - facts
        counts = [
            f"{count} {word}{'s' if count > 1 else ''}" for count, word in ((facts, "fact"), (prose, "text")) if count
        ]
        return f"{' and '.join(counts)} changed" if counts else "no changes"


def write_spec_files(models: Iterable[SpecFile]) -> list[FilePath]:
    """Write the changed specs and return their paths."""
    changed = [model for model in models if model.changed]
    if changed:
        folder = changed[0].path.parent  # that of the models, as of all
        with alone(folder.parent):
            write_specs(folder, {model.path.name: model.text for model in changed})
    return [model.path for model in changed]


def diff_spec_files(models: Iterable[SpecFile]) -> Iterator[str]:
    """Yield what `write_spec_files` would change in each file, as `diff -u` prints it."""
    changed = {display_name(model.path): model for model in models if model.changed}
    before = {name: model.before.encode() for name, model in changed.items() if model.before is not None}
    yield from unified_diff(before, {name: model.text.encode() for name, model in changed.items()}, [])
