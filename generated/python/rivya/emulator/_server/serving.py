"""The server of an emulation, put together: what a request passes, and what happens beside the requests."""

from __future__ import annotations

import socket
from collections import deque
from contextlib import AbstractContextManager

from .._api.emulation import Emulation
from .._faults.faults import Faults
from .._state.requests import RecordedRequest
from .app import build_app
from .background import BackgroundWork
from .listener import listening
from .recorder import Recorder


def serving(
    emulation: Emulation, faults: Faults, requests: deque[RecordedRequest], bound: socket.socket
) -> AbstractContextManager[None]:
    """Answer on a socket, and note the requests, until the end of the block."""
    recorder = Recorder(
        build_app(emulation, faults), emulation.access.keys, emulation.platform.authorization_header, requests
    )
    return listening(recorder, bound, BackgroundWork(emulation).run)
