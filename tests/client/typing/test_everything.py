"""The program beside this file uses all that is public, and names every type by a public path."""

from __future__ import annotations

import ast
import operator
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
import rivya
import rivya.types
import rivya.webhooks
from rivya import Rivya
from rivya._platform import PLATFORM

from .surface import classes_in, is_public, public_classes, public_names, to_be_used

PROGRAM = Path(__file__).parent / "everything.py"


def used() -> Iterator[tuple[str, str]]:
    """Yield what the program uses: the path of a class, and the name of a member."""
    for function in ast.parse(PROGRAM.read_text("utf-8")).body:
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            annotation = function.args.args[0].annotation
            assert annotation is not None
            annotation = annotation.value if isinstance(annotation, ast.Subscript) else annotation  # of a generic class
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "one":
                    yield ast.unparse(annotation), node.attr
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "one.get":
                    yield ast.unparse(annotation), ast.literal_eval(node.args[0])


def paths(owner: type) -> set[str]:
    return {path for path, value in public_names() if value is owner} | {f"{owner.__module__}.{owner.__qualname__}"}


def test_the_program_uses_every_public_member() -> None:
    found = set(used())
    wanted = to_be_used()
    assert len(wanted) > 80
    missing = [
        f"{owner.__qualname__}.{name}"
        for owner, members in wanted.items()
        for name in members
        if not any((path, name) in found for path in paths(owner))
    ]
    assert missing == []


def test_the_program_names_nothing_that_is_private() -> None:
    tree = ast.parse(PROGRAM.read_text("utf-8"))
    named = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert "rivya.types.File" in named
    assert [name for name in named if name.startswith("rivya") and "._" in name] == []


def test_no_type_in_a_public_signature_is_private() -> None:
    assert [owner for owner in public_classes() if not is_public(owner)] == []


@pytest.mark.parametrize("name", ["verify", "parse_event"])
def test_the_functions_of_webhooks_name_public_types_alone(name: str) -> None:
    hints = typing.get_type_hints(getattr(rivya.webhooks, name))
    assert all(is_public(owner) for hint in hints.values() for owner in classes_in(hint))


def test_resources_return_the_types_of_their_operations() -> None:
    with Rivya("rvya_sk_none") as client:
        for operation in PLATFORM.operations.values():
            if operation.name.startswith(("generations.", "chat.completions.", "openapi.")):
                continue  # which give a job, a reply, and plain JSON
            method = operator.attrgetter(operation.name)(client)
            assert typing.get_type_hints(method)["return"] is getattr(rivya.types, operation.response), operation.name
