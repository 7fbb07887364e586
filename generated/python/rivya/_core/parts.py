"""Attributes of a client that are objects of their own: its resources, its groups of models, and the models of a group.

On the class itself, such an attribute is the class of what an instance has there. So a class alone says what is
behind it: `create_autospec(Rivya)` makes a client whose resources have their methods, awaited where they are.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast, get_type_hints

if TYPE_CHECKING:
    part = property
    kept_part = cached_property
else:

    class part(property):  # noqa: N801 - it is used like the one that it is made from
        """A property whose attribute of the class is the class of its values."""

        def __get__(self, instance: object, owner: type | None = None) -> Any:
            return _kind(self.fget) if instance is None else super().__get__(instance, owner)

    class kept_part(cached_property):  # noqa: N801
        """A part that is made once for each instance, so that a method of it can be replaced by one for a test."""

        def __get__(self, instance: object, owner: type | None = None) -> Any:
            if instance is None:
                return _kind(self.func)
            # Without the lock that the base takes: a forked process could wait for it forever.
            return instance.__dict__.setdefault(self.attrname, self.func(instance))


def _kind(function: Any) -> Any:
    return get_type_hints(function)["return"]


def state_without_parts(owner: object) -> dict[str, Any]:
    """Return the attributes of an instance, those in slots too, without its kept parts: another instance makes its own.

    What somebody has put in the place of a part stays.
    """
    state: Any = object.__getstate__(owner)
    both = cast("tuple[Any, Any]", state) if isinstance(state, tuple) else (state, None)  # the one without slots
    found: dict[str, Any] = {**(both[0] or {}), **(both[1] or {})}
    return {name: value for name, value in found.items() if not _is_kept(type(owner), name, value)}


def _is_kept(owner: type, name: str, value: object) -> bool:
    place: Any = next((vars(base)[name] for base in owner.__mro__ if name in vars(base)), None)
    return isinstance(place, kept_part) and type(value) is getattr(owner, name)
