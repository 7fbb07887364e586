"""Rules about reference media: MIME types, sizes, combinations, and what the facts around them say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..problems.problem import Problem
from ..spec.model import ModelSpec
from ..spec.references import References, RoleFile, role_limits
from ..spec.values import size_in_bytes
from ..words.messages import words
from ..yaml_text.reader import Path
from .file_limits import check_file_limit
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
    yield from _check_roles(subject, references)
    yield from _check_combinations(subject, references)
    yield from _check_total(subject, references)
    if references.max_files is not None and len(references.roles) > references.max_files:
        count, most = len(references.roles), references.max_files
        yield subject.problem(("references", "roles"), "roles-too-many", count=count, maximum=most)


def _check_roles(subject: Subject, references: References) -> Iterator[Problem]:
    path: Path = ("references", "role_files")
    limits = dict(zip(references.roles, role_limits(references), strict=True))
    for role, own in references.role_files.items():
        limit = limits.get(role)
        if limit is None:
            yield subject.unknown((*path, role), "role-unknown", role, references.roles)
        elif references.files and own.kind not in references.files:
            allowed = ", ".join(references.files)
            yield subject.problem((*path, role, "kind"), "combination-kind", kind=own.kind, allowed=allowed)
        else:
            yield from check_file_limit(subject, (*path, role), own.kind, limit[1])
            if list(references.files) == [own.kind] and own == RoleFile(kind=own.kind):
                yield subject.problem((*path, role), "role-plain", at_key=True, role=role)
    if references.role_files and references.max_files != len(references.roles):
        yield subject.problem(path, "roles-open", at_key=True, count=len(references.roles))


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
