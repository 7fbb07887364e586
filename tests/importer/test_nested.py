"""Rows of the request table below `params.`: a parameter, and the fields of its items from rows, words and the request."""

from __future__ import annotations

from pathlib import Path

import pytest
from importer.disguises import as_html, foreign
from importer.samples import only, run, spec_of
from rivya_codegen.importer import Page

FOLDER = Path(__file__).parent
ENGLISH, CHINESE = ((FOLDER / f"dialogue.{locale}.md").read_text("utf-8") for locale in ("en", "zh-Hant"))
TEXT = {"type": "text", "required": True}
ROW = "| params.dialogue | array | Yes | - | Dialogue turns in order, each an object with voice and text. |\n"


def dialogue_of(text: str) -> dict[str, object]:
    return spec_of(only(run(Page("page.md", text)))).params["dialogue"].model_dump(exclude_defaults=True)


def test_both_pages() -> None:
    spec = spec_of(only(run(Page("en", ENGLISH), Page("zh", CHINESE))))
    assert list(spec.params) == ["dialogue", "stability", "language_code"]
    assert dialogue_of(ENGLISH) == {
        "type": "array",
        "required": True,
        "items": {"type": "object", "fields": {"voice": TEXT, "text": TEXT}},
    }
    assert spec.undocumented == []
    assert spec.text["en"].params["dialogue"] == "Dialogue turns in order, each an object with voice and text."
    assert spec.text["zh-Hant"].params["dialogue"] == "依序的對話內容,每項是含有 voice 和 text 的物件。"
    assert spec.prompt is not None
    assert (spec.prompt.required, spec.credits.base) == (False, 14)


@pytest.mark.parametrize("text", [as_html(ENGLISH), foreign(ENGLISH)])
def test_in_other_clothes(text: str) -> None:
    assert only(run(Page("page", text), locale="en")) == only(run(Page("page", ENGLISH)))


def test_only_the_request_shows_the_fields() -> None:
    spec = spec_of(only(run(Page("page", ENGLISH.replace(", each an object with voice and text", "")))))
    assert spec.undocumented == ["params.dialogue.items"]


@pytest.mark.parametrize("form", ["params.dialogue[].{}", "params.dialogue.{}", "params.dialogue[0].{}"])
def test_rows_of_the_fields(form: str) -> None:
    rows = f"| {form.format('voice')} | string | Yes | - | Who speaks. |\n| {form.format('text')} | string | No | - | What. |\n"
    text = ENGLISH.replace(ROW, ROW.replace(", each an object with voice and text", "") + rows)
    assert dialogue_of(text)["items"]["fields"] == {"voice": TEXT, "text": {"type": "text"}}
    spec = spec_of(only(run(Page("page", text))))
    assert spec.text["en"].params["dialogue.voice"] == "Who speaks."
    assert spec.undocumented == []


@pytest.mark.parametrize("key", ["voice", "dialogue.voice", "dialogue[].voice"])
def test_a_field_in_the_table_of_parameters(key: str) -> None:
    row = f"| {key} | select | Yes | - | - | Adam, Alice | Who speaks. |\n"
    text = ENGLISH.replace("| language_code", f"{row}| language_code")
    voice = {"type": "select", "required": True, "options": ["Adam", "Alice"]}
    assert dialogue_of(text)["items"]["fields"] == {"voice": voice, "text": TEXT}
    assert spec_of(only(run(Page("page", text)))).text["en"].params["dialogue.voice"] == "Who speaks."


def test_a_page_with_no_other_parameters() -> None:
    start, end = ENGLISH.index("| Key | Type | Required | Default | Range"), ENGLISH.index("Minimal request")
    text = ENGLISH[:start] + ENGLISH[end:].replace(',\n"stability": 0.5,\n"language_code": "auto"', "")
    assert list(spec_of(only(run(Page("page", text)))).params) == ["dialogue"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("| params.dialogue | array | Yes", "| params.dialogue | array | No", "page-disagrees", 25),
        ("| params.dialogue | array", "| params.dialogue | list", "page-unknown-value", 26),
        ("| params.dialogue | array | Yes | -", "| params.dialogue | array | Yes | x", "page-unused-column", 26),
        ("| params.dialogue ", "| params.dialogue of turns ", "spec-pattern", 26),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, code: str, line: int) -> None:
    problems = run(Page("page", ENGLISH.replace(old, new))).problems
    assert (code, line) in [(problem.code, problem.location.line) for problem in problems]


