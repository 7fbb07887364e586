"""A server that answers as a test says, byte by byte, over real HTTP: slowly, endlessly, packed, or never."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self


@dataclass
class Received:
    """One request, and the way back to who sent it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    writer: asyncio.StreamWriter = field(repr=False)
    hung_up: bool = False

    def hang_up(self) -> None:
        """End the connection behind what was sent."""
        self.hung_up = True

    async def send(self, *pieces: bytes, every: float = 0.0) -> None:
        """Send bytes; with `every`, one piece after another, so many seconds apart."""
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()
            if every:
                await asyncio.sleep(every)

    async def answer(
        self, body: bytes = b"", content_type: str = "application/json", status: str = "200 OK", **headers: str
    ) -> None:
        """Send a whole answer."""
        await self.send(head(len(body), content_type, status, **headers) + body)


def head(length: int | None, content_type: str = "application/json", status: str = "200 OK", **headers: str) -> bytes:
    """Return the beginning of an answer, up to its body."""
    lines = [f"HTTP/1.1 {status}", f"content-type: {content_type}"]
    lines += [f"content-length: {length}"] if length is not None else ["connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def job(status: str = "queued", job_id: str = "task_1", **fields: Any) -> bytes:
    """Return the JSON of a job."""
    return json.dumps({"id": job_id, "status": status, "model": "z-image", **fields}).encode()


Handler = Callable[[Received], Awaitable[None]]


class Reader(asyncio.StreamReader):
    """Reads what a client sends, and knows when it has hung up, also while nobody reads."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop=loop)
        self.ended = loop.create_future()

    def feed_eof(self) -> None:
        super().feed_eof()
        self._end()

    def set_exception(self, exc: Exception) -> None:
        super().set_exception(exc)
        self._end()

    def _end(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


class HostileServer:
    """Answers every request with what a coroutine does; `requests` are those received, `connections` those open."""

    def __init__(self, handler: Handler, tls: ssl.SSLContext | None = None) -> None:
        self.handler = handler
        self.tls = tls
        self.requests: list[Received] = []
        self.connections = 0
        self._serving: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()

        def protocol() -> asyncio.StreamReaderProtocol:
            return asyncio.StreamReaderProtocol(Reader(self._loop), self._accept, loop=self._loop)

        starting = self._loop.create_server(protocol, "127.0.0.1", 0, backlog=1000, ssl=self.tls)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_until_alone(self) -> None:
        """Return when no connection is open any more; hangs where one stays."""
        while self.connections:
            time.sleep(0.005)

    async def _stop(self) -> None:
        for listening in self._server.sockets:
            self._loop.remove_reader(listening.fileno())
        for _ in range(2):  # what was accepted has its transport, and then its task; a closed server would give it none
            await asyncio.sleep(0)
        self._server.close()
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._serving:  # a task that is cancelled before its first step closes nothing
            writer.transport.abort()
        await self._server.wait_closed()
        for _ in range(5):  # closed connections are let go in turns of the loop
            await asyncio.sleep(0)

    def _accept(self, reader: Any, writer: asyncio.StreamWriter) -> None:
        self._serving[writer] = self._loop.create_task(self._serve(reader, writer))

    async def _serve(self, reader: Reader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (received := await _receive(reader, writer)) is not None:
                self.requests.append(received)
                answering = asyncio.ensure_future(self.handler(received))
                await asyncio.wait({answering, reader.ended}, return_when=asyncio.FIRST_COMPLETED)
                if not answering.done():
                    answering.cancel()
                    await asyncio.gather(answering, return_exceptions=True)
                    return
                await answering
                if received.hung_up or received.headers.get("connection") == "close":
                    return
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.connections -= 1
            writer.close()


async def _receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Received | None:
    try:
        text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = text.split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    if headers.get("transfer-encoding") == "chunked":
        raise ConnectionError("the length of every body is known")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, path, headers, body, writer)
