"""Text as Markdown and back: whatever the text, it survives a table cell."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rivya_codegen.importer.tokens import split_row
from rivya_codegen.problems.problem import Location
from rivya_codegen.text import markdown

HOSTILE = [
    "\\",
    "|",
    "`",
    "``",
    "\n",
    "\r\n",
    "{{ x }}",
    "{% x %}",
    "</script>",
    "<br>",
    "&#32;",
    "&amp;",
    " ",
    "\t",
    "\u3000",
]
HOSTILE += [
    "-",
    "---",
    "# ",
    "1. ",
    "1) ",
    "+ ",
    "* ",
    "[a](b)",
    "![a](b)",
    "<!-- -->",
    "~~",
    "$x$",
    "_",
    "a_b",
    "逗號，",
    "\u2028",
]
TEXTS = st.text() | st.lists(st.sampled_from(HOSTILE) | st.text(max_size=3)).map("".join)


def cell(raw: str) -> str:
    """Return what the importer reads in a cell of a table row."""
    (_, written), *rest = split_row((Location("page.md", 1, 1), f"| {raw} |"))
    assert [text for _, text in rest] == [""]
    return written


@given(TEXTS)
@example("")
def test_escape_has_an_inverse(text: str) -> None:
    written = markdown.escape(text)
    assert markdown.unescape(written) == text
    assert "\n" not in written
    assert written == written.strip()
    assert cell(written) == written


@given(TEXTS.filter(bool))
def test_prose_survives_a_cell(text: str) -> None:
    assert markdown.plain(cell(markdown.escape(text))) == text


@given(st.lists(TEXTS, min_size=1))
@example(["a, b", " ", "", "`", "a|b", "a\\|b", "x\\"])
def test_code_survives_a_cell(texts: list[str]) -> None:
    assert markdown.code_items(cell(", ".join(map(markdown.code, texts)))) == tuple(texts)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("[Grok](https://example.com/a)", "Grok"),
        ("see [a](b) and \\[c\\](d)", "see a and [c](d)"),
        ("`a` and `b`", "`a` and `b`"),
        ("line<br/>line<BR>", "line\nline<BR>"),
        ("&#99999999;&#x41;", "&#99999999;&#x41;"),
    ],
)
def test_what_others_write(written: str, text: str) -> None:
    assert markdown.plain(written) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1:1", "`1:1`"),
        ("a|b", "<code>a\\|b</code>"),
        (" a ", "`  a  `"),
        ("", "<code></code>"),
        ("</script>", "<code>\\</script\\></code>"),
    ],
)
def test_code_is_plain_where_it_can_be(text: str, written: str) -> None:
    assert markdown.code(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("client_request_id, 5 MB (or less): fine!", "client_request_id, 5 MB (or less): fine!"),
        ("_x_ *y* {{ z }}", "\\_x\\_ \\*y\\* \\{\\{ z \\}\\}"),
        ("- no list", "\\- no list"),
        (" edge\n", "&#32;edge<br>"),
    ],
)
def test_ordinary_text_stays_readable(text: str, written: str) -> None:
    assert markdown.escape(text) == written
