"""What one page states: from its text to a spec of its own, or the problems of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import ValidationError

from ..checks.references import check_references
from ..checks.subject import Subject
from ..contract.contract import Contract
from ..problems.problem import Location, Problem
from ..spec.errors import problem_of
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..spec.prune import prune
from ..text.invisible import CONTROL, control_character, hidden_characters, texts
from ..words.labels import Labels, find_locale
from ..words.locales import LOCALES
from ..yaml_text.control_characters import CONTROL_CODE
from ..yaml_text.paths import Data
from ..yaml_text.reader import Document, Path
from .decode import load_page
from .findings import Findings, listed, shorten
from .frame import find_glued, lacks_labels, without_frame
from .html import html_title, is_html, read_html
from .page_reader import read_page
from .plain_text import read_plain
from .reader import Reading
from .sections import Outline, read_outline
from .tokens import MOST_TOKENS, Block, Cell, Heading, Table, Token, cell_of, text_of
from .translation import Translation, translate, translate_mixed
from .unfolded import unfold
from .unknown_language import relabel
from .unlabelled import find_id, restore

_DERIVED = frozenset({"availability", "input_status"})
_CONTEXT = 30
_WITH_STATUS = re.compile(r"[a-z_][45][0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a model page, and the name that problems call it by."""

    name: str
    text: str | bytes


@dataclass(frozen=True, slots=True)
class Options:
    """What a page cannot say of itself: the day it was read, and what its unknown language would have told."""

    reviewed: date
    locale: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one page states: as it says it, as a spec of its own, and where it says it."""

    data: Data
    spec: ModelSpec
    locale: str
    places: Mapping[Path, Location]
    guessed: frozenset[str]
    """The facts that the page does not say in words we know."""
    has_language: bool
    """Whether the page is in a known language, or the caller said in which."""
    notes: tuple[str, ...]
    """What of the page does not come into its spec."""

    @property
    def has_plain_name(self) -> bool:
        """Whether the name is that of every page: those in other scripts may have one of their own."""
        return self.spec.name.isascii() or self.locale == "en"

    def locate(self, path: Path) -> Location:
        """Return the place on the page that says what is at a path of the spec."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path) or self.places["id",]


def read_statement(
    page: Page, options: Options, platform: PlatformSpec | None
) -> tuple[Statement | None, list[Problem]]:
    """Return what the page states, or none where anything on it could not be read."""
    findings = Findings(page.name)
    text = load_page(page.text, findings)
    outline = _read_parts(text, findings, options) if text is not None else None
    reading = Reading(outline, findings) if outline else None
    data = read_page(reading, options.reviewed) if reading else None
    if reading is None or data is None or findings.problems():
        return None, findings.problems()
    _fill_in(data, reading, options)
    return _validate(data, reading, page.name, platform)


def _read_parts(text: str, findings: Findings, options: Options) -> Outline | None:
    """Return the parts of a page in whatever form it came; none, and a problem, where it is no model page."""
    html = is_html(text)
    tokens = read_html(text, findings) if html else read_plain(text, findings)
    if len(tokens) > MOST_TOKENS:
        findings.add(_place(tokens[-1]), "page-too-long", maximum=f"{MOST_TOKENS:,}")
        return None
    tokens = unfold(tokens)
    _check_characters(tokens, findings)
    glued = find_glued(tokens)
    if glued:
        findings.add(glued.location, "page-glued-cells", value=shorten(glued.text))
        return None
    locale = find_locale(_label_texts(tokens))
    known = Labels(locale) if locale else None
    usual = Labels(LOCALES[0])
    relabelled = relabel(tokens, usual) if known is None or lacks_labels(tokens, known) else None
    if relabelled:
        translation = translate(relabelled, find_id(tokens) or "", usual)
        return _read_translation(translation, usual, findings, options)
    if known:
        return _read_known(tokens, known, findings, options)
    code = "page-html" if html else "page-no-labels"
    findings.add(findings.whole, code, locales=listed(LOCALES), title=html_title(text) if html else "")
    return None


def _read_known(tokens: list[Token], known: Labels, findings: Findings, options: Options) -> Outline | None:
    """Return the parts of a vendor's page whose labels are those of a known language, at least for the most part."""
    restored = restore(without_frame(tokens, known), known, findings)
    if restored is None:
        return None
    derived = frozenset[str]() if restored.badges else _DERIVED
    translation = translate_mixed(restored.tokens, known)
    if translation:
        translation = replace(translation, guessed=translation.guessed | derived)
        return _read_translation(translation, known, findings, options)
    outline = Outline(known, guessed=derived)
    return read_outline(outline, restored.tokens, findings)


def _read_translation(translation: Translation, labels: Labels, findings: Findings, options: Options) -> Outline:
    """Return the parts of a page whose words are translated; its text belongs to the locale that the caller names."""
    guessed = translation.guessed - {"text"} if options.locale else translation.guessed
    outline = Outline(labels, text_locale=options.locale or labels.locale, guessed=guessed)
    return read_outline(outline, translation.tokens, findings)


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
            yield _place(token), cell_of(token).text


def _place(token: Token) -> Location:
    return token.cell.location if isinstance(token, Heading) else token.location


def _fill_in(data: Data, reading: Reading, options: Options) -> None:
    """Fill in what the format needs in place of a category or text that the page does not say in words we know."""
    if "category" in reading.guessed:
        known = "chat" if data["chat"] is not None else options.category
        data["category"] = known or data["category"] or "image"
        reading.guessed -= {"category"} if known else set()
    if "text" in reading.guessed:
        data["text"] = {reading.locale: {"summary": data["name"]}}


def _validate(
    data: Data, reading: Reading, name: str, platform: PlatformSpec | None
) -> tuple[Statement | None, list[Problem]]:
    """Return the statement of a page whose spec is in the format and fits the platform; else problems on the page."""
    spec_data = prune(data)
    document = Document(name, spec_data, {(): Location(name), **reading.places}, {})
    known = list(platform.errors) if platform else []
    glued = [code for code in data["errors"] if _is_glued(code, known)]
    if glued:
        return None, [Problem(reading.places["errors",], "page-glued-cells", {"value": shorten(glued[0])})]
    try:
        source = {key: str(value) for key, value in spec_data["source"].items()}
        spec = ModelSpec.model_validate({**spec_data, "source": source})
    except ValidationError as error:
        return None, [problem_of(detail, document, ModelSpec) for detail in error.errors(include_url=False)]
    problems = list(check_references(Subject(Contract(spec, platform), document))) if platform else []
    if problems:
        return None, problems
    has_language, guessed = "text" not in reading.outline.guessed, frozenset(reading.guessed)
    notes = tuple(_notes(reading.outline.left_out))
    return Statement(data, spec, reading.locale, reading.places, guessed, has_language, notes), []


def _notes(left_out: Sequence[Cell]) -> Iterator[str]:
    if left_out:
        more = f" and {len(left_out) - 1} more" if left_out[1:] else ""
        yield f'left out behind the error codes: "{shorten(left_out[0].text)}"{more}'


def _is_glued(code: str, known: Sequence[str]) -> bool:
    """Tell whether an error code is several of them, or one with its status, which had cells of their own."""
    rest = code
    while part := max((name for name in known if rest.startswith(name)), key=len, default=""):
        rest = rest.removeprefix(part).lstrip("0123456789")
    return code not in known and (not rest or _WITH_STATUS.search(code) is not None)
