"""Every page we have, in both locales: what it imports to, and that nothing of it is lost or invented."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from contract.facts import FACTS, documented, facts_of
from importer.samples import MODELS, TESTS, expected, only, page, run, spec_of, text_of
from rivya_codegen.importer import Page
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.yaml_text.reader import read_yaml
from rivya_codegen.yaml_text.writer import FIRST_LINE

BOTH = pytest.mark.parametrize("locale", ["en", "zh-Hant"])
EACH = pytest.mark.parametrize("model", MODELS)


def test_there_are_ninety_two_pages() -> None:
    result = run(*(page(model, locale) for model in MODELS for locale in ("en", "zh-Hant")))
    assert (len(MODELS), len(result.models), result.problems) == (46, 46, ())


@EACH
def test_the_spec_has_the_facts(model: str) -> None:
    spec = spec_of(expected(model, "en", "zh-Hant"))
    assert facts_of(spec) == documented(FACTS[model])
    assert spec.errors


@EACH
def test_the_pages_are_those_of_the_committed_spec(model: str) -> None:
    """A fact and a text of every line: importing them once more would change nothing."""
    again = run(page(model), page(model, "zh-Hant"), specs=TESTS.parent / "specs")
    assert ([item.changes for item in again.models], again.problems) == ([()], ())


@EACH
def test_the_order_of_the_pages_does_not_matter(model: str) -> None:
    assert expected(model, "zh-Hant", "en") == expected(model, "en", "zh-Hant")


@EACH
def test_both_locales_say_the_same_facts(model: str) -> None:
    english, chinese = expected(model, "en"), expected(model, "zh-Hant")
    assert english.split("\ntext:\n")[0] == chinese.split("\ntext:\n")[0]


@EACH
def test_the_text_is_yaml_as_this_project_reads_it(model: str) -> None:
    text = expected(model, "en", "zh-Hant")
    document = read_yaml(text, "spec.yaml")
    assert text.startswith(FIRST_LINE)
    assert list(document.data) == [key for key in ModelSpec.model_fields if key in document.data]
    assert re.findall(r"^ *(?:options|mime_types|inputs|errors): \[", text, re.MULTILINE)
    assert all(re.fullmatch(r'\S.*: \["[^\n]*"\]', line.strip()) for line in text.splitlines() if "options:" in line)


@EACH
@BOTH
def test_examples_and_errors_are_those_of_the_page(model: str, locale: str) -> None:
    """Read from the page without the importer: the facts of some models lack them."""
    spec = spec_of(expected(model, locale))
    text = text_of(model, locale)
    blocks: list[Any] = []
    position = 0
    while (start := text.find("\n{", position)) >= 0:
        value, position = json.JSONDecoder().raw_decode(text, start + 1)
        blocks.append(value)
    examples = [spec.examples.minimal, spec.examples.reference, spec.examples.response]
    assert [example for example in examples if example is not None] == blocks
    assert ", ".join(spec.errors) in text[position:].splitlines()


def test_a_chat_page() -> None:
    spec = spec_of(expected("gpt-5-2-chat", "zh-Hant"))
    assert spec.chat is not None
    assert spec.chat.model_dump(exclude_none=True) == {"streaming": True}
    assert spec.prompt is not None
    assert (spec.prompt.required, spec.prompt.max_length) == (True, 20000)
    assert (spec.params, spec.references) == ({}, None)


def test_a_trailing_line_is_a_notice() -> None:
    text = text_of("grok-imagine") + "\nSome modes need an upload.\nAnd a second one.\n"
    assert spec_of(only(run(Page("page.md", text)))).text["en"].notices == [
        "Some modes need an upload.",
        "And a second one.",
    ]


def test_numbers_keep_how_they_are_written() -> None:
    text = text_of("elevenlabs-turbo-2-5").replace("min 0 / max 1 / step 0.05", "min 0.0 / max 1.00 / step 5e-2", 1)
    assert "    min: 0.0\n    max: 1.00\n    step: 5e-2\n" in only(run(Page("page.md", text)))


def test_a_range_may_be_open() -> None:
    for written, limits in (("min 0", (0, None)), ("max 9", (None, 9)), ("step 1 / min 0", (0, None))):
        text = text_of("happyhorse-1-0").replace("min 3 / max 15", written)
        parameter = spec_of(only(run(Page("page.md", text)))).params["duration"].model_dump()
        assert (parameter["min"], parameter["max"]) == limits


def test_the_items_of_an_array_come_from_the_example() -> None:
    """A vendor's page has no column for them; what is only shown is marked as not documented."""
    row = "| aspect_ratio | select | No | 1:1 | - | 1:1, 4:3, 3:4, 16:9, 9:16 | Shape (width to height ratio) of the picture. |"
    text = text_of("z-image").replace(row, "| turns | array | No | - | - | - | The turns. |")
    text = text.replace('"aspect_ratio": "1:1"', '"turns": [{"voice": "ann", "pause": 0.5}, {"voice": "bob"}]')
    spec = spec_of(only(run(Page("page.md", text))))
    assert spec.params["turns"].model_dump(exclude_defaults=True) == {
        "type": "array",
        "items": {
            "type": "object",
            "fields": {"voice": {"type": "text", "required": True}, "pause": {"type": "number"}},
        },
    }
    assert spec.undocumented == ["params.turns.items"]


@EACH
@BOTH
def test_how_a_page_was_pasted_does_not_matter(model: str, locale: str) -> None:
    text = text_of(model, locale)
    pasted = {
        "CRLF": text.replace("\n", "\r\n").encode(),
        "old Mac line ends": text.replace("\n", "\r"),
        "BOM": b"\xef\xbb\xbf" + text.encode(),
        "tabs and spaces": re.sub(r"^|$", "\t ", text, flags=re.MULTILINE),
        "empty lines": re.sub(r"\n(?!\|)", "\n\n", text),
        "machine punctuation": _wide(text),
    }
    for name, variant in pasted.items():
        assert only(run(Page(name, variant))) == expected(model, locale), name


def _wide(text: str) -> str:
    """Return the text with Chinese punctuation in all machine values and JSON; prose is left alone."""
    wide = str.maketrans(",:;", "，：；")
    lines = text.split("\n")
    for number, line in enumerate(lines):
        before, bar, description = line.rpartition(" | ")
        if bar:
            lines[number] = before.translate(wide) + bar + description
        elif 3 <= number < 19:
            lines[number] = line.translate(wide)
    return "\n".join(lines).replace('",\n', '"，\n').replace('": ', '"： ')
