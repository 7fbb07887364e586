"""The emulator as an object: a context manager that serves the API on an address of this machine."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from .clock import Clock, SystemClock
from .objects import file_object, task_object
from .store import Store
from .world import World

if TYPE_CHECKING:
    from .listener import Listener
    from .recorder import RecordedRequest, Recorder

READY_KEY = "rvya_sk_emulator"
EXTRA_MODULES = ("PIL", "python_multipart", "starlette", "uvicorn")
HERE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}
"""Where a client on this machine finds a server that listens on every address."""


class MissingExtraError(ImportError):
    """The packages that only the emulator needs are not installed."""


class Emulator:
    """A server of the API of one world; the generated package binds the world in a subclass.

    It serves between `start` and `close`, or inside a `with` block; what happened stays readable after that.
    """

    world: ClassVar[World]

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        key: str = READY_KEY,
        credits: float = 1000,
        job_seconds: float = 0.6,
        clock: Clock | None = None,
    ) -> None:
        if credits < 0 or job_seconds < 0 or not key:
            raise ValueError("credits and job_seconds cannot be negative, nor can the key be empty")
        self.port = port
        self.host = host
        self.key = key
        self.job_seconds = job_seconds
        self._clock = clock or SystemClock()
        self._store = Store(credits)
        self._recorder: Recorder | None = None
        self._listener: Listener | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Begin to serve; a port of 0 becomes the free port that was found."""
        if self._recorder is not None:
            raise RuntimeError("an emulator starts once; make another")
        _require_extra()
        from .app import build_app
        from .call import Emulation
        from .listener import Listener
        from .recorder import Recorder

        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.create_server((self.host, self.port), family=family)
        self.port = bound.getsockname()[1]
        self._folder = tempfile.TemporaryDirectory(prefix="rivya-emulator-")
        emulation = Emulation(
            world=self.world,
            store=self._store,
            clock=self._clock,
            key=self.key,
            job_seconds=self.job_seconds,
            folder=Path(self._folder.name),
        )
        self._recorder = Recorder(build_app(emulation), self.key, self.world.platform.authorization_header)
        self._listener = Listener(self._recorder, bound)
        self._listener.start()

    def close(self) -> None:
        """Stop serving and forget the content of uploaded files."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @property
    def url(self) -> str:
        """The base URL for a client on this machine."""
        host = HERE.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def requests(self) -> Sequence[RecordedRequest]:
        """What clients sent so far, oldest first."""
        return list(self._recorder.requests) if self._recorder else []

    @property
    def credits(self) -> float:
        """What is left in the wallet."""
        return self._store.credits

    @property
    def jobs(self) -> Sequence[dict[str, Any]]:
        """The jobs as the API would show them now, oldest first."""
        now = self._clock.now()
        return [task_object(job, now, self.job_seconds) for job in self._store.jobs()]

    @property
    def files(self) -> Sequence[dict[str, Any]]:
        """The uploaded files as the API would show them, oldest first."""
        return [file_object(file) for file in self._store.files()]


def _require_extra() -> None:
    missing = [name for name in EXTRA_MODULES if find_spec(name) is None]
    if missing:
        wanted = ", ".join(missing)
        raise MissingExtraError(f"the emulator needs more packages ({wanted}): pip install 'rivya[emulator]'")
