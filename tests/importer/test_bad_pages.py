"""Pages that cannot be read: every problem at once, each with its place, what is allowed and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from importer.disguises import as_html, foreign
from importer.samples import run, text_of
from repository.work import assert_steps_grow_with, outgrows
from rivya_codegen.importer import Page
from rivya_codegen.importer.html import is_html
from rivya_codegen.problems.problem import ProblemsFound
from rivya_codegen.source.fetch import PAGE, read_input

GOLDEN = Path(__file__).parent / "bad_pages.yaml"
CASES: dict[str, dict[str, Any]] = yaml.safe_load(GOLDEN.read_text("utf-8"))


def problems_of(content: str | bytes) -> list[str]:
    result = run(Page("page.md", content))
    assert not result.problems or result.models == ()
    return [str(problem) for problem in result.problems]


@pytest.mark.parametrize("name", CASES)
def test_bad_page(name: str) -> None:
    case = CASES[name]
    assert problems_of(_content(case)) == case["problems"]


def _content(case: dict[str, Any]) -> str | bytes:
    if "content" in case:
        content: str | bytes = case["content"]
        return content * case.get("times", 1)
    text = text_of(*case["page"].split(".", 1))
    text = as_html(text) if case.get("html") else text
    for old, new in case["replace"].items():
        assert old in text
        text = text.replace(old, new * case.get("times", 1))
    return text


GARBAGE = (
    "{" * 40 + "\n",
    "| a |\n" * 10,
    "Minimal request\n{\n",
    '{"a": ' * 50 + "\n",
    "# x\n" * 10,
    "```json\n" * 10,
    "a\tb\n" * 10,
    "z-image\n" * 10,
    "\u202e\u200b" * 10,
)
# fmt: off
HTML_GARBAGE = (
    "<p>x", "<!--", "<b>", "<table><tr><td>", "<pre>{", "&amp", "<a href='", "<h2>x</h2>", "</p>", "<main>",
    "<a href=x>a</a>", "<b> </b>", "<code>a</code>,", "<sup>1</sup>a",
)
# fmt: on
STEPPED, TIMED = 2_000, 56_000
"""Characters of garbage: fewer where steps are counted, which shows how they grow within every bound of a page."""


@pytest.mark.parametrize("piece", GARBAGE, ids=lambda piece: repr(piece[:8]))
def test_garbage_between_labels_ends_early_and_soon(piece: str) -> None:
    found: list[str] = []

    def read(size: int) -> None:
        found[:] = problems_of(text_of("z-image") + piece * (size // len(piece)))

    assert_steps_grow_with(read, STEPPED)
    assert not outgrows(read, TIMED)
    assert 1 <= len(found) <= 20
    assert all(len(line) < 2_000 for line in found)


@pytest.mark.parametrize("piece", HTML_GARBAGE)
def test_garbage_in_html_ends_soon(piece: str) -> None:
    found: list[str] = []

    def read(size: int) -> None:
        found[:] = problems_of("<!DOCTYPE html><title>Odd</title><body>" + piece * (size // len(piece)))

    assert_steps_grow_with(read, STEPPED)
    assert not outgrows(read, TIMED)
    assert 1 <= len(found) <= 20


def test_a_tab_table_of_empty_code() -> None:
    found = problems_of(text_of("z-image") + "\n``\t``\n``\t``\n")
    assert [line.split("[")[-1] for line in found] == ["page-stray]"]


def test_many_comments_are_soon_read() -> None:
    assert problems_of("<!-- x --> " * 900 + "x")
    assert not outgrows(lambda times: is_html("<!-- x --> " * times + "x"), 225)


def test_endless_input_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    with path.open("wb") as file:
        file.truncate(10**12)  # a terabyte that takes no room
    with pytest.raises(ProblemsFound, match="more than 1,000,000 bytes"):
        read_input(str(path), PAGE)


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
    model, locale = data.draw(st.sampled_from([("happyhorse-1-0", "en"), ("gpt-5-2-chat", "zh-Hant")]))
    lines = text_of(model, locale).split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(st.sampled_from(lines) | st.text() | st.just(lines[at][1:]) | st.just("# " + lines[at]))
    problems_of("\n".join(lines))
    problems_of(as_html("\n".join(lines)) if locale == "en" else foreign("\n".join([*lines, "", "", ""])))


@settings(max_examples=100, deadline=None)
@given(st.binary() | st.text(st.characters(exclude_categories=())))
def test_nothing_raises_on_anything(content: str | bytes) -> None:
    assert problems_of(content)


def test_more_rows_than_a_spec_holds_are_not_read() -> None:
    rows = "".join(f"| p{n} | boolean | No | true | - | - | Words. |\n" for n in range(1001))
    found = problems_of(text_of("grok-imagine").replace("Upload policy\n", f"{rows}Upload policy\n", 1))
    assert any("too long: at most 1000 items [spec-too-long]" in line for line in found), found
