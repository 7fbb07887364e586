"""Every fact of a spec stands in its place on the page of its model, in every locale; what is not given does not."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel
from rivya_codegen.output.render import render
from rivya_codegen.pipeline import lower_docs, read_specs
from rivya_codegen.python.package import lower_package
from rivya_codegen.source.load import load_inputs
from rivya_codegen.source.settings import Settings
from rivya_codegen.spec.model import ModelSpec, Select
from rivya_codegen.spec.references import References
from rivya_codegen.text.json_data import is_list, is_object
from rivya_codegen.words.labels import label

from .words_reader import Said, WordsReader, as_written

TESTS = Path(__file__).parent.parent
DOCS = TESTS.parent / "generated" / "docs"
MARKDOWN = MarkdownIt("commonmark").enable("table")
CASES = [
    "nested-parameters",
    "reference-media",
    "numbers",
    "texts",
    "options",
    "kitchen-sink",
    "hostile-text",
    "odd-ids",
    "chat-model",
    "chat-parameters",
    "conditions",
    "deprecated",
    "url-input",
    "prices",
    "nullable",
    "reference-media",
]
FACT_LABELS = {"name": "display_name", "credits.base": "base_credits", "credits.billing": "billing"} | {
    "credits.bound": "bound",
    "prompt.max_length": "prompt_limit",
    "source.url": "source",
    "source.reviewed": "reviewed",
}
OF_PARAMETERS = ("type", "required", "default", "options")
LISTED = {"max_files": "max_files", "roles": "reference_order", "duration_token": "duration_token"}
OR_NULL = " | null"
SIGNS = {"min": "≥ ", "max": "≤ "}
EMPTY: tuple[Any, ...] = (None, [], {})

Value = Any
Path_ = tuple[str, ...]


@dataclass
class Part:
    """What stands under a heading: the lines and cells, each as its text or the pieces of code in it, and its JSON."""

    lines: list[str | list[str]] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rows: list[list[str | list[str]]] = field(default_factory=list)
    json: list[Value] = field(default_factory=list)

    def cell(self, key: str | tuple[str, str], column: str) -> str | list[str] | None:
        """Return a cell by what the first one of its row says, or the first two, and its column."""
        keys = (key,) if isinstance(key, str) else key
        rows = [
            row for row in self.rows if row and all(cell in (one, [one]) for one, cell in zip(keys, row, strict=False))
        ]
        assert len(rows) < 2, f"{key} stands twice"
        return rows[0][self.header.index(column)] if rows and column in self.header else None


def parts_of(text: str) -> dict[str, Part]:
    """Return what stands under each heading of a Markdown page."""
    parts: dict[str, Part] = {}
    part, around = Part(), ""
    for token in MARKDOWN.parse(text):
        if token.type in ("heading_open", "paragraph_open", "th_open", "td_open"):
            around = token.type
        elif token.type == "tr_open":
            part.rows.append([])
        elif token.type == "fence" and token.info == "json":
            part.json.append(json_in(token.content))
        elif token.type == "inline" and around == "heading_open":
            part = parts[str(seen(token))] = Part()
        elif token.type == "inline" and around == "th_open":
            part.header.append(str(seen(token)))
        elif token.type == "inline":
            (part.lines if around == "paragraph_open" else part.rows[-1]).append(seen(token))
    return parts


def seen(token: Token) -> str | list[str]:
    """Return what a reader sees of a line or cell: a text, the pieces of a list of code, or both in one."""
    pieces: list[tuple[str, bool]] = []
    is_code = False
    for child in token.children or []:
        if child.type == "code_inline":
            pieces.append((child.content, True))
        elif child.content in ("<code>", "</code>"):
            is_code = child.content == "<code>"
            pieces += [("", True)] * is_code
        else:
            text = "\n" if child.content == "<br>" else child.content
            if is_code:
                pieces[-1] = (pieces[-1][0] + text, True)
            else:
                pieces.append((text, False))
    between = "".join(text for text, is_code in pieces if not is_code)
    codes = [text for text, is_code in pieces if is_code]
    return codes if codes and not between.replace(", ", "") else Said.of(pieces) if codes else between


def facts_in(data: Value, path: Path_ = ()) -> Iterator[tuple[Path_, Value]]:
    """Yield each fact of a spec: what is no mapping, and the mappings that a page has as JSON."""
    if is_object(data) and data and path[:1] != ("examples",) and path[-1:] != ("deprecated",):
        for key, value in data.items():
            yield from facts_in(value, (*path, key))
    elif path == ("examples",):
        yield from (((*path, key), value) for key, value in data.items())
    else:
        yield path, data


def price_in_words(price: Value) -> str:
    if price["credits"] is not None:
        return f"`{price['credits']}`"
    return f"`× {price['times']}`" if price["times"] is not None else "-"


def words_of(price: Value) -> Iterator[str]:
    """Yield what a row of prices names."""
    yield from price["of"] or ()
    for key, values in ((price["when"] or {}).get("params") or {}).items():
        yield key
        yield from values if is_list(values) else ()


class Reader:
    """Looks for the facts of a spec on one of its pages."""

    def __init__(self, spec: ModelSpec, locale: str, text: str) -> None:
        self.spec, self.locale, self.parts, self.text = spec, locale, parts_of(text), text

    def missing(self) -> list[str]:
        """Return the facts that do not stand where they belong."""
        facts = list(facts_in(self.spec.model_dump(mode="json")))
        if self.spec.references:
            facts.append((("references", "kinds"), list(self.spec.references.files)))
        others = {("text", locale) for locale in self.spec.text if locale != self.locale}
        return [
            f"{'.'.join(path)}: {value}"
            for path, value in facts
            if path[:2] not in others and not self.has(path, value)
        ]

    def label(self, name: str) -> str:
        return label(name, self.locale)

    def part(self, name: str) -> Part:
        return self.parts.get(self.label(f"section.{name}"), Part())

    def answer(self, value: bool | None) -> str:
        return self.label(f"answer.{ {True: 'yes', False: 'no', None: 'unknown'}[value] }")

    def has(self, path: Path_, value: Value) -> bool:
        """Return whether a fact stands in its place; one that is not given must not stand there."""
        places: Mapping[str, Callable[[list[str], Value], bool]] = {
            "prompt": self.has_prompt,
            "params": self.has_parameter,
            "references": self.has_reference,
            "conditions": self.has_conditions,
            "chat": self.has_chat,
            "errors": lambda _, codes: self.part("errors").lines == ([codes] if codes else []),
            "examples": self.has_example,
            "text": lambda rest, text: self.has_text(rest[1:], text),
        }
        group, *rest = path
        if path == ("credits", "prices"):
            return self.has_prices(value)
        return places[group](rest, value) if group in places else self.has_fact(".".join(path), value)

    def has_prompt(self, path: list[str], value: Value) -> bool:
        key = "message" if self.spec.category == "chat" else "prompt"
        required = self.part("fields").cell(key, self.label("column.required"))
        if path == ["required"]:
            return required == self.answer(value)
        return self.has_fact("prompt.max_length", value) if path else required is None

    def has_chat(self, path: list[str], value: Value) -> bool:
        part = self.part("chat")
        if not path:
            return part.rows == []
        cell = part.cell(self.label(f"chat.{path[0]}"), self.label("column.value"))
        own = self.spec.params.get(path[0])
        value = own.options if isinstance(own, Select) else value
        return cell == (value if is_list(value) else self.answer(value))

    def has_conditions(self, _: list[str], value: Value) -> bool:
        rules = [self.read(row[0], WordsReader.condition) for row in self.part("conditions").rows if row]
        key = "message" if self.spec.category == "chat" else "prompt"
        return rules == [as_written(condition, key) for condition in self.spec.conditions]

    def read(self, cell: str | list[str] | None, read: Callable[[WordsReader], Value]) -> Value:
        """Return what a cell says in words; the cell itself where these are none that we have."""
        try:
            return read(WordsReader(cell, self.locale)) if isinstance(cell, str) and cell != "-" else None
        except AssertionError:
            return cell

    def has_prices(self, prices: list[Any]) -> bool:
        """Return whether each price stands in a row of its own, with all that it says, and no other does."""
        _, found, after = self.text.partition(f"## {self.label('section.prices')}\n")
        lines = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]
        if not found or len(lines) != len(prices):
            return not found and not prices
        return all(
            line.startswith(f"| {price_in_words(price)} |")
            and (price["every"] in (None, 1) or f" {price['every']:,} " in line)
            and all(f"`{word}`" in line for word in words_of(price))
            for line, price in zip(lines, prices, strict=True)
        )

    def has_example(self, path: list[str], value: Value) -> bool:
        section = "response" if path == ["response"] else f"{path[0]}_request"
        return self.part(section).json == ([] if value is None else [value])

    def has_fact(self, path: str, value: Value) -> bool:
        name = FACT_LABELS.get(path, path)
        cell = self.part("facts").cell(self.label(f"fact.{name}"), self.label("column.value"))
        if name == "prompt_limit":
            limit = f"{value} {self.label('prompt_limit.characters')}" if value else self.label("prompt_limit.none")
            return cell == limit
        if name == "deprecated":
            return (self.read(cell, WordsReader.details) or {}).get(name) == given(value)
        if name == "base_credits":
            return json_in(cell) == value
        if name == "files_api":
            return cell == self.label(f"files_api.{value}")
        return is_written(cell, value)

    def has_parameter(self, path: list[str], value: Value) -> bool:
        match path:
            case []:
                return self.part("parameters").lines == [self.label("parameters.none")]
            case [key, *steps]:
                return self.has_part(key, steps, value)
            case _:
                return False

    def has_part(self, row: str, steps: list[str], value: Value) -> bool:
        """Return whether the row of a parameter or field says a fact of it, or of the entries of lists in it."""
        levels = 0
        while steps[0] in ("items", "fields") and len(steps) > 1:
            levels = levels + 1 if steps[0] == "items" else 0
            row += "" if steps[0] == "items" else f".{steps[1]}"
            steps = steps[1 if steps[0] == "items" else 2 :]
        part = self.part("parameters" if row in self.spec.params else "item_fields")
        if steps in (["type"], ["nullable"]):
            cell = part.cell(row, self.label("column.type"))
            kind = cell[0] if isinstance(cell, list) else str(cell)
            for _ in range(levels):
                kind = kind.removesuffix(OR_NULL).removesuffix("[]").removeprefix("(").removesuffix(")")
            if steps == ["nullable"]:
                return kind.endswith(OR_NULL) == value
            kind = kind.removesuffix(OR_NULL)
            return kind.endswith("[]") if value == "array" else kind == value
        if steps[0] == "deprecated_options":
            return self.has_options(row, steps[1:], value)
        if levels and steps[0] in ("required", "python_name", "deprecated", "default"):
            return not value  # an entry has no name
        return self.has_detail(part, row, [*["items"] * levels, *steps], value)

    def has_options(self, row: str, path: list[str], value: Value) -> bool:
        """Return whether the row of an option says when it ends; where no option does, no row may."""
        part = self.part("options")
        if path:
            return is_written(part.cell((row, path[0]), self.label(f"column.{path[1]}")), value)
        ends = [
            part.cell((row, cells[1][0]), self.label("column.since")) for cells in part.rows if cells[:1] == [[row]]
        ]
        return value is None and set(map(str, ends)) <= {"None", "-"}

    def has_detail(self, part: Part, row: str, path: list[str], value: Value) -> bool:
        name = path[-1]
        if name == "required":
            return part.cell(row, self.label("column.required")) == self.answer(value)
        is_measure = path[-2:-1] not in ([], ["items"])
        if name in ("min", "max", "step", "exclusive_min", "exclusive_max", "multiple_of") and not is_measure:
            limits, start = str(part.cell(row, self.label("column.range"))).split(" / "), self.label(f"range.{name}")
            found = [limit.removeprefix(f"{start} ") for limit in limits if limit.startswith(f"{start} ")]
            return [json_in(number) for number in found] == ([] if value is None else [value])
        if name in OF_PARAMETERS:
            return is_written(part.cell(row, self.label(f"column.{name}")), value)
        details = part.cell(row, self.label("column.details"))
        written = self.read(details, WordsReader.details)
        for step in path:
            written = written.get(step) if is_object(written) else None
        return written in (None, False) if value in EMPTY or value is False else given(written) == given(value)

    def has_reference(self, path: list[str], value: Value) -> bool:
        match path:
            case ["files", kind, name, *end]:
                return self.has_limit(self.part("limits"), kind, name, end, value)
            case ["role_files", role, name, *end] if self.spec.references:
                return self.has_role(self.spec.references, role, [name, *end], value)
            case [] | ["files"] | ["role_files"]:
                return value in EMPTY
            case ["combinations"]:
                part = self.part("combinations")
                rows = [dict(zip(part.header, map(json_in, row), strict=True)) for row in part.rows if row]
                return [{kind: most for kind, most in row.items() if most} for row in rows] == [
                    {kind: most for kind, most in row.items() if most} for row in value
                ]
            case [name]:
                lines = [line for line in self.part(LISTED.get(name, name)).lines if isinstance(line, list)]
                expected = (
                    [] if value in EMPTY else [[str(item) for item in value]] if is_list(value) else [[str(value)]]
                )
                return lines == expected
            case _:
                return False

    def has_role(self, references: References, role: str, path: list[str], value: Value) -> bool:
        """Return whether the row of a role says a limit: its own, or that of all files of its kind."""
        name, *end = path
        own = references.role_files[role]
        if value is None and not end:
            limit = getattr(references.files.get(own.kind, own), name)
            if isinstance(limit, BaseModel):
                return all(
                    self.has_role(references, role, [name, *row], fact)
                    for row, fact in facts_in(limit.model_dump(mode="json"))
                )
            value = limit
        return self.has_limit(self.part("reference_order"), role, name, end, value)

    def has_limit(self, part: Part, row: str, name: str, end: list[str], value: Value) -> bool:
        """Return whether the row of a kind or role says a limit, or the end of a range."""
        cell = part.cell(row, self.label(f"column.{name}"))
        if not end:
            return is_written(cell, value)
        text = cell[0] if isinstance(cell, list) else str(cell)
        ends = dict(zip(("min", "max"), text.split(" … "), strict=False)) if " … " in text else {}
        ends |= {word: text.removeprefix(sign) for word, sign in SIGNS.items() if text.startswith(sign)}
        return is_written(ends.get(end[0]), value)

    def has_text(self, path: list[str], value: Value) -> bool:
        match path:
            case ["summary"]:
                return value in self.parts[self.spec.name + self.label("page.title_suffix")].lines
            case ["options", key, option, name]:
                column = {"label": "label", "text": "meaning"}[name]
                return self.has_options(key, [option, column], value)
            case ["params", key]:
                section = "parameters" if key in self.spec.params else "item_fields"
                return self.part(section).cell(key, self.label("column.description")) == value
            case ["conditions"]:
                whys = [row[1:] for row in self.part("conditions").rows if row]
                return whys == ([[why] for why in value] if value else [[] for _ in self.spec.conditions])
            case ["reference_rule"] | ["notices"]:
                expected = [] if value is None else value if is_list(value) else [value]
                return self.part(path[0]).lines == expected
            case _:
                return path in (["params"], ["options"]) and value in EMPTY


def is_written(cell: str | list[str] | None, value: Value) -> bool:
    """Return whether a cell has a value in it; a dash, or no cell, for none."""
    if value in EMPTY and not isinstance(value, bool):
        return cell in (None, "-")
    if is_list(value):
        return cell == [str(item) for item in value]
    written = cell[0] if isinstance(cell, list) and len(cell) == 1 else cell
    if isinstance(value, str):
        return written == value
    return json_in(written) == value


def json_in(cell: str | list[str] | None) -> Value:
    """Return the value of the JSON in a cell; the cell itself where there is none."""
    text = cell[0] if isinstance(cell, list) else cell
    try:
        return cell if text is None else json.loads(text)
    except ValueError:
        return cell


def given(value: Value) -> Value:
    """Return what is given of a mapping."""
    return {key: item for key, item in value.items() if item is not None} if is_object(value) else value


@cache
def committed_specs() -> Mapping[str, ModelSpec]:
    return {model.spec.id: model.spec for model in read_specs(TESTS.parent / "specs").models}


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_the_committed_pages_say_every_fact(locale: str) -> None:
    paths = {path.stem: path for path in (DOCS / locale / "models").glob("*.md")}
    assert paths.keys() == committed_specs().keys()
    missing = {
        name: found
        for name, spec in committed_specs().items()
        if (found := Reader(spec, locale, paths[name].read_text("utf-8")).missing())
    }
    assert missing == {}


@cache
def pages_of(specs: Path) -> list[tuple[ModelSpec, str, str]]:
    """Return each page that specs make: the spec, the locale, and the text."""
    inputs, _ = load_inputs(Settings(specs))
    parsed = read_specs(specs)
    texts, problems = render(lower_package(parsed), lower_docs(parsed, inputs), inputs.templates)
    assert problems == []
    return [
        (model.spec, locale, texts[f"docs/{locale}/models/{model.spec.id}.md"])
        for model in parsed.models
        for locale in model.spec.text
    ]


@pytest.fixture
def case(request: pytest.FixtureRequest, project: Path) -> list[tuple[ModelSpec, str, str]]:
    shutil.copytree(
        TESTS / "cases" / request.param / "specs" / "models", project / "specs" / "models", dirs_exist_ok=True
    )
    return pages_of(project / "specs")


@pytest.mark.parametrize("case", CASES, indirect=True)
def test_the_pages_of_a_case_say_every_fact(case: list[tuple[ModelSpec, str, str]]) -> None:
    assert case
    assert [
        (spec.id, locale, found) for spec, locale, text in case if (found := Reader(spec, locale, text).missing())
    ] == []


@pytest.mark.parametrize(
    "case", ["kitchen-sink", "chat-model", "deprecated", "options", "reference-media"], indirect=True
)
def test_a_changed_page_lacks_a_fact(case: list[tuple[ModelSpec, str, str]]) -> None:
    """Each piece of code, each number and each sentence about a fact, changed alone, is missed."""
    pages = [(spec, locale, text, changed) for spec, locale, text in case for changed in _changed(text, locale)]
    unnoticed = [
        _first_difference(text, changed)
        for spec, locale, text, changed in pages
        if not Reader(spec, locale, changed).missing()
    ]
    assert (unnoticed, len(pages) > 50) == ([], True)


def _changed(text: str, locale: str) -> Iterator[str]:
    """Yield the page with one fact changed, for each place where one stands."""
    other = {
        label(f"section.{name}", locale) for name in ("fields", "error_codes", "python_call", "stream", "deprecated")
    }
    about = {label(f"section.{name}", locale) for name in ("upload_policy", "duration_token", "response", "conditions")}
    heading = language = ""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith("```"):
            language = "" if language else line[3:] or "text"
        elif line.startswith("#"):
            heading = line.lstrip("# ")
        for changed in (
            () if heading in other or language not in ("", "json") else _changed_line(line, language, heading in about)
        ):
            yield "\n".join([*lines[:at], changed, *lines[at + 1 :]])


def _changed_line(line: str, language: str, about: bool) -> Iterator[str]:
    if language == "json":
        yield from (line[: m.start()] + "7" + line[m.start() :] for m in re.finditer(r"(?<=[:\[] )[0-9]|[a-z]\"", line))
    elif line.startswith(("|", "`")) and not re.fullmatch(r"[|-]+", line):
        yield from (line[: m.end()] + "7" + line[m.end() :] for m in re.finditer(r"(?<=`)[^`|,]*[a-z0-9](?=`)", line))
        yield from (
            line[: m.end()] + "7" + line[m.end() :] for m in re.finditer(r"(?:min|max|step) [0-9.-]*[0-9]", line)
        )
    elif line and line[0].isalpha() and not about:
        yield f"{line} More."


def _first_difference(text: str, changed: str) -> str:
    return next(new for old, new in zip(text.split("\n"), changed.split("\n"), strict=True) if old != new)