STABILITY = "| params.stability | number | No | 0.5 | How steady. |\n"


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [("", "", True), ("0.5", ".50", True), ("0.5", "-", True), ("0.5", "0.7", False), ("number", "string", False)],
)
def test_a_parameter_that_two_tables_have(old: str, new: str, right: bool) -> None:
    problems = run(Page("page", ENGLISH.replace(ROW, ROW + STABILITY.replace(old, new)))).problems
    assert [(problem.code, problem.location.line) for problem in problems] == (
        [] if right else [("page-disagrees", 27)]
    )


SETTINGS = (
    "| params.settings | object | No | - | How it sounds. |\n"
    "| params.settings.speed | number | Yes | - | How fast. |\n"
    "| params.settings.accent | object | No | - | Whose voice. |\n"
    "| params.settings.accent.region | string | No | - | From where. |\n"
)


def with_rows(rows: str) -> str:
    return ENGLISH.replace(ROW, ROW + rows)


def test_objects_in_objects() -> None:
    spec = spec_of(only(run(Page("page", with_rows(SETTINGS)))))
    assert spec.params["settings"].model_dump(exclude_defaults=True) == {
        "type": "object",
        "fields": {
            "speed": {"type": "number", "required": True},
            "accent": {"type": "object", "fields": {"region": {"type": "text"}}},
        },
    }
    assert spec.text["en"].params["settings.accent.region"] == "From where."


@pytest.mark.parametrize(
    ("word", "expected"),
    {
        "text[]": {"type": "text"},
        "string[]": {"type": "text"},
        "array of strings": {"type": "text"},
        "array<number>": {"type": "number"},
        "list of integers": {"type": "number", "integer": True},
        "number[][]": {"type": "array", "items": {"type": "number"}},
        "array of arrays of numbers": {"type": "array", "items": {"type": "number"}},
        "array<array<boolean>>": {"type": "array", "items": {"type": "boolean"}},
        "(string \\| null)[]": {"type": "text", "nullable": True},
        "array<integer or null>": {"type": "number", "integer": True, "nullable": True},
        "array of arrays<null/number>": {"type": "array", "items": {"type": "number", "nullable": True}},
    }.items(),
)
def test_lists_of_what_the_type_says(word: str, expected: dict[str, object]) -> None:
    row = f"| params.codes | {word} | No | - | What is in it. |\n"
    spec = spec_of(only(run(Page("page", with_rows(row)))))
    assert spec.params["codes"].model_dump(exclude_defaults=True) == {"type": "array", "items": expected}


@pytest.mark.parametrize(
    ("word", "default", "expected"),
    [
        ("number \\| null", "null", {"type": "number"}),
        ("null \\| string", "-", {"type": "text"}),
        ("boolean or null", "true", {"type": "boolean", "default": True}),
        ("integer\\|null", "3", {"type": "number", "integer": True, "default": 3}),
        ("`string`, `null`", "null", {"type": "text"}),
        ("object或null", "-", {"type": "object", "fields": {"speed": {"type": "number", "nullable": True}}}),
        ("string[] \\| null", "-", {"type": "array", "items": {"type": "text"}}),
        ("(string \\| null)[] \\| null", "-", {"type": "array", "items": {"type": "text", "nullable": True}}),
    ],
)
def test_what_may_be_null(word: str, default: str, expected: dict[str, object]) -> None:
    rows = f"| params.codes | {word} | No | {default} | What is in it. |\n"
    if "object" in word:
        rows += "| params.codes.speed | number \\| null | No | - | How fast. |\n"
    text = with_rows(rows).replace('"params": {', '"params": {"codes": null,', 1)
    assert '"codes"' in text
    spec = spec_of(only(run(Page("page", text))))
    assert spec.params["codes"].model_dump(exclude_defaults=True) == {"nullable": True, **expected}


