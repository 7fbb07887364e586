"""The parts of a page in whatever form and language it came: from its bytes to an outline in known labels and words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ..problems.problem import Location
from ..source.inputs import largest
from ..text.invisible import CONTROL, CONTROL_CODE, HIDDEN_CODE, control_character, hidden_character, texts
from ..words.labels import Labels, find_locale
from ..words.locales import LOCALES
from .findings import Findings, listed, shorten
from .frame import find_glued, lacks_labels, without_frame
from .html import html_title, is_html, read_html
from .plain_text import read_plain
from .sections import Outline, read_outline
from .tokens import MOST_TOKENS, Block, Table, Token, text_of
from .translation import translate, translate_mixed
from .unfolded import unfold
from .unlabelled import LabelledPage, find_id, relabel, restore


def read_parts(content: str | bytes, locale: str | None, findings: Findings) -> Outline:
    """Return the parts of a page. Raises `ProblemsFound` where it is no model page.

    Args:
        content: The page.
        locale: The locale that its text belongs to where its language is unknown.
        findings: Where its problems are noted.
    """
    text = _load(content, findings)
    html = is_html(text)
    tokens = read_html(text, findings) if html else read_plain(text, findings)
    if len(tokens) > MOST_TOKENS:
        findings.refuse(tokens[-1].location, "page-too-long", maximum=f"{MOST_TOKENS:,}")
    tokens = unfold(tokens)
    _check_characters(tokens, findings)
    if glued := find_glued(tokens):
        findings.refuse(glued.location, "page-glued-cells", value=shorten(glued.text))
    known = find_locale(_label_texts(tokens))
    page = _in_known_labels(tokens, known, findings)
    if page is None:
        code, title = ("page-html", html_title(text)) if html else ("page-no-labels", "")
        findings.refuse(findings.whole, code, locales=listed(LOCALES), title=title)
    return read_outline(page, locale, findings)


def _in_known_labels(tokens: list[Token], known: str | None, findings: Findings) -> LabelledPage | None:
    """Return a page in known labels and words; `known` is the locale of most of its own, if there is one."""
    labels = Labels(known or LOCALES[0])
    if known is None or lacks_labels(tokens, labels):
        usual = Labels(LOCALES[0])
        relabelled = relabel(tokens, usual)
        if relabelled:
            return translate(relabelled, find_id(tokens) or "", usual)
    return translate_mixed(restore(without_frame(tokens, labels), labels, findings)) if known else None


def _load(content: str | bytes, findings: Findings) -> str:
    """Return the text of a page with plain line ends."""
    place = findings.whole
    if len(content) > largest():
        findings.refuse(place, "input-too-large", maximum=f"{largest():,}")
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        text.encode("utf-8")
    except UnicodeError as error:
        findings.refuse(place, "page-binary", detail=f"no UTF-8 at byte {getattr(error, 'start', 0)}")
    if "\0" in text:
        findings.refuse(place, "page-binary", detail=f"a NUL at character {text.index(chr(0))}")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        findings.refuse(place, "page-empty")
    return text


def _label_texts(tokens: list[Token]) -> list[str]:
    """Return the texts that may be headings or fact labels."""
    texts = [text for token in tokens if (text := text_of(token)) is not None]
    return texts + [row[0].text for token in tokens if isinstance(token, Table) for row in token.rows if row]


def _check_characters(tokens: Iterable[Token], findings: Findings) -> None:
    """Complain about characters that nobody sees, once for each text; entities and escapes are undone by now."""
    for place, text in _texts(tokens):
        if hidden := hidden_character(text):
            findings.add(place, HIDDEN_CODE, **hidden)
        if control := control_character(text):
            findings.add(place, CONTROL_CODE, **control)


def _texts(tokens: Iterable[Token]) -> Iterator[tuple[Location, str]]:
    for token in tokens:
        if isinstance(token, Block):
            yield token.location, CONTROL.sub("", json.dumps(token.value, ensure_ascii=False))
            yield from ((token.location, text) for _, _, text in texts(token.value) if CONTROL.search(text))
        elif isinstance(token, Table):
            yield from ((cell.location, cell.text) for row in (token.header, *token.rows) for cell in row)
        else:
            yield token.location, text_of(token) or ""
