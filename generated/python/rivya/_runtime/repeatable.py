"""An error whose call can be repeated under the same idempotency key, by the client that made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .deferred import deferred
from .error_base import RivyaError

if TYPE_CHECKING:
    from .calls import Call
else:
    Call = deferred(".calls", "Call", __package__)


class RepeatableError(RivyaError):
    """Base of the errors after which a call may have done its work; `call` is `None` where none can be repeated."""

    call: Call | None = None
    idempotency_key: str | None = None
    request: Mapping[str, Any]
    _again: Callable[[], Any] | None = None

    def bind(self, again: Callable[[Call], Callable[[], Any]]) -> None:
        """Tell the error how its client sends the request again; not done for a call that carries no key."""
        if self.call is not None and self.idempotency_key is not None:
            self._again = again(self.call)

    def repeat(self) -> Any:
        """Send the very same request again under the same key.

        Returns what the failed call would have returned: a `Job` or a `Reply`, or from an asynchronous client an
        awaitable of one. Raises what the failed call could raise, and ConfigurationError for a call without a key.
        """
        if self._again is None:
            from .errors import ConfigurationError

            raise ConfigurationError(
                "the client of this error is gone: pass request and idempotency_key to generations.create or chat.create"
                if self.idempotency_key
                else "the call has no idempotency key, so repeating it may do it twice: make it anew"
            )
        return self._again()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_again": None, "call": None}

    def __reduce__(self) -> tuple[Any, ...]:
        # What is bound belongs to a live client and stays behind, and so does a call, which may have an open file.
        return (*super().__reduce__()[:2], self.__getstate__())
