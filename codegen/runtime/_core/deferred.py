"""Classes that a module names in annotations alone: they are loaded when somebody reads the type hints, not with it.

Imported at once, they would load pydantic and the other client for whoever needs neither.
"""

from __future__ import annotations

from typing import Any, ForwardRef


def deferred(module: str, name: str, package: str | None) -> Any:
    """Return what stands for a class until `typing.get_type_hints` evaluates it, which imports its module."""
    return ForwardRef(f"__import__('importlib').import_module({module!r}, {package!r}).{name}")
