"""Edits of a YAML text: the data is as asked for, and every other line is as it was."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from importer.samples import only, page, run
from importer.test_merge import BY_HAND
from rivya_codegen.yaml_text.editor import put, remove
from rivya_codegen.yaml_text.reader import Path, read_yaml
from rivya_codegen.yaml_text.writer import emit

GENERATED = only(run(page("happyhorse-1-0"), page("happyhorse-1-0", "zh-Hant")))
TEXTS = {
    "by hand": BY_HAND,
    "generated": GENERATED,
    "Windows": GENERATED.replace("\n", "\r\n"),
    "JSON": '{"id": "x", "params": {"a": {"type": "text"}}, "list": [{"b": 1}]}',
    "odd": "# top\na: |\n    one\n\n    two\n\n\n# about b\nb:\n\n  # inner\n  c: 1   # one\n\n  d: {e: 2}\n# end\nf:\ng: {}\n",
}


def data_of(text: str) -> Any:
    return json.loads(json.dumps(read_yaml(text, "spec.yaml").data))


def paths_of(data: Any, path: Path = ()) -> list[Path]:
    """Return the path of every entry that is reached through mappings alone."""
    if not isinstance(data, dict):
        return []
    return [found for key, value in data.items() for found in [(*path, key), *paths_of(value, (*path, key))]]


def changed(data: Any, path: Path, value: Any) -> Any:
    result = copy.deepcopy(data)
    inner = result
    for key in path[:-1]:
        inner = inner[key] if isinstance(inner[key], dict) else inner.setdefault(key, {})
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return result


@pytest.mark.parametrize("name", TEXTS)
def test_put_replaces_one_entry(name: str) -> None:
    data = data_of(TEXTS[name])
    for path in paths_of(data):
        for value in ("new: #", ["x", {"y": "1:1"}], {"k": {"l": 0.5}}):
            assert data_of(put(TEXTS[name], path, value)) == changed(data, path, value), path


@pytest.mark.parametrize("name", TEXTS)
def test_put_adds_one_entry(name: str) -> None:
    data = data_of(TEXTS[name])
    for path in [("new",), *((*path, "new") for path in paths_of(data) if isinstance(_at(data, path), dict))]:
        for order in (["new"], [], [*_at(data, path[:-1]), "new"]):
            after = put(TEXTS[name], path, "it's", lambda _path, order=order: order)  # type: ignore[misc]
            assert data_of(after) == changed(data, path, "it's"), path


@pytest.mark.parametrize("name", TEXTS)
def test_remove_takes_one_entry(name: str) -> None:
    data = data_of(TEXTS[name])
    for path in paths_of(data):
        assert data_of(remove(TEXTS[name], path)) == changed(data, path, None), path
    assert remove(TEXTS[name], ("no", "such", "entry")) == TEXTS[name]


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def test_comments_and_blank_lines_stay() -> None:
    odd = TEXTS["odd"]
    assert put(odd, ("b", "c"), 3) == odd.replace("c: 1   # one", "c: 3   # one")
    assert put(odd, ("b", "c2"), 3, lambda _path: ["c", "c2", "d"]) == odd.replace("# one\n", "# one\n  c2: 3\n")
    assert put(odd, ("a2",), 3, lambda _path: ["a", "a2", "b"]) == odd.replace("    two\n", "    two\na2: 3\n")
    assert put(odd, ("g", "h"), 3) == odd.replace("g: {}", "g:\n  h: 3")
    assert put(odd, ("f",), 3) == odd.replace("f:\n", "f: 3\n")
    assert remove(odd, ("b", "c")) == odd.replace("  c: 1   # one\n", "")
    assert remove(odd, ("a",)) == odd.replace("a: |\n    one\n\n    two\n", "")


@pytest.mark.parametrize(
    "text", ["0o7", "1.5e3", "1e3", "1.", "007", "1_0", "yes", "null", "~", "2026-05-11", "", "a\tb", "\U0001f600 é"]
)
def test_a_text_stays_the_text_that_it_is(text: str) -> None:
    written = emit({"key": text, "options": [text]})
    document = read_yaml(written, "a.yaml")
    assert document.data == {"key": text, "options": [text]}
    assert yaml.safe_load(written) == document.data
    assert all(char in written for char in text if char.isprintable())


def test_what_comes_first_in_the_order_is_put_before_all_others() -> None:
    assert put("# head\nb: 1\nc: 2\n", ("a",), 0, lambda _path: ("a", "b", "c")) == "# head\na: 0\nb: 1\nc: 2\n"
