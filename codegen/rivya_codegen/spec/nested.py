"""What parameters consist of: the fields of objects and the entries of lists, which are parameters again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .model import AnyParameter, ArrayParameter, ObjectParameter

Chain = tuple[tuple[str, AnyParameter], ...]
"""A parameter, a field in it, and so on, each with its key."""


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


def chains_to(parameters: Mapping[str, AnyParameter], path: str) -> Iterator[Chain]:
    """Yield the keys and parameters that a dotted path can lead through: several, as a key can have dots itself."""
    for key, parameter in parameters.items():
        if key == path:
            yield ((key, parameter),)
        elif path.startswith(f"{key}."):
            rests = chains_to(fields_of(parameter), path.removeprefix(f"{key}."))
            yield from (((key, parameter), *rest) for rest in rests)


def places_of(parameters: Mapping[str, AnyParameter], path: str) -> Iterator[tuple[tuple[str, ...], AnyParameter]]:
    """Yield the parameters, or fields of objects, that a dotted path can mean, each with its keys; lists are not entered."""
    for *above, (key, parameter) in chains_to(parameters, path):
        if not any(isinstance(row, ArrayParameter) for _, row in above):
            yield (*(name for name, _ in above), key), parameter


def parameter_at(parameters: Mapping[str, AnyParameter], path: str) -> AnyParameter:
    """Return the parameter, or field of objects, that a dotted path means, which there has to be."""
    return next(places_of(parameters, path))[1]
