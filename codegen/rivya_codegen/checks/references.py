"""Rules about reference media: MIME types, sizes, combinations, and what the facts around them say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..contract.file_samples import fitting_measures, ranges_of
from ..problems.problem import Problem
from ..spec.model import ModelSpec
from ..spec.references import MEASURES, FileLimit, References, ends_of, measures_of
from ..spec.values import MediaKind, size_in_bytes
from ..words.messages import words
from ..yaml_text.reader import Path
from .subject import Subject

_CONSISTENT: tuple[tuple[Callable[[ModelSpec], bool], str, str], ...] = (
    (lambda spec: spec.references is not None and "file" not in spec.inputs, "inputs", "references-inputs"),
    (
        lambda spec: spec.references is not None and spec.files_api == "not_required" and not spec.is_chat,
        "files_api",
        "references-files-api",
    ),
)


def check_references(subject: Subject) -> Iterator[Problem]:
    """The rule for reference media agrees with itself and with the facts around it."""
    for contradicts, path, text in _CONSISTENT:
        if contradicts(subject.spec):
            yield subject.problem((path,), "files-inconsistent", what=words(text))
    if subject.spec.is_chat and not subject.platform.categories[subject.spec.category].is_chat:
        yield subject.problem(("chat",), "files-inconsistent", what=words("chat-category"))
    references = subject.spec.references
    if references is None:
        return
    for kind, limit in references.files.items():
        yield from check_file_limit(subject, ("references", "files", kind), kind, limit)
    yield from _check_combinations(subject, references)
    yield from _check_total(subject, references)
    if references.max_files is not None and len(references.roles) > references.max_files:
        count, most = len(references.roles), references.max_files
        yield subject.problem(("references", "roles"), "roles-too-many", count=count, maximum=most)


def check_file_limit(subject: Subject, path: Path, kind: MediaKind, limit: FileLimit) -> Iterator[Problem]:
    """The limits of files of a kind are such that they can have, and agree with each other."""
    known = sorted(subject.platform.mime_types(kind))
    for index, name in enumerate(limit.mime_types or []):
        if name not in known:
            yield subject.unknown((*path, "mime_types", index), "mime-type-kind", name, known, kind=kind)
        elif name in (limit.mime_types or [])[:index]:
            yield subject.problem((*path, "mime_types", index), "option-duplicate", value=f'"{name}"')
    yield from _check_measures(subject, path, kind, limit)


def _check_measures(subject: Subject, path: Path, kind: MediaKind, limit: FileLimit) -> Iterator[Problem]:
    problems: list[Problem] = []
    for name, row in measures_of(limit).items():
        place, (low, high) = (*path, name), ends_of(row)
        if kind not in MEASURES[name]:
            allowed = ", ".join(measure for measure, kinds in MEASURES.items() if kind in kinds)
            problems.append(
                subject.problem(place, "measure-kind", at_key=True, measure=name, kind=kind, allowed=allowed)
            )
        elif low is None and high is None:
            problems.append(subject.problem(place, "range-empty", at_key=True))
        elif low is not None and high is not None and low > high:
            problems.append(subject.problem((*place, "min"), "range-reversed", minimum=row.min, maximum=row.max))
    yield from problems
    if not problems and fitting_measures(kind, ranges_of(limit)) is None:
        yield subject.problem(path, "no-size", at_key=True)


def _check_total(subject: Subject, references: References) -> Iterator[Problem]:
    if references.max_total_size is None:
        return
    megabyte = subject.platform.files.megabyte.value
    total = size_in_bytes(references.max_total_size, megabyte)
    sizes = [size_in_bytes(row.max_size, megabyte) for row in references.files.values() if row.max_size is not None]
    path, most = ("references", "max_total_size"), references.max_files
    if max(sizes, default=0) > total:
        yield subject.problem(path, "files-inconsistent", what=words("total-below-file"))
    if most is not None and sizes and len(sizes) == len(references.files) and most * max(sizes) <= total:
        yield subject.problem(path, "files-inconsistent", what=words("total-never-reached"))


def _check_combinations(subject: Subject, references: References) -> Iterator[Problem]:
    most = references.max_files
    for index, row in enumerate(references.combinations):
        path = ("references", "combinations", index)
        for kind in row:
            if references.files and kind not in references.files:
                allowed = ", ".join(references.files)
                yield subject.problem((*path, kind), "combination-kind", at_key=True, kind=kind, allowed=allowed)
        if not sum(row.values()):
            yield subject.problem(path, "combination-empty")
        if most is not None and sum(row.values()) > most:
            yield subject.problem(path, "combination-too-many", count=sum(row.values()), maximum=most)
