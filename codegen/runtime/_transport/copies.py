"""Copies of the client's objects, pickled ones included, keep what is known without the client, or are refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

from ..errors import ConfigurationError


class NoClient:
    """Stands where the client of an object was, in a copy of the object."""

    def __init__(self, advice: str) -> None:
        self._copy_advice = advice

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ConfigurationError(self._copy_advice)


class Detachable:
    """An object whose copy keeps what is known, and leaves the client behind.

    Its locks and connections cannot be copied, and its API key must not be. `_copy_advice` says how to go on.
    """

    _copy_advice: ClassVar[str]

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in {"_settings", "_transport"}}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        nobody = NoClient(self._copy_advice)
        self.__dict__.update(state, _settings=nobody, _transport=nobody)


class Uncopied:
    """An object that belongs to the connections of this process: it is neither copied nor pickled.

    `_copy_advice` says what to do instead.
    """

    _copy_advice: ClassVar[str] = "make a client where it is used, and copy what its calls return"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is neither copied nor pickled: {self._copy_advice}")
