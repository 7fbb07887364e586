"""Ranges, MIME types, dashes and JSON as people write them: read where there is one way to, refused elsewhere."""

from __future__ import annotations

import json

import pytest
from importer.disguises import as_html
from importer.samples import expected, only, run, text_of
from rivya_codegen.importer import Page
from rivya_codegen.importer.json_text import JsonError, read_json_object
from rivya_codegen.importer.numbers import as_limits

MODEL = "happyhorse-1-0"


@pytest.mark.parametrize(
    ("range_", "right"),
    [
        ("3 to 15", True), ("3–15", True), ("3-15", True), ("3 … 15", True), ("3 ~ 15", True), ("3 s to 15 s", True), ("3-15 seconds", True),
        ("min 3 s / max 15 s", True), ("min 3 / max 15 seconds", True), ("3 or 15", False), ("3/15", False), ("3 to 15 or 20", False),
        ("3 px to 15 s", False), ("15 to 3", False), ("3% to 15%", False), ("3 to 15 ms", False), ("3 - 15 - 20", False),
        ("min 3–4 / max 15", False),
    ],
)  # fmt: skip
def test_a_range_between_two_ends(range_: str, right: bool) -> None:
    result = run(Page("page.md", text_of(MODEL).replace("min 3 / max 15", range_)))
    if right:
        assert only(result) == expected(MODEL, "en")
    else:
        assert [problem.location.line for problem in result.problems][:1] == [32]


def test_what_stands_behind_a_range() -> None:
    assert as_limits("-1 to 1, step 0.5") == "min -1 / max 1, step 0.5"
    assert as_limits("min 0 / max 1") == "min 0 / max 1"


@pytest.mark.parametrize(
    ("between", "right"),
    [(";", True), ("; ", True), (" ", True), (" / ", True), ("、", True), (" or ", False), ("/", False)],
)
def test_mime_types_in_a_row(between: str, right: bool) -> None:
    result = run(
        Page("page.md", text_of(MODEL).replace("video/mp4, video/quicktime", f"video/mp4{between}video/quicktime"))
    )
    if right:
        assert only(result) == expected(MODEL, "en")
    else:
        assert [problem.location.line for problem in result.problems][:1] == [48]


def test_a_dash_may_be_code() -> None:
    for page in (
        as_html(text_of(MODEL)).replace("<td>-</td>", "<td><code>-</code></td>"),
        text_of(MODEL).replace("| - |", "| `-` |"),
    ):
        assert only(run(Page("page", page))) == expected(MODEL, "en")


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "b": [2, 3,],}', '{"a": 1, // one, "two"\n"b": [2, 3]}', '{"a": 1, "b": [2, 3], // all\n}', '{/* it */ "a": 1, "b": [2, 3]}',
        "{“a”: 1, “b”: [2, 3]}",
    ],
)  # fmt: skip
def test_json_with_more_than_json_has(text: str) -> None:
    assert read_json_object(text) == ({"a": 1, "b": [2, 3]}, len(text))


@pytest.mark.parametrize("value", ["https://x.y/*z*/", "“a”", "a,]", "// a"])
def test_a_string_keeps_what_is_no_json_elsewhere(value: str) -> None:
    text = json.dumps({"a": value}, ensure_ascii=False)
    assert read_json_object(text)[0] == {"a": value}
    assert read_json_object(f"{text[:-1]},}}")[0] == {"a": value}


@pytest.mark.parametrize(
    "text", ['{“a": 1}', "{“a“: 1}", "{“a “b” c”: 1}", '{"a": 1,, "b": 2}', '{"a": 1 /* }', "{'a': 1}"]
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(JsonError):
        read_json_object(text)
