"""A receiver of webhooks on this machine: it answers as it is told, and keeps what it was sent."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any, NamedTuple, Self

PATIENCE = 60
"""The seconds after which what has not happened will not happen, on a slow machine either."""


class Received(NamedTuple):
    """One request: header names in lower case, and the raw body."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # the usual five make the system refuse some of many deliveries at once


class Receiver:
    """A server between `__enter__` and `__exit__`; `answers` are the statuses to give before it is back at 200."""

    def __init__(self) -> None:
        self.answers: deque[int] = deque()
        self.awake = threading.Event()
        """While it is clear, requests wait for their answers."""
        self.awake.set()
        self.answered = 0
        self._received: Queue[Received] = Queue()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.awake.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def next(self) -> Received:
        """Return the next request, which has to come soon."""
        return self._received.get(timeout=PATIENCE)

    @property
    def waiting(self) -> int:
        """How many requests came that nobody has looked at."""
        return self._received.qsize()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = receiver.answers.popleft() if receiver.answers else 200
                receiver._received.put(Received(self.path, headers, body))
                receiver.awake.wait(timeout=PATIENCE)
                receiver.answered += 1
                self.send_response(status)
                self.send_header("Location", receiver.url + "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Print nothing."""

        return Handler
