"""A page and the spec there is already: what the spec lacks is added, facts that differ are problems.

With `force` the page's facts win and the review date is the day of the import; what the page cannot say stays. A text
that the spec has was written by a person, and stays unless the caller asks for the page's texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..problems.problem import Problem, collected
from ..source.inputs import TextFile
from ..source.parse import parse_file
from ..source.single_files import Draft
from ..spec.diff import ABSENT, differences
from ..spec.model import ModelSpec
from ..spec.prune import prune
from ..text.json_data import Data, is_object, nested, value_at
from ..yaml_text import editor
from ..yaml_text.reader import Path
from .statement import Statement

_LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class _Difference:
    path: Path
    spec: Any
    page: Any

    @property
    def dotted(self) -> str:
        return ".".join(map(str, self.path))

    @property
    def is_new(self) -> bool:
        """Whether the spec has nothing where the page has something."""
        return self.spec in (None, [], {})

    @property
    def is_text(self) -> bool:
        return self.path[0] == "text"

    @property
    def removed(self) -> str | None:
        """The parameter that the page does not have."""
        return str(self.path[1]) if self.path[0] == "params" and len(self.path) == 2 and self.page is None else None


@dataclass(slots=True)
class Merge:
    """A spec while pages are merged into it, one after the other, and what is to be said about it."""

    draft: Draft
    conflict: str
    """The problem of a fact that differs."""
    force: bool
    texts: bool
    changes: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])

    def add(self, page: Statement) -> None:
        """Add what a page says to the spec, or what stands against it to the problems."""
        spec = self.draft.spec.model_dump()
        found = list(_differences(page, spec))
        kept = [difference for difference in found if difference.is_text and not (self.texts or difference.is_new)]
        differing = [difference for difference in found if not (difference.is_text or difference.is_new)]
        if differing and not self.force:
            self.problems += (_conflict(difference, self.draft, page, self.conflict) for difference in differing)
            self.notes += page.notes
            return
        reviewed = _Difference(("source", "reviewed"), spec["source"]["reviewed"], page.data["source"]["reviewed"])
        today = [reviewed] if self.force and reviewed.spec != reviewed.page else []
        taken = sorted([*(each for each in found if each not in kept), *today], key=lambda each: each.is_text)
        text = self.draft.text
        for path in dict.fromkeys(_fact_at(each.path) for each in taken):
            text = _apply(text, path, page, spec)
        gone = [
            _Difference(("text", locale, group, removed), prose[group][removed], None)
            for removed in filter(None, (each.removed for each in taken))
            for locale, prose in spec["text"].items()
            for group in ("params", "options")
            if prose[group].get(removed)
        ]
        for each in gone:
            text = editor.remove(text, each.path)
        self.changes += map(_change, [*taken, *gone])
        if kept:
            paths = ", ".join(each.dotted for each in kept)
            self.notes.append(f"{paths}: kept as the spec has it; --texts takes what the page says")
        self.notes += page.notes
        name = self.draft.locate(()).file
        with collected(self.problems):
            changed, _ = parse_file(TextFile(name, name, text), ModelSpec)
            self.draft = Draft(text, changed, self.draft.locate)


def _differences(page: Statement, spec: Data) -> Iterator[_Difference]:
    """Yield what the page says otherwise than the spec; both sides compared as values of the format."""
    not_stated = {"source", "undocumented", *page.guessed, *(() if page.has_plain_name else ("name",))}
    for path, *values in differences(spec, page.spec.model_dump()):
        old, new = (None if value is ABSENT else value for value in values)
        about_items = path[0] == "params" and path[2:3] in (("items",), ("fields",))
        if old is not new and path[0] not in not_stated and not about_items and _is_stated(path, page.data):
            yield _Difference(path, old, new)


def _fact_at(path: Path) -> Path:
    """Return the path of the fact that a path is in: an example is one, whatever is in it."""
    return path[:2] if path[0] == "examples" else path


def _is_stated(path: Path, data: Data) -> bool:
    """Tell whether a page says what is at a path, if only that it is not in a list of which the page says all."""
    for at, key in enumerate(_fact_at(path)):
        if not is_object(data):
            break
        if str(key) not in data:
            return path[:at] in (("params",), ("references", "files")) or path[at - 1] == "fields"
        data = data[str(key)]
    return True


def _conflict(difference: _Difference, draft: Draft, page: Statement, code: str) -> Problem:
    parameters = {
        "path": difference.dotted,
        "page": _value_text(difference.page),
        "spec": _value_text(difference.spec),
        "place": draft.locate(difference.path),
    }
    return Problem(page.locate(difference.path), code, parameters)


def _value_text(value: Any) -> str:
    if value is None or value in ([], {}):
        return "nothing"
    text = json.dumps(_brief(value), ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _brief(value: Any) -> Any:
    """Return a value without what a spec would leave out."""
    if is_object(value):
        given = {key: item for key, item in value.items() if item is not None and item is not False}
        return {key: _brief(item) for key, item in given.items() if item not in ([], {})}
    return value


def _change(difference: _Difference) -> str:
    if difference.is_text and difference.is_new:
        return f"{difference.dotted}: added"
    return f"{difference.dotted}: {_value_text(difference.spec)} → {_value_text(difference.page)}"


def _apply(text: str, path: Path, page: Statement, spec: Data) -> str:
    """Return the text of the spec with what the page says at a path."""

    def order(path: Path) -> Sequence[str]:
        if path == ("text",):
            return sorted({*spec["text"], page.locale}, key=lambda locale: (locale != "en", locale))
        return list(value_at(page.data, path) or ()) if path else list(ModelSpec.model_fields)

    value, old = value_at(page.data, path), value_at(spec, path)
    if is_object(value) and is_object(old) and value.get("type") != old.get("type"):
        value = {"python_name": old.get("python_name"), **value}
    value = value_at(prune(nested(path, value)), path)
    if value is not None or path == ("input_status",):
        return editor.put(text, path, value, order)
    return editor.remove(text, path)
