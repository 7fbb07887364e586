"""What parameters consist of: the fields of objects and the entries of lists, which are parameters again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .model import AnyParameter, ArrayParameter, ObjectParameter


def fields_of(parameter: AnyParameter) -> Mapping[str, AnyParameter]:
    """Return the fields of an object, or of the objects in a list, however deep that lies in lists; else none."""
    entry = entry_of(parameter)
    return entry.fields if isinstance(entry, ObjectParameter) else {}


def entry_of(parameter: AnyParameter) -> AnyParameter:
    """Return what a list consists of, however deep lists lie in lists; any other parameter, as it is."""
    while isinstance(parameter, ArrayParameter):
        parameter = parameter.items
    return parameter


def with_fields(parameters: Mapping[str, AnyParameter], above: str = "") -> Iterator[tuple[str, AnyParameter]]:
    """Yield each parameter and each field in one, however deep, with its path: `dialogue`, then `dialogue.voice`."""
    for key, parameter in parameters.items():
        path = f"{above}.{key}" if above else key
        yield path, parameter
        yield from with_fields(fields_of(parameter), path)


def places_of(parameters: Mapping[str, AnyParameter], path: str) -> Iterator[tuple[tuple[str, ...], AnyParameter]]:
    """Yield the parameters, or fields of objects, that a dotted path can mean, each with its keys; lists are not entered.

    A key can have dots itself, so that there may be several.
    """
    for key, parameter in parameters.items():
        if key == path:
            yield (key,), parameter
        elif isinstance(parameter, ObjectParameter) and path.startswith(f"{key}."):
            fields = places_of(parameter.fields, path.removeprefix(f"{key}."))
            yield from (((key, *keys), field) for keys, field in fields)
