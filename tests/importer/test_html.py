"""HTML of a page: what a browser shows counts, what frames it does not, and problems name the line of the HTML."""

from __future__ import annotations

import subprocess
import sys

import pytest
from importer.disguises import as_html
from importer.samples import expected, only, run, spec_of, text_of
from rivya_codegen.importer import Page

HTML = as_html(text_of("z-image"))


def problems_of(html: str) -> list[str]:
    return [str(problem) for problem in run(Page("page.html", html)).problems]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<main>", "<main><!-- | Key | -->"),
        ("<main>", "<div>Cookies?</div><main>"),
        ("<main>", "<main><div hidden>Request contract</div><svg><text>no</text></svg><p aria-hidden=true>§</p>"),
        ("main>", "article>"),
        ("main>", "section>"),
        ("<td>aspect_ratio", "<td>\n  <code>aspect_ratio</code>"),
        (
            "<td>1:1, 4:3, 3:4, 16:9, 9:16</td>",
            "<td><code>1:1</code>, <code>4:3</code>,<code>3:4</code>, <code>16:9</code>, <code>9:16</code></td>",
        ),
        ("<td>1:1, 4:3, 3:4", "<td>1&#58;1,&nbsp;4:3,<br>3:4"),
        ("<h2", "<h3"),
        ("</td>", ""),
        ("<p>Makes", "<p><em>Makes</em>"),
        ("z-image</dd>", "<a href='/models'>z-image</a></dd>"),
        ("<!DOCTYPE html>\n<html lang=en>", "<?xml version='1.0'?>\n<html>"),
        ("\n", "\r\n"),
    ],
)
def test_how_it_is_written_does_not_matter(old: str, new: str) -> None:
    assert old in HTML
    assert only(run(Page("page.html", HTML.replace(old, new)))) == expected("z-image", "en")


def test_code_may_have_commas_in_it() -> None:
    options = "<code>1:1</code>, <code>wide, or very wide</code>"
    html = HTML.replace("1:1, 4:3, 3:4, 16:9, 9:16", options)
    assert spec_of(only(run(Page("page.html", html)))).params["aspect_ratio"].model_dump()["options"] == [
        "1:1",
        "wide, or very wide",
    ]


@pytest.mark.parametrize("last", ["and more", "10 Pro only", "10 beta", "9:16 portrait", "…", "9:16*"])
def test_a_note_is_no_option_and_no_part_of_one(last: str) -> None:
    html = HTML.replace("1:1, 4:3, 3:4, 16:9, 9:16", f"<ul><li>1:1</li><li>4:3</li><li>{last}</li></ul>")
    (problem,) = problems_of(html)
    assert problem.endswith("[page-options]")


def test_a_plain_text_in_a_browser_is_a_page() -> None:
    """What a browser makes of a text file: one `<pre>`."""
    text = text_of("z-image").replace("<", "&lt;")
    assert only(run(Page("page.html", f"<html><head></head><body><pre>{text}</pre></body></html>"))) == expected(
        "z-image", "en"
    )


def test_problems_name_the_line_of_the_html() -> None:
    line = next(number for number, text in enumerate(HTML.split("\n"), 1) if "<td>select</td>" in text)
    found = problems_of(HTML.replace("<td>select</td>", "<td>selct</td>"))
    assert found == [
        f'page.html:{line}:1: error: type of aspect_ratio: "selct" is not known (did you mean "select"?); '
        'known: "select", "number", "text", "boolean", "array", "object" [page-unknown-value]'
    ]
    line = next(
        number
        for number, text in enumerate(HTML.split("\n"), 1)
        if '"final_credits": 0' in text or "final_credits" in text
    )
    (broken,) = problems_of(HTML.replace("&quot;final_credits&quot;: 0", "&quot;final_credits&quot;: NaN"))
    assert "[page-json]" in broken
    assert int(broken.split(":")[1]) <= line


@pytest.mark.parametrize(
    "heading", ["<h2>Prices</h2><table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "<h2>Prices</h2><p>1</p>"]
)
def test_an_unknown_section_is_reported_by_name(heading: str) -> None:
    found = problems_of(HTML.replace("</main>", heading + "</main>"))
    assert len(found) == 1
    assert '"Prices" belongs to no known part of the page' in found[0]


def test_an_error_page_says_what_it_is() -> None:
    for html, title in (
        (
            "<html><head><title>404: Not\n Found</title></head><body><h1>Nothing here</h1></body></html>",
            "404: Not Found",
        ),
        ("<!doctype html><body><table><tr><td>1</td></tr></table>", ""),
        ("<html>", ""),
    ):
        (found,) = problems_of(html)
        assert found.startswith(f'page.html: error: this HTML (title "{title}") is not that of a model page')
        assert found.endswith("[page-html]")


def test_hidden_characters_behind_entities_are_found() -> None:
    found = problems_of(HTML.replace("Shape (width", "Shape &#x202e;(width"))
    assert ["U+202E RIGHT-TO-LEFT OVERRIDE" in line for line in found] == [True]


def test_too_deep_elements_are_reported() -> None:
    found = problems_of(HTML.replace("<main>", "<main>" + "<div>" * 3_000))
    assert any("[page-html-depth]" in line for line in found)


def test_texts_need_neither_parser_nor_http() -> None:
    """Both are loaded only where a page needs them."""
    code = (
        "import sys; sys.path.insert(0, 'codegen'); from datetime import date; from pathlib import Path; "
        "from rivya_codegen.importer import Page, import_pages; "
        "import_pages([Page('page', Path('tests/pages/z-image.en.md').read_bytes())], Path('none'), reviewed=date.today()); "
        "print(sorted({'lxml', 'httpcore'} & set(sys.modules)))"
    )
    run_it = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run_it.stdout.strip() == "[]"