def test_a_request_shows_what_may_be_null() -> None:
    text = with_rows("| params.codes | object | No | - | What is in it: speed, pitch. |\n")
    text = text.replace('"params": {', '"params": {"codes": {"speed": 1, "pitch": [null, 2]},', 1)
    fields = spec_of(only(run(Page("page", text)))).params["codes"].model_dump(exclude_defaults=True)["fields"]
    assert fields["pitch"]["items"] == {"type": "number", "nullable": True}
    wrong = with_rows("| params.codes | number | No | - | Codes. |\n").replace(
        '"params": {', '"params": {"codes": null,', 1
    )
    assert [problem.code for problem in run(Page("page", wrong)).problems] == ["page-disagrees"]


def test_a_list_of_options_with_numbers_and_ranges_in_the_table_of_parameters() -> None:
    rows = (
        "| moods | select[] | No | - | - | calm, glad | Moods. |\n"
        "| weights | number[] | No | - | min 0 / max 1 | - | Weights. |\n"
    )
    spec = spec_of(only(run(Page("page", ENGLISH.replace("| language_code", f"{rows}| language_code")))))
    assert spec.params["moods"].model_dump(exclude_defaults=True) == {
        "type": "array",
        "items": {"type": "select", "options": ["calm", "glad"]},
    }
    assert spec.params["weights"].model_dump(exclude_defaults=True) == {
        "type": "array",
        "items": {"type": "number", "min": 0, "max": 1},
    }


def test_an_object_in_the_request() -> None:
    text = with_rows(SETTINGS).replace('"params": {', '"params": {"settings": {"speed": 2},', 1)
    assert '"settings"' in text
    fields = spec_of(only(run(Page("page", text)))).params["settings"].model_dump(exclude_defaults=True)["fields"]
    assert fields["speed"] == {"type": "number", "required": True}
    wrong = text.replace('"settings": {"speed": 2}', '"settings": 2', 1)
    assert [problem.code for problem in run(Page("page", wrong)).problems] == ["page-disagrees"]


def test_a_number_with_options() -> None:
    row = "| length | number | No | 5 | - | 5, 10 | Seconds. |\n"
    text = ENGLISH.replace("| language_code", f"{row}| language_code")
    spec = spec_of(only(run(Page("page", text))))
    assert spec.params["length"].model_dump(exclude_defaults=True) == {
        "type": "number",
        "default": 5,
        "options": [5, 10],
    }
    wrong = run(Page("page", text.replace("| 5, 10 |", "| short, long |")))
    assert [problem.code for problem in wrong.problems] == ["page-options"]


PRINTED: dict[str, tuple[str, str, object]] = {
    "texts": ("array", '["a", "b"]', {"type": "text"}),
    "fractions": ("array", "[1, 2.5]", {"type": "number"}),
    "lists of lists": ("array", "[[1, 2], [3]]", {"type": "array", "items": {"type": "number"}}),
    "lists of objects": (
        "array",
        '[[{"a": 1}]]',
        {"type": "array", "items": {"type": "object", "fields": {"a": {"type": "number", "required": True}}}},
    ),
    "different kinds": ("array", '[1, "a"]', "page-no-items"),
    "an object among others": ("array", '[{"a": 1}, "a"]', "page-no-items"),
    "nothing": ("array", "[]", "page-no-items"),
    "null": ("array", "[null]", "page-no-items"),
    "null in an object": ("array", '[{"a": null}]', "page-no-items"),
    "an empty object": ("object", "{}", "page-no-items"),
    "a text among numbers": ("number[]", '[1, "a"]', "page-disagrees"),
    "numbers that are no lists": ("number[][]", "[1.5]", "page-disagrees"),
    "lists that are no numbers": ("number[]", "[[1.5]]", "page-disagrees"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_what_only_the_request_shows(name: str) -> None:
    kind, value, expected = PRINTED[name]
    text = with_rows(f"| params.codes | {kind} | No | - | What is in it. |\n")
    result = run(Page("page", text.replace('"params": {', f'"params": {{"codes": {value},', 1)))
    if isinstance(expected, str):
        assert [problem.code for problem in result.problems] == [expected]
    else:
        codes = spec_of(only(result)).params["codes"].model_dump(exclude_defaults=True)
        assert codes["items"] == expected
        assert spec_of(only(result)).undocumented == ["params.codes.items"]
