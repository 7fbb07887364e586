"""Rules about names: file names, and Python names that would collide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..contract.names import (
    class_name_of,
    collisions,
    is_name,
    is_usable,
    model_name_of,
    module_name,
    object_names,
    parameter_name_of,
)
from ..contract.schema import reserved_keys
from ..problems.problem import Problem
from ..source.parse import Parsed, ParsedModel
from ..spec.model import AnyParameter, ArrayParameter, ObjectParameter
from ..spec.nested import with_fields
from ..yaml_text.reader import Document, Path
from .subject import Subject


def check_parameter_names(subject: Subject) -> Iterator[Problem]:
    """No two parameters of a call share a Python name, and no chosen name is taken."""
    chosen = subject.spec.python_name
    if chosen is not None and not is_name(chosen):
        yield subject.problem(("python_name",), "name-reserved", name=chosen)
    yield from _check_names(subject, ("params",), subject.contract.parameters)
    yield from _check_object_names(subject)


def _check_names(subject: Subject, path: Path, parameters: Mapping[str, AnyParameter]) -> Iterator[Problem]:
    names = [(key, parameter_name_of(key, parameter)) for key, parameter in parameters.items()]
    for name, first, second in collisions(names):
        place = (*path, second)
        yield subject.problem(place, "name-collision", at_key=True, name=name, first=f"`{first}`", second=f"`{second}`")
    if path == ("params",):
        for key in filter(subject.spec.params.__contains__, reserved_keys(subject.spec)):
            yield subject.problem((*path, key), "key-reserved", at_key=True, key=key)
    for key, parameter in parameters.items():
        if parameter.python_name is not None and not is_usable(parameter.python_name):
            yield subject.problem((*path, key, "python_name"), "name-reserved", name=parameter.python_name)
        entry, place = parameter, (*path, key)
        while isinstance(entry, ArrayParameter):
            entry, place = entry.items, (*place, "items")
        if isinstance(entry, ObjectParameter):
            yield from _check_names(subject, (*place, "fields"), entry.fields)


def _check_object_names(subject: Subject) -> Iterator[Problem]:
    for key, parameter in subject.spec.params.items():
        for path, field in with_fields({key: parameter}):
            if field is not parameter and path in subject.spec.params:
                yield subject.problem(("params", path), "field-ambiguous", at_key=True, key=path)
    owner = class_name_of(subject.spec)
    taken = dict.fromkeys((owner, f"Async{owner}", f"{owner}Params"), f"`{subject.spec.id}`")
    for key, parameter in subject.spec.params.items():
        for path, name in object_names(owner, {key: parameter}):
            second = f"`{path}`"
            owners = [taken.setdefault(one, second) for one in (name, f"{name}Params")]
            if others := [first for first in owners if first != second]:
                parameters = {"name": name, "first": others[0], "second": second}
                yield subject.problem(("params", key), "name-collision", at_key=True, **parameters)


def check_model_names(parsed: Parsed) -> Iterator[Problem]:
    """No two models share an attribute of a category or a module."""
    by_category: defaultdict[str, list[ParsedModel]] = defaultdict(list)
    for model in parsed.models:
        by_category[model.spec.category].append(model)
    documents = {model.spec.id: model.document for model in parsed.models}
    reported: set[tuple[str, str]] = set()
    for category, models in by_category.items():
        names = [(model.spec.id, model_name_of(model.spec, parsed.platform)) for model in models]
        for name, first, second in collisions(names):
            reported.add((first, second))
            yield _model_collision(documents[second], f"client.{category}.{name}", first, second)
    modules: list[tuple[str, str]] = [(model.spec.id, module_name(model.spec.id)) for model in parsed.models]
    classes = [
        (model.spec.id, f"{prefix}{class_name_of(model.spec)}") for model in parsed.models for prefix in ("", "Async")
    ]
    for prefix, same in (("rivya.models.", modules), ("class ", classes)):
        for name, first, second in collisions(same):
            if (first, second) not in reported:
                reported.add((first, second))
                yield _model_collision(documents[second], f"{prefix}{name}", first, second)


def _model_collision(document: Document, name: str, first: str, second: str) -> Problem:
    parameters = {"name": name, "first": f"the model `{first}`", "second": f"`{second}`"}
    return Problem(document.locate(("id",)), "name-collision", parameters)
