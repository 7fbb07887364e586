"""How far an exchange is, as the HTTP library reports each step (its `trace` extension)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._core.messages import Departure
from .connections import ConnectionTo
from .schedules import TimeBounds


class Progress:
    """When an exchange has to be over, and whether its request has departed.

    Args:
        bounds: the whole counts from the first step on a connection; the time in line comes before. In seconds.
        connection: it is told whether the HTTP library tells of its steps.
        departure: it is told when the request departs.
        clock: seconds of a clock that only goes forward.
    """

    def __init__(
        self, bounds: TimeBounds, connection: ConnectionTo, departure: Departure, clock: Callable[[], float]
    ) -> None:
        self._whole = bounds.whole
        self._unspent = bounds.whole - bounds.spent
        self._clock = clock
        self._ends = clock() + bounds.pool + self._unspent
        self._begun = False
        self._assumed = False
        self._connection = connection
        self._departure = departure

    def hand_over(self) -> None:
        """Note that the library has the request, which may depart from now on where no step is reported."""
        self._assumed = not self._departure.departed and not self._connection.is_traced
        self._departure.departed = self._departure.departed or self._assumed

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Take over what the library tells of one step."""
        if not self._begun:
            self._begun = True
            self._ends = min(self._ends, self._clock() + self._unspent)
            self._connection.is_traced = True
            self._departure.departed = self._departure.departed and not self._assumed
        # A request of the library's own, to a proxy, is none of the caller's.
        if (
            event.endswith(".send_request_headers.started")
            and getattr(info.get("request"), "method", b"") != b"CONNECT"
        ):
            self._departure.departed = True
