"""What one page states: from its text to a spec of its own, or the problems of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from ..checks.references import check_references
from ..checks.subject import Subject
from ..contract.contract import Contract
from ..problems.problem import Location, Problem, ProblemsFound, stop_at
from ..spec.errors import problem_of
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..spec.prune import prune
from ..text.json_data import Data
from ..yaml_text.reader import Document, Path
from .findings import Findings, shorten
from .page_parts import read_parts
from .page_reader import read_page
from .reader import Reading
from .tokens import Cell

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


def read_statement(page: Page, options: Options, platform: PlatformSpec | None) -> Statement:
    """Return what the page states. Raises `ProblemsFound` where anything on it could not be read."""
    findings = Findings(page.name)
    reading = Reading(read_parts(page.text, options.locale, findings), findings)
    data = read_page(reading, options.reviewed)
    stop_at(findings.problems())
    _fill_in(data, reading, options, platform)
    return _validate(data, reading, page.name, platform)


def _fill_in(data: Data, reading: Reading, options: Options, platform: PlatformSpec | None) -> None:
    """Fill in what the format needs in place of a category or text that the page does not say in words we know."""
    if "category" in reading.guessed:
        is_chat = data["chat"] is not None
        rows = platform.categories if platform else {}
        usual = "chat" if is_chat else "image"  # without a platform, what its vendor has
        fitting = [name for name, row in rows.items() if row.is_chat == is_chat] or [usual]
        known = fitting[0] if is_chat and len(fitting) == 1 else options.category
        data["category"] = known or data["category"] or fitting[0]
        reading.guessed -= {"category"} if known else set()
    if "text" in reading.guessed:
        data["text"] = {reading.locale: {"summary": data["name"]}}


def _validate(data: Data, reading: Reading, name: str, platform: PlatformSpec | None) -> Statement:
    """Return the statement of a page whose spec is in the format and fits the platform; else raise `ProblemsFound`."""
    spec_data = prune(data)
    document = Document(name, spec_data, {(): Location(name), **reading.places}, {})
    known = list(platform.errors) if platform else []
    glued = [code for code in data["errors"] if _is_glued(code, known)]
    if glued:
        place = reading.places["errors",]
        raise ProblemsFound([Problem(place, "page-glued-cells", {"value": shorten(glued[0])})])
    try:
        source = {key: str(value) for key, value in spec_data["source"].items()}
        spec = ModelSpec.model_validate({**spec_data, "source": source})
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise ProblemsFound(problem_of(detail, document, ModelSpec) for detail in details) from error
    if platform:
        stop_at(check_references(Subject(Contract(spec, platform), document)))
    has_language, guessed = "text" not in reading.outline.guessed, frozenset(reading.guessed)
    notes = tuple(_notes(reading.outline.left_out))
    return Statement(data, spec, reading.locale, reading.places, guessed, has_language, notes)


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
