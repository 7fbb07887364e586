"""Type hints and specs of mocks: whoever reads the annotations of the package at run time gets classes, not names."""

from __future__ import annotations

import asyncio
import copy
import importlib
import inspect
import subprocess
import sys
import typing
from collections.abc import Iterator
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Any
from unittest.mock import Mock, create_autospec

import pytest
import rivya
import rivya.emulator
import rivya.models
import rivya.types
import rivya.webhooks
from rivya import AsyncRivya, Rivya
from rivya._model_index import MODELS

MODULES: list[ModuleType] = [rivya, rivya.webhooks, rivya.types, rivya.emulator]
MODULES += [importlib.import_module(module) for module in MODELS.values()]


def functions(member: object) -> Iterator[FunctionType]:
    """Yield the functions that a member of a class is made of."""
    if isinstance(member, property):
        yield from (part for part in (member.fget, member.fset) if isinstance(part, FunctionType))
    elif isinstance(member, cached_property):
        yield member.func
    elif isinstance(member, classmethod | staticmethod):
        yield from functions(member.__func__)
    elif isinstance(member, FunctionType):
        yield member


def named_in(hint: object) -> Iterator[type]:
    """Yield the classes of ours that a type names."""
    if isinstance(hint, type) and hint.__module__.startswith("rivya") and not typing.get_args(hint):
        yield hint
    for part in typing.get_args(hint):
        for each in part if isinstance(part, list) else [part]:
            yield from named_in(each)


def walk() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the hints of all that is public, and of each class that these name in turn."""
    names = [(module, name) for module in MODULES for name in getattr(module, "__all__", [*vars(module)])]
    waiting = [getattr(module, name) for module, name in names if not name.startswith("_")]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if (inspect.isfunction(one) or inspect.ismethod(one)) and one.__module__.startswith("rivya"):
            found = [(one.__qualname__, typing.get_type_hints(one, include_extras=True))]
        elif isinstance(one, type) and one.__module__.startswith("rivya"):
            found = [(one.__qualname__, typing.get_type_hints(one))]
            for owner in one.__mro__:
                if owner.__module__.startswith("rivya"):
                    for member in vars(owner).values():
                        found += [(f.__qualname__, typing.get_type_hints(f)) for f in functions(member)]
        else:
            continue
        for _, hints in found:
            waiting += [owner for hint in hints.values() for owner in named_in(hint)]
        yield from found


def test_the_hints_of_everything_public_are_types() -> None:
    found = dict(walk())
    assert len(found) > 500
    for name in ("VideoModels.kling_3_0", "AsyncKling3_0.create", "Rivya.with_options", "LiveModels.list", "Job.wait"):
        assert name in found
    assert found["VideoModels.kling_3_0"]["return"].__name__ == "Kling3_0"
    assert found["Kling3_0.create"]["return"] is rivya.Job
    texts = [(name, hint) for name, hints in found.items() for hint in hints.values() if "ForwardRef" in repr(hint)]
    assert texts == []


def test_reading_the_package_still_loads_no_model() -> None:
    program = "import sys; from rivya import Rivya; Rivya('key').image; print([m for m in sys.modules if m in ('httpx', 'pydantic') or 'rivya.models.' in m])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "rivya.models" not in done.stdout
    assert "pydantic" not in done.stdout


RESOURCES = ("generations", "files", "credits", "models", "openapi", "webhooks", "chat", "image", "video", "audio")


@pytest.mark.parametrize("owner", [Rivya, AsyncRivya])
def test_an_autospec_knows_every_resource(owner: type[Any]) -> None:
    client = create_autospec(owner, instance=True)
    assert isinstance(client, owner)
    for name in RESOURCES:
        assert isinstance(getattr(owner, name), type)
        assert getattr(client, name)
        assert getattr(Mock(spec=owner), name)
        with pytest.raises(AttributeError):
            _ = getattr(client, name).nothing_like_it
    with pytest.raises(TypeError):
        client.files.create()
    with pytest.raises(AttributeError):
        _ = client.video.kling_3_0.creat
    with pytest.raises(AttributeError):
        _ = client.videos
    assert create_autospec(owner)("key").with_options is not None


def test_an_autospec_of_the_asynchronous_client_is_awaited() -> None:
    async def story() -> Any:
        client = create_autospec(AsyncRivya, instance=True)
        client.credits.balance.return_value = 5.0
        await client.image.grok_imagine.create("a cat")
        client.image.grok_imagine.create.assert_awaited_once_with("a cat")
        return await client.credits.balance()

    assert asyncio.run(story()) == 5.0


def test_methods_of_resources_can_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Rivya("key")
    monkeypatch.setattr(client.credits, "balance", lambda: 3.0)
    assert client.credits.balance() == 3.0
    monkeypatch.setattr(client, "files", Mock(spec=client.files))
    client.files.retrieve("file_1")
    assert client.with_options(timeout=5).credits is not client.credits


@pytest.mark.parametrize("owner", [Rivya, AsyncRivya])
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("image.dalle3", "its models are .*grok_imagine.*generations.create"),
        ("image.grok_imagin", r"did you mean client\.image\.grok_imagine\?"),
        ("image.grok-imagine", r"did you mean client\.image\.grok_imagine\?"),
        ("image.kling_3_0", r"did you mean client\.video\.kling_3_0\?"),
        ("video.kling30", r"did you mean client\.video\.kling_3_0\?"),
        ("chat.sesions", r"did you mean client\.chat\.sessions\?"),
        ("kling_3_0", r"did you mean client\.video\.kling_3_0\?"),
        ("images", r"did you mean client\.image\?"),
        ("genertions", r"did you mean client\.generations\?"),
        ("zebra", "its models are in .*image"),
        ("_zebra", "'_zebra'$"),
    ],
)
def test_an_attribute_that_is_not_there_tells_what_is(owner: type[Any], path: str, said: str) -> None:
    client = owner("key")
    *groups, name = path.split(".")
    for group in groups:
        client = getattr(client, group)
    assert not hasattr(client, name)
    assert getattr(client, name, None) is None
    with pytest.raises(AttributeError, match=said):
        getattr(client, name)


def test_an_error_inside_of_an_attribute_is_told_as_it_is() -> None:
    class Mine(Rivya):
        @property
        def broken(self) -> object:
            return self.credits.nothing  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match="'Credits' object has no attribute 'nothing'"):
        _ = Mine("key").broken
    assert copy.copy(Rivya("key")).image.grok_imagine.credits.base == 4
