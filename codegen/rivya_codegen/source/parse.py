"""From text to spec models, or problems: YAML becomes data with positions, data becomes `ModelSpec` and the like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..contract.contract import Contract
from ..contract.names import collisions, field_name
from ..problems.problem import Location, Problem, ProblemsFound, collected, did_you_mean
from ..spec.earlier import in_todays_form
from ..spec.errors import problem_of
from ..spec.model import Chat, ModelSpec
from ..spec.placeholder import CODE as PLACEHOLDER_CODE
from ..spec.placeholder import placeholders
from ..spec.platform import PlatformSpec, Unconfirmed, unconfirmed_values
from ..spec.release import ReleaseEntry, ReleaseSpec, Version
from ..spec.wire import TYPES_AT, WireSpec
from ..text.json_data import is_list, is_object
from ..words.messages import words
from ..yaml_text.json_reader import read_json_file
from ..yaml_text.reader import MOST_DOCUMENTS, Document, Path, read_yaml
from .inputs import TextFile
from .load import Source

SpecT = TypeVar("SpecT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ParsedModel:
    """A model spec with the document it was read from."""

    spec: ModelSpec
    document: Document
    path: str


@dataclass(frozen=True, slots=True)
class ParsedRelease:
    """The entry of a release with the document it was read from."""

    entry: ReleaseEntry
    document: Document
    path: str


@dataclass(frozen=True)
class Parsed:
    """Everything a run was given, as typed values."""

    platform: PlatformSpec
    platform_document: Document
    models: tuple[ParsedModel, ...]
    wire: Mapping[str, Mapping[str, Any]]
    """The JSON Schemas of the API's own types, by title."""
    wire_documents: tuple[Document, ...]
    release: ReleaseSpec
    releases: tuple[ParsedRelease, ...]
    """What each release changed, the newest first."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with single files, which are not in here."""

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        """What the models mean, one for each of `models`."""
        return tuple(Contract(model.spec, self.platform) for model in self.models)

    @cached_property
    def unconfirmed(self) -> Mapping[str, Unconfirmed[Any]]:
        """Every value that the vendor does not document, by its dotted path."""
        return unconfirmed_values(self.platform)


def parse_source(source: Source, *, earlier: bool = False) -> Parsed:
    """Return the typed specs.

    Args:
        source: The files.
        earlier: Whether they may be of an earlier version of the format.

    Raises:
        ProblemsFound: With all problems, where the platform is not in the format.
    """
    problems = list(source.problems)
    models = [ParsedModel(*parsed) for parsed in _parse_files(source.models, ModelSpec, problems, earlier=earlier)]
    releases = [ParsedRelease(*parsed) for parsed in _parse_files(source.releases, ReleaseEntry, problems)]
    release = [spec for spec, _, _ in _parse_files([source.release], ReleaseSpec, problems)]
    wire, wire_documents, wrong = parse_wire(source.wire)
    problems += wrong
    for platform, document, _ in _parse_files([source.platform], PlatformSpec, problems, earlier=earlier):
        models = list(_in_categories(models, platform, problems))
        return Parsed(
            platform,
            document,
            tuple(sorted(models, key=lambda model: model.spec.id)),
            wire,
            wire_documents,
            release[0] if release else ReleaseSpec(),
            tuple(sorted(releases, key=lambda row: Version.of(row.entry.version), reverse=True)),
            tuple(problems),
        )
    raise ProblemsFound(problems)


def _in_categories(
    models: Iterable[ParsedModel], platform: PlatformSpec, problems: list[Problem]
) -> Iterator[ParsedModel]:
    """Yield the models whose category the platform has."""
    for model in models:
        if (spec := in_category(model.spec, platform)) is not None:
            yield replace(model, spec=spec)
        else:
            place = model.document.locate(("category",))
            problems.append(Problem(place, "category-unknown", unknown_category(model.spec.category, platform)))


def in_category(spec: ModelSpec, platform: PlatformSpec) -> ModelSpec | None:
    """Return a spec as one of its category, where the platform has that: a model that chats says so in `chat`."""
    row = platform.categories.get(spec.category)
    if row is None or not row.is_chat or spec.is_chat:
        return spec if row is not None else None
    return spec.model_copy(update={"chat": Chat()})


