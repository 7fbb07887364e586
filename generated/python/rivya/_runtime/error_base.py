"""The root of the client's errors, and the one that tables raise too; the tree of them stands at the top of `errors.py`."""

from __future__ import annotations

import copyreg
from typing import Any


class RivyaWarning(UserWarning):
    """A problem of a request that does not stop it: a parameter without effect, or any problem under `validate="warn"`."""


class RivyaError(Exception):
    """Base of every error of this package.

    `request_id` is what the vendor's support asks for; `None` where no answer was received, or it named none.
    """

    request_id: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are pickled through their constructor, which here takes keywords; process pools need the round trip.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined] # typeshed leaves it out


class ConfigurationError(RivyaError):
    """The client cannot work as it was set up: no API key, a malformed key, address, header or option."""
