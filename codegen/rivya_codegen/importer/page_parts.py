"""The parts of a page in whatever form and language it came: from its bytes to an outline in known labels and words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ..problems.problem import Location
from ..source.inputs import largest
from ..text.invisible import CONTROL, control_character, hidden_characters, texts
from ..words.labels import Labels, find_locale
from ..words.locales import LOCALES
from ..yaml_text.control_characters import CONTROL_CODE
from .findings import Findings, listed, shorten
from .frame import find_glued, lacks_labels, without_frame
from .html import html_title, is_html, read_html
from .plain_text import read_plain
from .sections import Outline, read_outline
from .tokens import MOST_TOKENS, Block, Table, Token, text_of
from .translation import translate, translate_mixed
from .unfolded import unfold
from .unknown_language import relabel
from .unlabelled import LabelledPage, find_id, restore

_CONTEXT = 30


def read_parts(content: str | bytes, locale: str | None, findings: Findings) -> Outline | None:
    """Return the parts of a page; none, and a problem, where it is no model page.

    Args:
        content: The page.
        locale: The locale that its text belongs to where its language is unknown.
        findings: Where its problems are noted.
    """
    text = _load(content, findings)
    if text is None:
        return None
    html = is_html(text)
    tokens = read_html(text, findings) if html else read_plain(text, findings)
    if len(tokens) > MOST_TOKENS:
        findings.add(tokens[-1].location, "page-too-long", maximum=f"{MOST_TOKENS:,}")
        return None
    tokens = unfold(tokens)
    _check_characters(tokens, findings)
    if glued := find_glued(tokens):
        findings.add(glued.location, "page-glued-cells", value=shorten(glued.text))
        return None
    known = find_locale(_label_texts(tokens))
    labels = Labels(known or LOCALES[0])
    page = _in_known_labels(tokens, labels, is_known=known is not None, findings=findings)
    if page is None:
        if known is None:
            code = "page-html" if html else "page-no-labels"
            findings.add(findings.whole, code, locales=listed(LOCALES), title=html_title(text) if html else "")
        return None
    return read_outline(page, locale, findings)


def _in_known_labels(tokens: list[Token], labels: Labels, *, is_known: bool, findings: Findings) -> LabelledPage | None:
    """Return a page in known labels and words; `labels` are most of its own, if `is_known`."""
    if not is_known or lacks_labels(tokens, labels):
        usual = Labels(LOCALES[0])
        relabelled = relabel(tokens, usual)
        if relabelled:
            return translate(relabelled, find_id(tokens) or "", usual)
    restored = restore(without_frame(tokens, labels), labels, findings) if is_known else None
    return translate_mixed(restored) if restored else None


def _load(content: str | bytes, findings: Findings) -> str | None:
    """Return the text of a page with plain line ends, or none where it is no text of a page."""
    place = findings.whole
    if len(content) > largest():
        findings.add(place, "input-too-large", maximum=f"{largest():,}")
        return None
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        text.encode("utf-8")
    except UnicodeError as error:
        findings.add(place, "page-binary", detail=f"no UTF-8 at byte {getattr(error, 'start', 0)}")
        return None
    if "\0" in text:
        findings.add(place, "page-binary", detail=f"a NUL at character {text.index(chr(0))}")
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        findings.add(place, "page-empty")
        return None
    return text


def _label_texts(tokens: list[Token]) -> list[str]:
    """Return the texts that may be headings or fact labels."""
    texts = [text for token in tokens if (text := text_of(token)) is not None]
    return texts + [row[0].text for token in tokens if isinstance(token, Table) for row in token.rows if row]


def _check_characters(tokens: Iterable[Token], findings: Findings) -> None:
    """Complain about characters that nobody sees, once for each text; entities and escapes are undone by now."""
    for place, text in _texts(tokens):
        at, name = next(hidden_characters(text), (0, ""))
        if name:
            before = shorten(text[max(at - _CONTEXT, 0) : at])
            findings.add(place, "page-hidden-character", name=name, before=before, count=at + 1)
        control = control_character(text)
        if control:
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
