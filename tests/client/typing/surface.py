"""What is public, by looking at the package: the classes that its names lead to, and their members with their types."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Any

import rivya
import rivya.emulator
import rivya.types
import rivya.webhooks

MODULES: tuple[ModuleType, ...] = (rivya, rivya.types, rivya.webhooks, rivya.emulator)


@dataclass(frozen=True)
class Member:
    """A member of a public class: the types of what it takes, and of what it is or returns."""

    takes: Mapping[str, Any]
    returns: Any
    is_method: bool


def public_names() -> Iterator[tuple[str, object]]:
    """Yield the names with their values, by their paths."""
    for module in MODULES:
        names = getattr(module, "__all__", None)
        own = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
        for name in names or own:
            yield f"{module.__name__}.{name}", getattr(module, name)


def classes_in(hint: object) -> Iterator[type]:
    """Yield the classes of ours that a type names."""
    if isinstance(hint, type) and hint.__module__.startswith("rivya") and not typing.get_args(hint):
        yield hint
    for part in typing.get_args(hint):
        for each in part if isinstance(part, list) else [part]:
            yield from classes_in(each)


def _function(value: object) -> FunctionType | None:
    if isinstance(value, property):
        return typing.cast("FunctionType", value.fget)
    if isinstance(value, cached_property):
        return typing.cast("FunctionType", value.func)
    if isinstance(value, classmethod | staticmethod):
        return typing.cast("FunctionType", value.__func__)
    return value if isinstance(value, FunctionType) else None


def members(owner: type) -> dict[str, Member]:
    """Return the public members of a class by their names, those that it inherits from classes of ours as well."""
    found: dict[str, Member] = {}
    for base in reversed(owner.__mro__):
        if not base.__module__.startswith("rivya"):
            continue
        fields = {
            name: hint
            for name, hint in typing.get_type_hints(base).items()
            if name in vars(base).get("__annotations__", {})
        }
        hints = {name: hint for name, hint in fields.items() if typing.get_origin(hint) is not typing.ClassVar}
        found |= {name: Member({}, hint, is_method=False) for name, hint in hints.items()}
        for name, value in vars(base).items():
            if (function := _function(value)) is not None:
                takes = {key: hint for key, hint in typing.get_type_hints(function).items() if key != "self"}
                found[name] = Member(takes, takes.pop("return", None), is_method=isinstance(value, FunctionType))
        found |= {name: Member({}, None, is_method=False) for name in assigned(base) - found.keys()}
    return {name: member for name, member in found.items() if not name.startswith("_") and not _is_model(member)}


def assigned(owner: type) -> set[str]:
    """Return the attributes that a constructor sets."""
    if not isinstance(vars(owner).get("__init__"), FunctionType) or dataclasses.is_dataclass(owner):
        return set()
    return set(re.findall(r"^\s*self\.(\w+)(?:: .*)? = ", inspect.getsource(owner.__init__), re.MULTILINE))


def _is_model(member: Member) -> bool:
    return any(each.__module__.startswith("rivya.models.") for each in classes_in(member.returns))


def public_classes() -> list[type]:
    """Return the classes that the public names are, and those that their members lead to; models are left out."""
    waiting = [value for _, value in public_names() if isinstance(value, type) and value.__module__.startswith("rivya")]
    found: dict[type, None] = {}
    while waiting:
        owner = waiting.pop(0)
        if owner in found:
            continue
        found[owner] = None
        hints = [hint for member in members(owner).values() for hint in (member.returns, *member.takes.values())]
        waiting += [each for hint in hints for each in classes_in(hint)]
    return list(found)


def is_public(owner: type) -> bool:
    """Whether a class can be named without an underscore."""
    named = any(value is owner for _, value in public_names())
    return named or not any(part.startswith("_") for part in owner.__module__.split("."))


def to_be_used() -> dict[type, dict[str, Member]]:
    """Return the members that a program has to use, by class: what one has from another public class counts there."""
    found = {owner: members(owner) for owner in public_classes()}
    return {
        owner: {
            name: member
            for name, member in own.items()
            if not any(name in found.get(base, {}) for base in owner.__mro__[1:])
        }
        for owner, own in found.items()
    }
