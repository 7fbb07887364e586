"""The emulator as an object: a context manager that serves the API on an address of this machine."""

from __future__ import annotations

import math
import os
import socket
import sqlite3
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Self

from ._api.access import READY_KEY, Access, Key, RateLimit
from ._api.clock import Clock, SystemClock
from ._api.emulation import Emulation
from ._api.served_api import ServedApi
from ._faults.faults import Fault, Faults
from ._objects.generations import file_object, task_object
from ._state.audit import AccountSums, audit
from ._state.database import Database
from ._state.requests import KEPT_REQUESTS, RecordedRequest
from ._state.state_file import StateFileError
from ._state.store import LAYOUT, Store
from ._state.wallet import MOST_CREDITS, LedgerRow

HERE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}
"""Where a client on this machine finds a server that listens on every address."""


class MissingExtraError(ImportError):
    """The packages that only the emulator needs are not installed."""


class Emulator:
    """A server of one API; a subclass in the generated package says which.

    It serves between `start` and `close`, or inside a `with` block; what happened stays readable after that.

    Args:
        port: Where to listen; 0 finds a free port.
        host: The address to listen on.
        key: The API key to accept, with every scope; a ready one unless `keys` are given.
        keys: The API keys that there are, each with its scopes and state.
        credits: What a new wallet holds.
        job_seconds: How long a job takes.
        clock: Where the time comes from; a `ManualClock` lets a test move it.
        state: The file that keeps jobs, credits, uploads and idempotency keys, also when the process is killed; it is
            readable by nobody else. Where None, they are gone with this object.
        rate_limit: How many requests a key may send in how many seconds; without limit where None.
        disabled: Whether the API is switched off, as `public_api_disabled` says.
        faults: What goes wrong from the start: a `Fault` or the text of some, or several of these; see `faults.py`.
        allow_local_webhooks: Whether webhooks may go to http addresses and to this machine, as tests want it.

    Attributes:
        access: The keys, the rate limit and the switch; may be changed while it serves.
        faults: What is to go wrong; may be added to while it serves.

    Raises:
        ValueError: an option makes no sense.
    """

    served_api: ClassVar[ServedApi]

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        key: str | None = None,
        keys: Mapping[str, Key] | None = None,
        credits: float = 1000,
        job_seconds: float = 0.6,
        clock: Clock | None = None,
        state: str | os.PathLike[str] | None = None,
        rate_limit: tuple[int, float] | None = None,
        disabled: bool = False,
        faults: Fault | str | Iterable[Fault | str] = (),
        allow_local_webhooks: bool = False,
    ) -> None:
        known = _known_keys(key, keys, self.served_api.platform.scopes)
        if not 0 <= port <= 65_535:
            raise ValueError("port cannot be outside of 0 to 65535")
        if not 0 <= credits <= MOST_CREDITS:
            raise ValueError(f"credits cannot be outside of 0 to {MOST_CREDITS}")
        if not 0 <= job_seconds < math.inf:
            raise ValueError("job_seconds cannot be negative or without end")
        self.port = port
        self.host = host
        self.key = key or next((name for name, one in known.items() if one.state == "active"), next(iter(known)))
        self.job_seconds = job_seconds
        self.allow_local_webhooks = allow_local_webhooks
        self.access = Access(known, RateLimit(*rate_limit) if rate_limit else None, disabled)
        self.faults = Faults(self.served_api.platform.operations, faults)
        self._credits = credits
        self._clock = clock or SystemClock()
        self._state = None if state is None else Path(state)
        self._opened: Store | None = None
        self._requests: deque[RecordedRequest] = deque(maxlen=KEPT_REQUESTS)
        self._closing = ExitStack()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Begin to serve; a port of 0 becomes the free port that was found.

        Raises:
            RuntimeError: it has been started before.
            MissingExtraError: the packages of the extra are not there.
            StateFileError: the state is in use, damaged, or was not made by this version of the emulator.
            OSError: the address cannot be listened on.
        """
        if self._opened is not None:
            raise RuntimeError("an emulator starts once; make another")
        try:
            import_module("python_multipart")  # Starlette would miss it with the first form only
            from ._server.app import serving
        except ModuleNotFoundError as error:
            wanted = f"the emulator needs more packages ({error.name}): pip install 'rivya[emulator]'"
            raise MissingExtraError(wanted) from error
        with ExitStack() as stack:
            bound = stack.enter_context(self._listen())
            self._opened = self._open(stack)
            emulation = Emulation(
                self.served_api, self._opened, self._clock, self.access, self.job_seconds, self.allow_local_webhooks
            )
            stack.enter_context(serving(emulation, self.faults, self._requests, bound))
            self._closing = stack.pop_all()

    def close(self) -> None:
        """Stop serving, and let go of the file of the state."""
        self._closing.close()

    def reset(self) -> None:
        """Begin anew: a full wallet, no jobs, files, idempotency keys or faults, nothing recorded, no window begun."""
        self._store.reset(self._clock.now())
        self.faults.clear()
        if self.access.limit is not None:
            self.access.limit.forget()
        self._requests.clear()

    @property
    def url(self) -> str:
        """The base URL for a client on this machine."""
        host = HERE.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def requests(self) -> Sequence[RecordedRequest]:
        """What clients sent so far, oldest first."""
        return list(self._requests)

    @property
    def credits(self) -> float:
        """What is left in the wallet, without what is reserved."""
        return self._store.wallet.credits

    @property
    def ledger(self) -> Sequence[LedgerRow]:
        """Every change of the wallet, oldest first."""
        return self._store.wallet.all()

    @property
    def jobs(self) -> Sequence[dict[str, Any]]:
        """The jobs as the API would show them now, oldest first."""
        now = self._clock.now()
        return [task_object(replace(job, base_url=self.url), now) for job in self._store.jobs.all()]

    @property
    def files(self) -> Sequence[dict[str, Any]]:
        """The uploaded files as the API would show them, oldest first."""
        return [file_object(replace(file, base_url=self.url)) for file in self._store.files.all()]

    def audit(self) -> AccountSums:
        """Compare the wallet with the jobs.

        Returns:
            The sums of both.

        Raises:
            AuditFailed: they contradict each other.
        """
        return audit(self._store)

    @property
    def _store(self) -> Store:
        if self._opened is None:
            raise RuntimeError("an emulator has no state before it starts")
        self._opened.settle(self._clock.now())
        return self._opened

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.create_server((self.host, self.port), family=family)
        self.port = int(bound.getsockname()[1])
        return bound

    def _open(self, stack: ExitStack) -> Store:
        try:
            # SQLite keeps its files beside the one that a link leads to, and so does the emulator.
            path = None if self._state is None else self._state.resolve()
            database = Database(path, LAYOUT)
            stack.callback(database.detach)
            return Store(database, self._credits, self._clock.now())
        except (StateFileError, sqlite3.Error, OSError, RuntimeError, ValueError) as error:
            in_use = ", so another program uses it" if "locked" in str(error) else ""
            raise StateFileError(f"cannot use {str(self._state)!r} as the state: {error}{in_use}") from error


def _known_keys(key: str | None, keys: Mapping[str, Key] | None, scopes: Sequence[str]) -> dict[str, Key]:
    known = dict(keys or {})
    if key is not None or not known:
        known[READY_KEY if key is None else key] = Key()
    for name, one in known.items():
        if not name.isascii() or not name.isprintable() or not name or " " in name:
            raise ValueError("a key cannot be anything but a word of ASCII characters")
        wrong = sorted(set(one.scopes or ()) - set(scopes))
        if wrong:
            raise ValueError(f"{name} cannot have the scope {', '.join(wrong)}; there are: {', '.join(scopes)}")
    return known
