"""A page and the spec there is already: what the spec lacks is added, facts that differ are problems.

With `force` the page's facts win and the review date is the day of the import; what the page cannot say stays. A text
that the spec has was written by a person, and stays unless the caller asks for the page's texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..problems.problem import Problem
from ..source.single_files import Draft
from ..spec.model import ModelSpec
from ..spec.prune import is_part, prune
from ..text.json_data import is_object
from ..yaml_text import editor
from ..yaml_text.paths import Data, nested, value_at
from ..yaml_text.reader import Path
from .statement import Statement

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Merged:
    """The text after a merge, what changed in it, and the facts that stand against each other."""

    text: str
    changes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    kept: tuple[str, ...] = ()
    """The texts of the spec that the page has otherwise."""


@dataclass(frozen=True, slots=True)
class _Difference:
    path: Path
    page: Any
    spec: Any


def merge(draft: Draft, page: Statement, *, force: bool, texts: bool, conflict: str = "page-conflict") -> Merged:
    """Return the spec with what the page adds to it; `conflict` is the problem of a fact that differs."""
    spec = draft.spec.model_dump()
    found = [difference for difference in _differences(page, spec) if not _is_unsaid(difference.path, page)]
    prose = [difference for difference in found if difference.path[0] == "text"]
    kept = [difference for difference in prose if not (texts or _is_new(difference))]
    prose = [difference for difference in prose if difference not in kept]
    facts = [difference for difference in found if difference.path[0] != "text"]
    differing = [difference for difference in facts if not _is_new(difference)]
    if differing and not force:
        narrow = [inner for difference in differing for inner in _narrowed(difference)]
        return Merged(draft.text, problems=tuple(_conflict(inner, draft, page, conflict) for inner in narrow))
    if force and spec["source"]["reviewed"] != page.data["source"]["reviewed"]:
        path = ("source", "reviewed")
        facts.append(_Difference(path, page.data["source"]["reviewed"], spec["source"]["reviewed"]))
    text = draft.text
    for difference in [*facts, *prose]:
        text = _apply(text, difference, page, spec)
    gone = [lost for difference in facts for lost in _lost_texts(difference, spec)]
    narrow = [inner for difference in [*facts, *prose, *gone] for inner in _narrowed(difference)]
    changes = tuple(_change(inner) for inner in narrow)
    return Merged(text, changes, kept=tuple(".".join(map(str, difference.path)) for difference in kept))


def _is_new(difference: _Difference) -> bool:
    """Tell whether the spec has nothing where the page has something."""
    return difference.spec in (None, [], {})


def _is_unsaid(path: Path, page: Statement) -> bool:
    """Tell whether a path is about the reading of the page, or guessed from it, rather than said by it."""
    if path[0] in page.guessed or (path == ("name",) and not page.has_plain_name):
        return True
    return path[0] in ("source", "undocumented") or (path[0] == "params" and path[2:3] == ("items",))


def _differences(page: Statement, spec: Data) -> Iterator[_Difference]:
    """Yield what the page states otherwise than the spec; both sides compared as values of the format."""
    yield from _compare(page.data, page.spec.model_dump(), spec, ())


def _compare(stated: Data, page: Data, spec: Data, path: Path) -> Iterator[_Difference]:
    for key, value in stated.items():
        at = (*path, key)
        new, old = page.get(key), spec.get(key)
        if is_part(at) and is_object(value) and is_object(new) and is_object(old):
            if new.get("type") == old.get("type"):
                yield from _compare(value, new, old, at)
            else:  # what was said of the other type means nothing for this one
                yield _Difference(at, {"python_name": old["python_name"], **value}, old)
        elif not _same(new, old):
            yield _Difference(at, value, old)
    if path in {("params",), ("references", "files")} or path[-1:] == ("items",):
        yield from (_Difference((*path, key), None, spec[key]) for key in spec if key not in stated)


def _same(first: Any, second: Any) -> bool:
    """Tell whether two values are the same; 1, 1.0 and true are not."""
    return _written(first) == _written(second)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _narrowed(difference: _Difference) -> Iterator[_Difference]:
    """Yield what differs inside of an example: two requests that begin alike look alike where they are cut off."""
    path, new, old = difference.path, difference.page, difference.spec
    if path[0] != "examples" or not (is_object(new) and is_object(old)):
        yield difference
        return
    for key in [*new, *(key for key in old if key not in new)]:
        if not _same(new.get(key), old.get(key)):
            yield from _narrowed(_Difference((*path, key), new.get(key), old.get(key)))


def _lost_texts(difference: _Difference, spec: Data) -> Iterator[_Difference]:
    """Yield the texts that go with a parameter."""
    if _removes_parameter(difference):
        for locale, text in spec["text"].items():
            if value := text["params"].get(difference.path[1]):
                yield _Difference(("text", locale, "params", difference.path[1]), None, value)


def _removes_parameter(difference: _Difference) -> bool:
    return difference.path[0] == "params" and len(difference.path) == 2 and difference.page is None


def _conflict(difference: _Difference, draft: Draft, page: Statement, code: str) -> Problem:
    parameters = {
        "path": ".".join(map(str, difference.path)),
        "page": _value_text(difference.page),
        "spec": _value_text(difference.spec),
        "place": draft.locate(difference.path),
    }
    return Problem(page.locate(difference.path), code, parameters)


def _value_text(value: Any) -> str:
    if value is None or value in ([], {}):
        return "nothing"
    text = json.dumps(_brief(value), ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _brief(value: Any) -> Any:
    """Return a value without what a spec would leave out."""
    if is_object(value):
        given = {key: item for key, item in value.items() if item is not None and item is not False}
        return {key: _brief(item) for key, item in given.items() if item not in ([], {})}
    return value


def _change(difference: _Difference) -> str:
    path = ".".join(map(str, difference.path))
    if difference.path[0] == "text" and difference.spec in (None, []):
        return f"{path}: added"
    return f"{path}: {_value_text(difference.spec)} → {_value_text(difference.page)}"


def _apply(text: str, difference: _Difference, page: Statement, spec: Data) -> str:
    def order(path: Path) -> Sequence[str]:
        return _order(path, page, spec)

    path = difference.path
    value = value_at(prune(nested(path, difference.page)), path)
    if value is not None or path == ("input_status",):
        return editor.put(text, path, value, order)
    text = editor.remove(text, path)
    if _removes_parameter(difference):
        for locale in spec["text"]:
            text = editor.remove(text, ("text", locale, "params", path[1]))
    return text


def _order(path: Path, page: Statement, spec: Data) -> Sequence[str]:
    if path == ("text",):
        return sorted({*spec["text"], page.locale}, key=lambda locale: (locale != "en", locale))
    if not path:
        return list(ModelSpec.model_fields)
    return list(value_at(page.data, path) or ())
