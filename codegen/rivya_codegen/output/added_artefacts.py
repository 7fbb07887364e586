"""The tables of added artefacts, `artefacts.yaml`: from the text of a folder or plugin to rows, or problems."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Literal

from ..problems.problem import Location, Problem, collected, did_you_mean
from ..source.inputs import TextFile
from ..source.parse import parse_file
from ..spec.values import SpecModel
from ..text.portable_paths import is_plain, one_name
from .artefacts import Artefact, Scope

_TAKEN = (
    *(
        "__pycache__",
        "*.py[cod]",
        "*.egg-info",
        "*.egg",
        "*.egg-link",
        "*.dist-info",
        "*.pth",
        "pkg-info",
        "pyvenv.cfg",
    ),
    *(".git", "git~[0-9]", ".gitattributes", ".gitignore", ".gitmodules", ".hg", ".svn"),
    ".rivya-*",
)
"""Names that Python, its installers, version control or this program would take for their own, in lower case."""


class Row(SpecModel):
    """An artefact that is added: its template, its path below the output folder, and what it is rendered for."""

    template: str
    output: str
    scope: Literal["package", "model", "job model", "chat model", "page"]


class ArtefactTable(SpecModel):
    """The file `artefacts.yaml`."""

    artefacts: list[Row]


_MODEL_FIELDS = frozenset({"id", "module"})
_FIELDS: Mapping[Scope, tuple[frozenset[str], ...]] = {
    Scope.PACKAGE: (),
    Scope.MODEL: (_MODEL_FIELDS,),
    Scope.JOB_MODEL: (_MODEL_FIELDS,),
    Scope.CHAT_MODEL: (_MODEL_FIELDS,),
    Scope.PAGE: (_MODEL_FIELDS, frozenset({"locale"})),
}
"""The fields of an output by scope; one of each set is needed, or several outputs would share a path."""


def parse_tables(
    tables: Sequence[TextFile], templates: Mapping[str, TextFile]
) -> tuple[tuple[Artefact, ...], list[Problem]]:
    """Return the artefacts that the tables add, and what is wrong with them."""
    artefacts: list[Artefact] = []
    problems: list[Problem] = []
    for file in tables:
        with collected(problems):
            table, document = parse_file(file, ArtefactTable)
            for index, row in enumerate(table.artefacts):
                place = document.locate(("artefacts", index, "output"))
                artefacts.append(Artefact(row.template, row.output, Scope(row.scope), place))
                problems.extend(_output_problems(artefacts[-1], place))
                if row.template not in templates:
                    parameters = {"value": row.template, "hint": did_you_mean(row.template, templates)}
                    template = document.locate(("artefacts", index, "template"))
                    problems.append(Problem(template, "artefact-template", parameters))
    return tuple(artefacts), problems


def _output_problems(artefact: Artefact, place: Location) -> Iterator[Problem]:
    output = artefact.output
    if name := _taken_name(output):
        yield Problem(place, "artefact-name", {"value": json.dumps(name, ensure_ascii=False)})
    elif not is_plain(output):
        yield Problem(place, "artefact-path", {"value": json.dumps(output, ensure_ascii=False)})
    needed = _FIELDS[artefact.scope]
    allowed = sorted(field for choice in needed for field in choice)
    used = _fields(output)
    for field in sorted(used - set(allowed)):
        listed = ", ".join(f"{{{name}}}" for name in allowed) or "-"
        parameters = {"value": f"{{{field}}}", "scope": artefact.scope.value, "allowed": listed}
        yield Problem(place, "artefact-field-unknown", parameters)
    for choice in needed:
        if not used & choice:
            parameters = {"scope": artefact.scope.value, "field": f"{{{min(choice)}}}"}
            yield Problem(place, "artefact-field-missing", parameters)


def _fields(output: str) -> set[str]:
    """Return the names in braces; with a conversion or format they count as another name, and are refused."""
    try:
        parts = list(string.Formatter().parse(output))
    except ValueError:  # a brace that is alone
        return {"…"}
    return {
        f"{name}{'!' + conversion if conversion else ''}{':' + form if form else ''}"
        for _, name, form, conversion in parts
        if name is not None
    }


def _taken_name(path: str) -> str | None:
    """Return the part of a path that other tools would take for their own, if there is one."""
    parts = PurePosixPath(path).parts
    return next((part for part in parts if any(fnmatchcase(one_name(part), taken) for taken in _TAKEN)), None)
