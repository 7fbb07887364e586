"""HTML means what a reader sees: what is hidden, struck out, noted or tipped is no part of a value; lists are items."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from importer.disguises import as_html
from importer.samples import expected, only, run, stated, text_of
from repository.work import assert_steps_grow_with
from rivya_codegen.importer import Page

MODEL = "grok-imagine"
WANTED = expected(MODEL, "en")
OPTIONS = ("1:1", "2:3", "3:2", "16:9", "9:16")
LISTED = "".join(f"<li>{option}</li>" for option in OPTIONS)
FORMS = ("dl", "table", "p", "b")


def page_of(html: str) -> Page:
    return Page("page.html", html)


def replaced(old: str, new: str, html: str | None = None) -> str:
    html = html or as_html(text_of(MODEL))
    assert old in html
    return html.replace(old, new)


CREDITS = {
    "a footnote": "4<sup>1</sup>",
    "a footnote with a link": "4<sup><a href='#f'>[1]</a></sup>",
    "a link with a footnote": "4<a href='#f'><sup>a</sup></a>",
    "a star": "4<sup>*</sup>",
    "a deleted value": "<del>8</del> 4",
    "a struck value": "<s>8</s> <ins>4</ins>",
    "an old struck value": "<strike>8</strike> 4",
    "a value struck by style": "<span style='color: red; text-decoration: line-through'>8</span> <b>4</b>",
    "a value struck by class": "<span class='line-through text-sm'>8</span> <b>4</b>",
    "a tooltip": "<span class=tooltip title='per image'>4<span class=tooltiptext>per image</span></span>",
    "a tooltip by role": "4<span role=tooltip>per 10 images</span>",
    "words for screen readers": "4<span class='visually-hidden'> credits per image</span>",
    "words that are not displayed": "4<span style='display:none !important'>5</span>",
    "words that are not visible": "4<span style='VISIBILITY: hidden'>5</span>",
    "hidden": "4<span hidden>5</span>",
    "hidden for all": "4<i aria-hidden=true>5</i>",
    "one of two widths": "<span class='hidden md:inline'>4</span><span class='md:hidden'>5</span>",
    "an abbreviation": "<abbr title='credits for one image'>4</abbr>",
    "a field": "<input value=4 readonly>",
    "a hidden field": "4<input type=hidden value=5>",
    "what is no text": "4<template>5</template><script>5</script><noscript>5</noscript><style>5</style>",
    "a drawing": "4<svg><title>5</title><text>5</text></svg>",
    "a button": "4 <button aria-label=Copy>Copy</button>",
    "a closed note": "4 <details><summary>why</summary>5</details>",
    "what is said of a letter": "<ruby>4<rt>four</rt></ruby>",
    "places to break": "<wbr>4&shy;&#8203;",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("written", CREDITS.values(), ids=CREDITS)
def test_a_value_is_what_is_seen_of_it(written: str, form: str) -> None:
    html = as_html(text_of(MODEL), facts=form)
    found = re.search(r"Base credits.{0,30}?([> ])4<", html)
    assert found
    end = found.end()
    html = html[: end - 2] + written + html[end - 1 :]
    assert only(run(page_of(html))) == WANTED


OPTION_CELLS = {
    "chips": "".join(f"<span class=chip>{option}</span>" for option in OPTIONS),
    "chips in a box": "<div>\n" + " \n".join(f"<span>{option}</span>" for option in OPTIONS) + "\n</div>",
    "code in chips": "".join(f"<code>{option}</code>" for option in OPTIONS),
    "list items": f"<ul>{LISTED}</ul>",
    "lines": "<br>".join(OPTIONS),
    "lines with commas": "1:1, 2:3,<br/>3:2,<br>16:9, 9:16",
    "lines of code": "<br/>\n".join(f"<code>{option}</code>" for option in OPTIONS),
    "paragraphs": "".join(f"<p>{option}</p>" for option in OPTIONS),
    "buttons": "".join(f"<button>{option}</button>" for option in OPTIONS),
    "a menu": "<select>" + "".join(f"<option>{option}" for option in OPTIONS) + "</select>",
    "a table": "<table><tr>" + "".join(f"<td>{option}</td>" for option in OPTIONS) + "</tr></table>",
    "behind a summary": f"<details><summary>5 options</summary><ul>{LISTED}</ul></details>",
    "with a struck one": f"<ul>{LISTED}<li><del>4:4</del></li></ul>",
    "with struck ones": "1:1, <del>1:2, </del>2:3, <s>5:5,</s> 3:2, 16:9, 9:16<strike>, 2:1</strike>",
    "with a hidden one": f"<ul><li style='display:none'>7:7</li>{LISTED}<li class=sr-only>8:8</li></ul>",
    "with a tip": "1:1, 2:3, 3:2, 16:9, 9:16<span role=tooltip>, wide ones</span> <button>Copy</button>",
    "with notes": "1:1, 2:3, 3:2<sup>1</sup>, 16:9, 9:16<sup>†</sup>",
    "with places to break": "1:<wbr>1, 2:3, 3&shy;:2, 16&#8203;:9, 9:16",
}


@pytest.mark.parametrize("written", OPTION_CELLS.values(), ids=OPTION_CELLS)
def test_items_are_what_stands_apart(written: str) -> None:
    html = replaced("<td>1:1, 2:3, 3:2, 16:9, 9:16</td>", f"<td>{written}</td>")
    assert only(run(page_of(html))) == WANTED


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("dl", "<dd>text, file</dd>", "<dd>text</dd><dd>file</dd>"),
        ("dl", "<dd>text, file</dd>", "<dd>text<br>file</dd>"),
        ("dl", "<dd>text, file</dd>", "<dd><span>text</span><span>file</span></dd>"),
        ("dl", "<dd>text, file</dd>", "<dd><ul><li>text<li>file</ul></dd>"),
        ("p", "<p>text, file</p>", "<p><span>text</span><span>file</span></p>"),
        ("p", "<p>text, file</p>", "<ul><li>text<li>file</ul>"),
        ("b", " text, file</li>", " <span>text</span> <span>file</span></li>"),
        ("dl", "<td>image/jpeg, image/png, image/webp</td>", "<td>image/jpeg<br>image/png<br>image/webp</td>"),
    ],
)
def test_facts_and_types_have_items_too(form: str, old: str, new: str) -> None:
    assert only(run(page_of(replaced(old, new, as_html(text_of(MODEL), facts=form))))) == WANTED


def _numbered(match: re.Match[str]) -> str:
    lines = (f"<span class=n>{at}</span> {line}" for at, line in enumerate(match[1].split("\n"), 1))
    return f"<pre><code>{chr(10).join(lines)}</code></pre>"


def _spanning(html: str) -> str:
    html = html.replace("<td>select</td>\n<td>No</td>", "<td rowspan=2>select</td>\n<td rowspan='2'>No</td>", 1)
    return html.replace("<td>enable_pro</td>\n<td>select</td>\n<td>No</td>", "<td>enable_pro</td>")


def _by_roles(html: str) -> str:
    names = {"table": "table", "tr": "row", "td": "cell", "th": "columnheader"}
    html = re.sub(r"</?t(?:head|body)>", "", html)
    html = re.sub(r"<(table|tr|td|th)>", lambda match: f"<div role={names[match[1]]}>", html)
    return re.sub(r"</(?:table|tr|td|th)>", "</div>", html)


def _as_cards(html: str) -> str:
    def cards(match: re.Match[str]) -> str:
        titles = re.findall(r"<th>([^<]*)</th>", match[0])
        rows = [re.findall(r"<td>(.*?)</td>", row) for row in match[0].split("<tr>")[2:]]
        lists = (
            "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in zip(titles, row, strict=True) if b != "-") for row in rows
        )
        return "".join(f"<dl>{one}</dl>" for one in lists)

    return re.sub(r"<table>.*?</table>", cards, html, flags=re.DOTALL)


WAYS: dict[str, Callable[[str], str]] = {
    "codes in a list": lambda html: re.sub(
        r"<p>(validation_failed[^<]*)</p>",
        lambda match: "<ul>" + "".join(f"<li><code>{code}</code></li>" for code in match[1].split(", ")) + "</ul>",
        html,
    ),
    "cells over two rows": _spanning,
    "a page in a table": lambda html: html.replace("<main>", "<table><tr><td>Docs</td><td>").replace(
        "</main>", "</td></tr></table>"
    ),
    "tables by their roles": _by_roles,
    "anchors in headings": lambda html: re.sub(r"(<h2 id='(s\d+)'>[^<]*)", r"\1<a class=anchor href='#\2'>#</a>", html),
    "unseen anchors in headings": lambda html: re.sub(
        r"(<h2 id='(s\d+)'>[^<]*)", r"\1<a class=hash-link href='#\2'>&#8203;</a>", html
    ),
    "titles of columns to sort by": lambda html: re.sub(r"<th>([^<]*)</th>", r"<th><button>\1</button></th>", html),
    "numbered lines": lambda html: re.sub(
        r"<pre class=\"json\"><code>(.*?)</code></pre>", _numbered, html, flags=re.DOTALL
    ),
    "code to copy": lambda html: html.replace("<pre", "<div><button>Copy</button><pre").replace(
        "</pre>", "</pre></div>"
    ),
    "examples in other languages": lambda html: html.replace(
        "<pre",
        "<div role=tablist><button role=tab>JSON</button><button role=tab>cURL</button></div>"
        "<pre>curl https://example.com -d '{\n  \"a\": 1}'</pre><pre hidden>{}</pre><pre",
    ),
    "rows as lists of definitions": _as_cards,
    "a part of a page": lambda html: "<section>" + html.split("<main>")[1].split("</main>")[0] + "</section>",
    "a title on two lines": lambda html: html.replace(
        "Imagine API Integration</h1>", "Imagine<br>API Integration</h1>"
    ),
    "badges in a list": lambda html: re.sub(
        r"<div>(<span>Available.*?)</div>",
        r"<ul>\1</ul>",
        html.replace("reference modes use Files APIImage", "reference modes use Files API</span><span>Image"),
    ),
    "facts in boxes": lambda html: re.sub(
        r"<dl><dt>(.*?)</dt><dd>(.*?)</dd></dl>", r"<div><span>\1</span><span>\2</span></div>", html
    ),
    "a page in a form": lambda html: html.replace("<main>", "<form><main>").replace("</main>", "</main></form>"),
    "a style sheet": lambda html: (
        html.replace(
            "<main>",
            "<style>/* x */ p, .gone { display: none } @media print { h2 { display: none } }</style><main><i class=gone>5</i>",
        )
        .replace("<p>", "<div>")
        .replace("</p>", "</div>")
    ),
}


@pytest.mark.parametrize("change", WAYS.values(), ids=WAYS)
def test_ways_to_write_a_page(change: Callable[[str], str]) -> None:
    html = as_html(text_of(MODEL))
    assert change(html) != html
    assert only(run(page_of(change(html)))) == WANTED


def test_a_power_is_no_footnote() -> None:
    (problem,) = run(page_of(replaced("<dd>4</dd>", "<dd>10<sup>6</sup></dd>"))).problems
    assert problem.location.line > 1
    assert '"10^6"' in str(problem)


def test_a_hidden_section_is_missing() -> None:
    html = re.sub(r"<h2 id='s\d+'>Common errors</h2>", "<h2 hidden>Common errors</h2>", as_html(text_of(MODEL)))
    assert "page-missing" in [problem.code for problem in run(page_of(html)).problems]


@pytest.mark.parametrize(
    "piece",
    [
        "<td><ul><li>x</ul>",
        "<sup>1</sup>",
        "<button>a</button>",
        "<style>.a{display:none}</style>",
        "<style>{{{</style>",
        "<details><summary>a</summary>",
        "<table><tr><th>",
        "<td rowspan=9 colspan=9>",
        "<dl><dd>a<dd>b",
        "<h1><a>#</a>",
        "<li><b>Base credits</b> 4",
        "<div role=table><div role=row>",
        "<pre>1 {\n2 }\n</pre>",
        "<a href='x'>a</a>",
        "<b> </b>",
    ],
)
def test_work_grows_with_the_page(piece: str) -> None:
    html = as_html(text_of("z-image"))
    assert_steps_grow_with(lambda times: stated(page_of(html.replace("</main>", piece * times + "</main>"))), 40)
