"""Docstrings of all that is public: what it takes, holds, returns and raises stands in sections of its docstring."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator
from types import FunctionType, ModuleType
from typing import Any

import pydantic
import rivya
import rivya.budgets
import rivya.chat
import rivya.errors
import rivya.hooks
import rivya.jobs
import rivya.options
import rivya.webhooks
from rivya._model_index import MODELS

from .surface import assigned, public_classes, public_names

SECTION = re.compile(r"^(\w+):\n((?:    .*\n|\n)*)", re.MULTILINE)
ENTRY = re.compile(r"^    (\*{0,2}\w+)(?: \(.+?\))?: ", re.MULTILINE)
OUTSIDE = re.compile(r"\b(?:Raises|Returns) [A-Z`]")
"""What a section says, said in prose."""
MAKES_A_CALL = re.compile(r"self\._(?:transport\.run|create|send|open)\(")
EXPLICIT: tuple[ModuleType, ...] = (rivya.budgets, rivya.chat, rivya.errors, rivya.hooks, rivya.jobs, rivya.options)


def model_classes() -> Iterator[type]:
    """Yield the classes that have the methods of models."""
    for module in map(importlib.import_module, MODELS.values()):
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                yield value


def described() -> dict[str, type]:
    """Return the public classes, and those of ours that they are made from, by their names."""
    bases = (base for owner in (*public_classes(), *model_classes()) for base in owner.__mro__)
    ours = (base for base in bases if base.__module__.startswith("rivya") and not issubclass(base, pydantic.BaseModel))
    # What a caller hands over is described by the library that it comes from.
    return {f"{base.__module__}.{base.__qualname__}": base for base in ours if base.__module__ != HTTP_LIBRARY}


HTTP_LIBRARY = "rivya._transport.http_client"
CLASSES = described()


def functions() -> dict[str, FunctionType]:
    """Return the public functions, and the public methods of the classes, by their names."""
    found = {f"{function.__module__}.{function.__qualname__}": function for function in named_functions()}
    for path, owner in CLASSES.items():
        for name, value in vars(owner).items():
            function = value.__func__ if isinstance(value, classmethod | staticmethod) else value
            if isinstance(function, FunctionType) and not name.startswith("_"):
                found[f"{path}.{name}"] = function
    return found


def named_functions() -> Iterator[FunctionType]:
    yield from (value for _, value in public_names() if isinstance(value, FunctionType))


def sections(owner: object) -> dict[str, str]:
    return {match[1]: match[2] for match in SECTION.finditer(f"{inspect.getdoc(owner)}\n")}


def entries(owner: object, *names: str) -> list[str]:
    found = sections(owner)
    return [entry for name in names for entry in ENTRY.findall(found.get(name, ""))]


def parameters(function: Any) -> list[str]:
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    found = inspect.signature(function).parameters.values()
    return [f"{stars.get(one.kind, '')}{one.name}" for one in found if one.name not in {"self", "cls"}]


def raised(function: FunctionType) -> set[str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call))
    return {ast.unparse(call.func) for call in calls}


def report(lines: Iterable[str]) -> None:
    text = "\n".join(lines)
    assert not text, text


def test_what_is_looked_at() -> None:
    assert len(CLASSES) > 100
    for name in (
        "chat.chat.Sessions.list",
        "_client.base.BaseClient.budget",
        "models.grok_imagine.GrokImagine.create",
    ):
        assert f"rivya.{name}" in functions()
    for module in EXPLICIT:
        assert all(hasattr(module, name) for name in module.__all__)
        own = {
            f"{owner.__module__}.{owner.__name__}"
            for name in module.__all__
            if isinstance(owner := getattr(module, name), type)
        }
        assert {name for name in own if "Warning" not in name} <= CLASSES.keys() | {"rivya.options.RequestOptions"}


def test_every_argument_is_described() -> None:
    found = {name: (entries(function, "Args"), parameters(function)) for name, function in functions().items()}
    report(f"{name}: {said} where the signature has {taken}" for name, (said, taken) in found.items() if said != taken)
    assert entries(rivya.Rivya, "Args") == parameters(rivya.Rivya)
    assert entries(rivya.AsyncRivya, "Args") == parameters(rivya.AsyncRivya)


def test_every_value_that_is_returned_is_described() -> None:
    for_nothing = {"None", None}
    report(
        name
        for name, function in functions().items()
        if ("Returns" in sections(function)) == (inspect.signature(function).return_annotation in for_nothing)
    )


def test_what_is_raised_is_named() -> None:
    found = {name: raised(function) - {*entries(function, "Raises")} for name, function in functions().items()}
    report(f"{name}: {missing}" for name, missing in found.items() if missing)
    report(
        name
        for name, function in functions().items()
        if MAKES_A_CALL.search(inspect.getsource(function)) and not entries(function, "Raises", "Returns")
    )


def test_every_field_of_a_value_is_described() -> None:
    report(
        f"{name}: {missing}"
        for name, owner in CLASSES.items()
        if dataclasses.is_dataclass(owner)
        and (
            missing := {one.name for one in dataclasses.fields(owner) if not one.name.startswith("_")}
            - {*entries(owner, "Args")}
        )
    )


def test_every_attribute_of_an_error_is_described() -> None:
    for name, owner in CLASSES.items():
        if issubclass(owner, Exception):
            said = {entry for base in owner.__mro__ for entry in entries(base, "Attributes")}
            assert {one for one in assigned(owner) if not one.startswith("_")} <= said, name


def test_every_property_is_described() -> None:
    report(
        f"{name}.{member}"
        for name, owner in CLASSES.items()
        for member, value in vars(owner).items()
        if isinstance(value, property) and not member.startswith("_") and not value.__doc__
    )


def test_sections_are_no_prose() -> None:
    texts = {name: inspect.getdoc(value) or "" for name, value in {**CLASSES, **functions()}.items()}
    report(name for name, text in texts.items() if OUTSIDE.search(text))
