"""The server of an emulation, put together: what a request passes, and what happens beside the requests."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

from .._api.emulation import Emulation
from .._faults.faults import Faults
from .._state.requests import RecordedRequest
from .app import build_app
from .background import BackgroundWork
from .listener import Listener
from .recorder import Recorder


@contextmanager
def serving(
    emulation: Emulation, faults: Faults, requests: deque[RecordedRequest], bound: socket.socket
) -> Generator[None, None, None]:
    """Answer on a socket, and note the requests, until the end of the block."""
    recorder = Recorder(
        build_app(emulation, faults), emulation.access.keys, emulation.platform.authorization_header, requests
    )
    listener = Listener(recorder, bound, BackgroundWork(emulation).run)
    listener.start()
    try:
        yield
    finally:
        listener.stop()
