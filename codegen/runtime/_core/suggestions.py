"""What is said when a client or a group of models is asked for an attribute that it does not have."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from .problems import closest, listed


class Suggesting:
    """What raises AttributeError with what might be meant."""

    _model_names: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The names of the models, by the attribute of a client that has them."""
    _call_by_id: ClassVar[str] = "generations.create({…})"
    """How a model of a group is called that this package does not know."""
    _group: ClassVar[str] = ""
    """The attribute of a client that this is; of the client itself, nothing."""

    if not TYPE_CHECKING:  # a type checker would take every name for an attribute

        def __getattr__(self, name: str) -> Any:
            if inspect.getattr_static(type(self), name, None) is not None:
                return object.__getattribute__(self, name)  # it is there: the error came from inside of it
            advice = "" if name.startswith("_") else self._advice(name)
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute {name!r}{advice}", name=name, obj=self
            )

    def _advice(self, name: str) -> str:
        places = dict(self._places())
        word = re.sub(r"\W", "_", name.lower())
        if near := closest(word, places.values()):
            found = [place for place, known in places.items() if known == near]
            return f"; did you mean {' or '.join(found)}?"
        if self._group:
            models = listed(self._model_names[self._group], quoted=False)
            return f"; its models are {models}. Call one that this package does not know by its id: {self._call_by_id}"
        return f"; its models are in {listed(self._model_names, quoted=False)}"

    def _places(self) -> Iterator[tuple[str, str]]:
        """Yield how each known attribute is written, and its name."""
        here = f"client.{self._group}" if self._group else "client"
        yield from ((f"{here}.{name}", name) for name in dir(type(self)) if not name.startswith("_"))
        for group, names in self._model_names.items():
            if group != self._group:
                yield from ((f"client.{group}.{name}", name) for name in names)
