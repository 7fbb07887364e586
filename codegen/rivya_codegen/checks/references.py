"""Rules about reference media: MIME types, sizes, combinations, and what the facts around them say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..problems.problem import Problem
from ..spec.model import ModelSpec, References
from ..words.messages import words
from .subject import Subject

_CONSISTENT: tuple[tuple[Callable[[ModelSpec], bool], str, str], ...] = (
    (lambda spec: spec.references is not None and "file" not in spec.inputs, "inputs", "references-inputs"),
    (
        lambda spec: spec.references is not None and spec.files_api == "not_required" and spec.category != "chat",
        "files_api",
        "references-files-api",
    ),
    (lambda spec: spec.category != "chat" and spec.chat is not None, "chat", "chat-category"),
)


def check_references(subject: Subject) -> Iterator[Problem]:
    """The rule for reference media agrees with itself and with the facts around it."""
    for contradicts, path, text in _CONSISTENT:
        if contradicts(subject.spec):
            yield subject.problem((path,), "files-inconsistent", what=words(text))
    references = subject.spec.references
    if references is None:
        return
    yield from _check_mime_types(subject, references)
    yield from _check_combinations(subject, references)
    if references.max_files is not None and len(references.roles) > references.max_files:
        count, most = len(references.roles), references.max_files
        yield subject.problem(("references", "roles"), "roles-too-many", count=count, maximum=most)


def _check_mime_types(subject: Subject, references: References) -> Iterator[Problem]:
    for kind, limit in references.files.items():
        known = sorted(subject.platform.mime_types(kind))
        for index, name in enumerate(limit.mime_types or []):
            path = ("references", "files", kind, "mime_types", index)
            if name not in known:
                yield subject.unknown(path, "mime-type-kind", name, known, kind=kind)
            elif name in (limit.mime_types or [])[:index]:
                yield subject.problem(path, "option-duplicate", value=f'"{name}"')


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