def unknown_category(name: str, platform: PlatformSpec) -> dict[str, str]:
    """Return what is said of a category that the platform does not have."""
    known = list(platform.categories)
    return {"value": f'"{name}"', "hint": did_you_mean(name, known), "allowed": ", ".join(known)}


def misnamed(parsed: Parsed) -> Iterator[Problem]:
    """A spec lies in the file that its id names, an entry of the changelog in that of its version."""
    rows = [(row.spec.id, row.document.locate(("id",)), row.path) for row in parsed.models]
    rows += [(row.entry.version, row.document.locate(("version",)), row.path) for row in parsed.releases]
    for name, place, path in rows:
        file = PurePosixPath(path).name
        if file != f"{name}.yaml":
            yield Problem(place, "file-name", {"id": name, "file": file})


def _parse_files(
    files: Iterable[TextFile | None], kind: type[SpecT], problems: list[Problem], *, earlier: bool = False
) -> Iterator[tuple[SpecT, Document, str]]:
    for file in filter(None, files):
        with collected(problems):
            yield *parse_file(file, kind, earlier=earlier), file.path


def parse_file(file: TextFile, kind: type[SpecT], *, earlier: bool = False) -> tuple[SpecT, Document]:
    """Return the spec in a file and its document; `earlier` as `parse_source` has it.

    Raises `ProblemsFound` with what is wrong with it.
    """
    document = read_yaml(file.text, file.display)
    if earlier and is_object(document.data):
        document = replace(document, data=in_todays_form(document.data))
    return _validated(document, kind), document


def _validated(document: Document, kind: type[SpecT]) -> SpecT:
    if not is_object(document.data):
        found = {"found": words("type-list" if is_list(document.data) else "single-value")}
        raise ProblemsFound([Problem(document.locate(()), "spec-not-mapping", found)])
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        problems = [problem_of(detail, document, kind) for detail in error.errors(include_url=False)]
        raise ProblemsFound([*problems, *_other_placeholders(document, problems)]) from error


def _other_placeholders(document: Document, problems: list[Problem]) -> Iterator[Problem]:
    """Yield the places to be filled in that take a text, which `checks` would name only after the others are filled."""
    named = {problem.location for problem in problems}
    for path in placeholders(document.data):
        if document.locate(path) not in named:
            yield Problem(document.locate(path), PLACEHOLDER_CODE, {"expected": ""})


def parse_wire(
    files: Iterable[TextFile],
) -> tuple[Mapping[str, Mapping[str, Any]], tuple[Document, ...], list[Problem]]:
    """Return the JSON Schemas of the API's own types, by title, what of them is JSON, and what is wrong with them."""
    problems: list[Problem] = []
    documents: list[Document] = []
    schemas: list[tuple[WireSpec, Document]] = []
    for file in files:
        with collected(problems):
            documents.append(read_json_file(file.text, file.display))
            schemas.append((_wire_schema(file), documents[-1]))
    titles = [document.data.get("title") for document in documents if is_object(document.data)]
    wire: dict[str, Mapping[str, Any]] = {}
    owners: dict[str, Location] = {}
    for schema, document in schemas:
        wire.setdefault(schema.title, document.data)
        faults = _wire_faults(schema, document, owners, [title for title in titles if isinstance(title, str)])
        problems += (Problem(document.locate(path), "wire-invalid", {"detail": detail}) for path, detail in faults)
    return wire, tuple(documents), problems


@lru_cache(MOST_DOCUMENTS)
def _wire_schema(file: TextFile) -> WireSpec:
    return _validated(read_json_file(file.text, file.display), WireSpec)


def _wire_faults(
    schema: WireSpec, document: Document, owners: dict[str, Location], titles: Collection[str]
) -> Iterator[tuple[Path, str]]:
    """Yield the titles that are taken, the fields that are called the same in Python, and references to no title."""
    for path, part in schema.parts():
        place = document.locate((*path, "title"))
        if part.is_class and owners.setdefault(part.title, place) != place:
            yield (*path, "title"), f"{owners[part.title].file} has the title `{part.title}` already"
        for name, first, second in collisions((key, field_name(key)) for key in part.properties):
            yield (*path, "properties", second), f"`{first}` and `{second}` are both called `{name}` in Python"
        name = part.ref.removeprefix(TYPES_AT)
        if name and name not in titles:
            yield (
                (*path, "$ref"),
                f"no file of specs/wire defines {name}, to which this refers{did_you_mean(name, titles)}",
            )
