"""Pages that cannot be read: every problem at once, each with its place, what is allowed and what to do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from importer.samples import run, text_of
from rivya_codegen.importer import Page
from rivya_codegen.importer.labels import LOCALES, label
from rivya_codegen.problems import spec_messages

GOLDEN = Path(__file__).parent / "bad_pages.yaml"
CASES: dict[str, dict[str, Any]] = yaml.safe_load(GOLDEN.read_text("utf-8"))

WHOLE = {
    "empty": (b"", "page.md: error: the page is empty; save the whole text of a model page in it [page-empty]"),
    "blank": (
        "\ufeff \r\n\t\n",
        "page.md: error: the page is empty; save the whole text of a model page in it [page-empty]",
    ),
    "HTML": (
        "<!-- cached -->\n<!DOCTYPE html><html><title>503</title>",
        "page.md: error: this is HTML, not the text of a model page; copy the text that the browser shows [page-html]",
    ),
    "NUL": (
        b"GIF89a\0\0",
        "page.md: error: this is not a text (a NUL at character 6); a page is UTF-8 text [page-binary]",
    ),
    "not UTF-8": (
        b"\x89PNG\r\n",
        "page.md: error: this is not a text (no UTF-8 at byte 0); a page is UTF-8 text [page-binary]",
    ),
    "half a character": (
        "\ud800",
        "page.md: error: this is not a text (no UTF-8 at byte 0); a page is UTF-8 text [page-binary]",
    ),
    "something else": (
        "Dear all,\n\nplease find the page attached.\n",
        'page.md: error: no text of a model page: headings and fact labels of no known locale ("en", "zh-Hant") are in it [page-no-labels]',
    ),
    "far too large": (
        b"x" * 10_000_000,
        "page.md: error: 10000000 characters are no model page; at most 1000000 are read [page-too-large]",
    ),
}


def problems_of(content: str | bytes) -> list[str]:
    result = run(Page("page.md", content))
    assert not result.problems or result.models == ()
    return [str(problem) for problem in result.problems]


@pytest.mark.parametrize("name", CASES)
def test_bad_page(name: str, request: pytest.FixtureRequest) -> None:
    case = CASES[name]
    text = text_of(*case["page"].split("."))
    for old, new in case["replace"].items():
        assert old in text
        text = text.replace(old, new)
    assert problems_of(text) == case["problems"]


@pytest.mark.parametrize("name", WHOLE)
def test_not_a_page(name: str) -> None:
    content, problem = WHOLE[name]
    assert problems_of(content) == [problem]


def test_a_page_without_its_labels() -> None:
    text = text_of("z-image")
    for name in ("id", "inputs", "files_api", "base_credits", "capability", "billing", "prompt_limit"):
        text = text.replace(f"\n{label(f'fact.{name}', 'en')}\n", "\n")
    found = problems_of(text)
    assert 'page.md: error: the page has no fact "API model id"; copy the whole page [page-missing]' in found
    assert len([line for line in found if line.endswith("[page-stray]")]) == 7


def test_garbage_between_labels_ends_early_and_soon() -> None:
    garbage = [
        "{" * 300 + "\n",
        "| a |\n" * 100,
        "Minimal request\n{\n",
        '{"a": ' * 500 + "\n",
        "# x\n" * 300,
        "```json\n" * 100,
    ]
    for piece in garbage:
        text = text_of("z-image") + piece * (900_000 // len(piece))
        started = time.monotonic()
        found = problems_of(text)
        assert time.monotonic() - started < 5
        assert 1 <= len(found) <= 20


def test_many_problems_end_with_a_question() -> None:
    row = "| prompt | array | Maybe | x | - |\n"
    found = problems_of(text_of("z-image").replace("Model parameters\n", row * 50 + "Model parameters\n", 1))
    assert len(found) == 20
    assert found[0] == (
        "page.md: error: reading stopped after 19 problems; is this the whole text of one model page? [page-many-problems]"
    )


def test_deep_json_is_a_problem() -> None:
    for depth in (60, 400, 60_000):
        text = text_of("z-image").replace('"result": null', '"result": ' + "[" * depth + "]" * depth)
        assert problems_of(text) == [
            "page.md:40:1: error: not a readable JSON object (it begins in line 40): nested deeper than 30 levels [page-json]"
        ]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_nothing_raises(data: st.DataObject) -> None:
    """Lines of a page lost, doubled, swapped and mangled: an answer, or problems, never a traceback."""
    model, locale = data.draw(
        st.sampled_from([("happyhorse-1-0", "en"), ("gpt-5-2-chat", "zh-Hant"), ("everything", "zh-Hant")])
    )
    lines = text_of(model, locale).split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(st.sampled_from(lines) | st.text() | st.just(lines[at][1:]) | st.just("# " + lines[at]))
    problems_of("\n".join(lines))


@settings(max_examples=100, deadline=None)
@given(st.binary() | st.text(st.characters(exclude_categories=())))
def test_nothing_raises_on_anything(content: str | bytes) -> None:
    assert problems_of(content)


def test_every_message_is_there_in_every_locale() -> None:
    """Each has the same parameters in each locale."""
    for code, texts in spec_messages().items():
        if code.startswith("page-"):
            fields = [sorted({part.split("}")[0] for part in texts[locale].split("{")[1:]}) for locale in LOCALES]
            assert fields[0] == fields[1], code
