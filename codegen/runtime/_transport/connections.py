"""The HTTP client under the transports: a caller's own, or one that is made here for each process and event loop."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from threading import RLock
from typing import Generic, Protocol, TypeVar, cast

from .._core.addresses import origin_of
from .._core.process_lock import process_lock
from ..errors import ConfigurationError

ClientT = TypeVar("ClientT")
OTHER_LOOP = (
    "http_client: it was used in another event loop, and its connections belong there: "
    "leave http_client out, and each loop gets one of its own, or make one in each loop"
)


class Place(Protocol):
    """Where an asynchronous client is used: an event loop."""

    def is_closed(self) -> bool: ...


@dataclass(slots=True)
class ConnectionTo:
    """What is known of one origin: a caller's client may reach each by a transport, and a library, of its own."""

    is_traced: bool
    """Whether the HTTP library tells of what it does; of a caller's, that is found out where it cannot be seen."""


class BaseConnection(Generic[ClientT]):
    """The HTTP client under one or more transports: a caller's own, or one that is made at the first request.

    `place` says where a client is used (RuntimeError: nowhere yet): an asynchronous one belongs to the event loop of
    its first request, and another loop gets one of its own. So does another process: two that read from one connection
    would get each other's answers.
    """

    def __init__(
        self, given: ClientT | None, make: Callable[[], ClientT], place: Callable[[], Place | None] = lambda: None
    ) -> None:
        self._given = given
        self._is_traced = given is None or _sends_by_httpcore(given)
        self._origins: dict[str, ConnectionTo] = {}
        self._used_at: tuple[int, Place | None] | None = None
        self._moved = False
        self._make = make
        self._place_of = place
        # By process, as whoever makes a client when the process is forked is not in the other one. A signal may come
        # while one is made, and its handler need one.
        self._making: dict[int, RLock] = {}
        # Those of a parent process stay here, neither used nor closed: they are its own.
        self._made: dict[tuple[int, Place | None], ClientT] = {}
        self._closed = False

    def _place(self) -> tuple[int, Place | None]:
        try:
            return os.getpid(), self._place_of()
        except RuntimeError:
            return os.getpid(), None

    def to(self, address: str) -> ConnectionTo:
        """Return what is known of the origin of an address: a client chooses its transport by nothing else."""
        try:
            origin = origin_of(address)
        except ValueError:  # no address, as the HTTP library will say
            origin = address
        return self._origins.setdefault(origin, ConnectionTo(is_traced=self._is_traced))

    def client(self) -> ClientT:
        """Return the HTTP client. Raises ConfigurationError for one that cannot be made, or is released or closed."""
        place = self._place()
        if self._given is not None:
            self._check_place(*place)
            return open_client(self._given)
        made = self._client_at(place)
        if made is None:
            with process_lock():
                making = self._making.setdefault(place[0], RLock())
            with making:
                made = self._client_at(place) or cast("ClientT", self._client_at(place, self._make()))
        return made

    def _check_place(self, process: int, place: Place | None) -> None:
        """Note where a caller's client is used. Raises ConfigurationError where its connections belong elsewhere."""
        used_in, used_at = self._used_at or (process, place)
        if used_in != process:
            raise ConfigurationError("http_client was used before this process was forked: make one in each process")
        if used_at is not None and place not in {None, used_at}:
            # A client that keeps no connection belongs nowhere, and those of tests may have none at all.
            if self._keeps_connections():
                raise ConfigurationError(OTHER_LOOP)
            self._moved = True
        self._used_at = (process, place or used_at)

    def _keeps_connections(self) -> bool:
        pools = _pools(self._given)
        if not pools or None in pools:  # where they cannot be seen, they may be there
            return any(origin.is_traced for origin in self._origins.values())
        return any(getattr(pool, "connections", True) for pool in pools)

    def explained(self, error: BaseException) -> BaseException:
        """Return what is to be raised for a failure: that of a caller's client in a second event loop says so."""
        # What asyncio says of it always names the loop; what `auth` or a hook of the client raises is their own.
        if type(error) is not RuntimeError or not self._moved or "loop" not in str(error):
            return error
        explained = ConfigurationError(OTHER_LOOP)
        explained.__cause__ = error
        return explained

    def _client_at(self, place: tuple[int, Place | None], new: ClientT | None = None) -> ClientT | None:
        """Return the client of a place, which may be a new one; nothing where there is none.

        One that was made before there was an event loop is that of the first.
        """
        with process_lock():
            if self._closed:
                raise ConfigurationError("the client is closed: make a new one")
            if place not in self._made:
                for gone in [other for other in self._made if other[0] == place[0] and _is_gone(other[1])]:
                    del self._made[gone]
                if (before := self._made.pop((place[0], None), None)) is not None:
                    self._made[place] = before
            if new is not None:
                self._made.setdefault(place, new)
            return self._made.get(place)

    def release(self) -> dict[Place | None, ClientT]:
        """Return the clients that were made here in this process, to be closed, by their places; and make no other."""
        with process_lock():
            self._closed = True
            here = [place for place in self._made if place[0] == os.getpid()]
            return {place[1]: self._made.pop(place) for place in here}


def _sends_by_httpcore(http_client: object) -> bool:
    """Whether it can be seen of a caller's client that its requests go by httpcore, which tells of each step.

    What its hooks or its `auth` raise came before a request, then.
    """
    pools = _pools(http_client)
    return bool(pools) and all(type(pool).__module__.startswith("httpcore") for pool in pools)


def _pools(http_client: object) -> list[object]:
    """Return the pools of connections of a caller's client; `None` for a transport of another kind.

    The attributes are the library's own: where they are others one day, the first step that is told of shows the same.
    """
    mounts: object = getattr(http_client, "_mounts", None)
    mounted = cast("dict[object, object]", mounts).values() if isinstance(mounts, dict) else ()
    transports: list[object] = [getattr(http_client, "_transport", None), *mounted]
    return [getattr(one, "_pool", None) for one in transports if one is not None]


def _is_gone(place: Place | None) -> bool:
    return place is not None and place.is_closed()


def checked_client(http_client: ClientT | None, closed_by: str, example: str) -> ClientT | None:
    """Return a caller's HTTP client. Raises ConfigurationError for what is none, one of the other kind, or closed."""
    if http_client is None:
        return None
    needed = ("build_request", "send", closed_by)
    usable = not isinstance(http_client, type) and all(callable(getattr(http_client, name, None)) for name in needed)
    awaited = iscoroutinefunction(getattr(http_client, "send", None))
    if not usable or (awaited and closed_by == "close"):
        raise ConfigurationError(f"http_client must be a client such as {example}, got {type(http_client).__name__}")
    return open_client(http_client)


def open_client(http_client: ClientT) -> ClientT:
    """Return a caller's HTTP client. Raises ConfigurationError for one that is closed, before it is sent anything."""
    if getattr(http_client, "is_closed", False) is True:
        raise ConfigurationError("http_client is closed, and stays so: give one that is open")
    return http_client
