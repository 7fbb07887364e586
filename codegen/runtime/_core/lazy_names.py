"""Public names of a module that live in others, and are loaded when they are first used (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(module: Mapping[str, Any], homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module, given its globals, that has the names of these homes beside its own."""
    home_of = {name: home for home, names in homes.items() for name in names}

    def load(name: str) -> Any:
        if name in home_of:
            return getattr(import_module(home_of[name], module["__package__"]), name)
        raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")

    return load
