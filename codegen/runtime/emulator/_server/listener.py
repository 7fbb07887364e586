"""The HTTP server itself: uvicorn on a bound socket, in a thread."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from .._api.messages import CLOSE, DROP

LAST_REPLIES_SECONDS = 0.3
"""How long requests that are under way may take to notice that the server ends."""

STOP_SECONDS = 2.0
"""How long whoever stops it waits, for instance for a film in a thread that nothing can cancel."""

REQUEST_SECONDS = 30.0
REQUEST_BYTES = 16 * 1024
"""How long a client may take to send a request, or so many bytes of it, while the server waits for one."""

Background = Callable[[], Coroutine[Any, Any, None]]
"""What a server does beside answering, until it is cancelled."""


class _Protocol(H11Protocol):
    """A connection that sends at once, may be closed by the application, and waits for no request endlessly."""

    _overdue: asyncio.TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn narrows it so
        super().connection_made(transport)
        self._watch()
        # asyncio does so for sockets of its own only. Without it the body of each answer waits 40 ms for its head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        app = self.app

        async def closable(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_or_close(message: Message) -> None:
                if message is DROP:
                    transport.abort()
                elif message is CLOSE:
                    transport.close()
                else:
                    await send(message)

            try:
                await app(scope, receive, send_or_close)
            except asyncio.CancelledError:
                # Only the end of the server cancels a request. It is no failure, which uvicorn would take it for.
                transport.abort()

        self.app = closable

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unwatch()

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        self._watch()

    def _watch(self) -> None:
        """Measure the time as long as a request is on its way; uvicorn does so after an answer only."""
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY} or self.transport.is_closing():
            self._unwatch()
        elif self._overdue is None:
            self._received = 0
            self._overdue = self.loop.call_later(REQUEST_SECONDS, self._give_up)

    def _unwatch(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None

    def _give_up(self) -> None:
        self._overdue = None
        # Who is kept from sending, because nobody reads yet, is not late.
        if self.flow.read_paused or self._received >= REQUEST_BYTES:
            self._watch()
        else:
            self.transport.abort()


async def _serve(
    app: ASGIApp, bound: socket.socket, background: Background, started: Future[Callable[[], object]]
) -> None:
    """Answer until what `started` gets is called, from any thread; uvicorn's own server asks now and then."""
    loop, stopped, state = asyncio.get_running_loop(), asyncio.Event(), ServerState()
    config = uvicorn.Config(app, http=_Protocol, ws="none", lifespan="off", log_config=None, access_log=False)
    config.server_header = config.date_header = False
    config.load()
    server = await loop.create_server(lambda: _Protocol(config, state, {}, loop), sock=bound, backlog=config.backlog)
    work = asyncio.create_task(background())
    started.set_result(lambda: loop.call_soon_threadsafe(stopped.set))
    await stopped.wait()
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    server.close()
    # Whoever stops an emulator has no use for the rest of a half-sent upload, and should not wait for it.
    for connection in list(state.connections):
        connection.transport.abort()
    if under_way := set(state.tasks):
        await asyncio.wait(under_way, timeout=LAST_REPLIES_SECONDS)


@contextmanager
def listening(app: ASGIApp, bound: socket.socket, background: Background) -> Generator[None, None, None]:
    """Answer on a socket, and work in the background, until the end of the block; the port is free soon after it."""
    started: Future[Callable[[], object]] = Future()

    def run() -> None:
        try:
            asyncio.run(_serve(app, bound, background, started))
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    thread = threading.Thread(target=run, name="rivya-emulator", daemon=True)
    thread.start()
    stop = started.result()
    try:
        yield
    finally:
        stop()
        thread.join(STOP_SECONDS)
