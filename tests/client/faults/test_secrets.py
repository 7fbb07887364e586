"""Over real HTTP: no exception leads to the API key, not by its frames, nor by the requests that hang on what is behind it."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from client.faults.both_shells import SHELLS, client_of, events, settled
from client.faults.hostile_server import HostileServer, Received, head
from rivya import RetryPolicy, RivyaError, Timeouts

KEY = "rvya_sk_0123456789abcdef"
TESTS = str(Path(__file__).parents[2])
ONCE = RetryPolicy(attempts=1)


def behind(error: BaseException | None, seen: set[int]) -> Iterator[BaseException]:
    if error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        yield from behind(error.__cause__, seen)
        yield from behind(error.__context__, seen)


def said_of(error: BaseException) -> Iterator[str]:
    """Yield what a report of an exception may show, apart from the frames of the tests."""
    for one in behind(error, set()):
        yield f"{one!r} {one} {vars(one)!r}"
        try:
            request = getattr(one, "request", None)
        except RuntimeError:  # of those that have none
            request = None
        yield repr(list(getattr(request, "headers", {}).items()))
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if not frame.f_code.co_filename.startswith(TESTS):
                yield from (f"{frame.f_code.co_filename}: {name}={value!r}" for name, value in frame.f_locals.items())


async def gone(received: Received) -> None:
    received.hang_up()


async def silent(received: Received) -> None:
    await asyncio.sleep(60)


async def half(received: Received) -> None:
    await received.send(head(1000), b"{")
    received.hang_up()


async def nonsense(received: Received) -> None:
    await received.send(b"HTTP/9.9 what\r\n\r\n")
    received.hang_up()


async def status_line(received: Received) -> None:
    await received.send(f"HTTP/1.1 {KEY} {KEY}\r\n\r\n".encode())
    received.hang_up()


async def header_line(received: Received) -> None:
    await received.send(f"HTTP/1.1 200 OK\r\n{KEY} \x01: {KEY}\r\n\r\n".encode())
    received.hang_up()


async def length(received: Received) -> None:
    await received.send(f"HTTP/1.1 200 OK\r\ncontent-length: {KEY}\r\n\r\n".encode())
    received.hang_up()


async def half_a_body(received: Received) -> None:
    await received.send(head(1000), b'{"id": "' + KEY.encode())
    received.hang_up()


async def half_packed(received: Received) -> None:
    body = gzip.compress(f'{{"id": "{KEY}", "more": "{random.Random(0).randbytes(5000).hex()}"}}'.encode())[:-500]
    await received.send(head(len(body), content_encoding="gzip") + body)


async def wrong_chunks(received: Received) -> None:
    start = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    await received.send(start + f"18\r\n{KEY}\r\n{KEY}\r\n".encode())
    received.hang_up()


async def quoting_stream(received: Received) -> None:
    event = json.dumps({"delta": KEY})
    await received.send(head(1000, "text/event-stream"), f"data: {event}\n\nid: {KEY}\ndata: {event}".encode())
    received.hang_up()


async def error_in_a_stream(received: Received) -> None:
    events = [{"delta": KEY[:9]}, {"delta": KEY[9:]}, {"error": {"code": KEY, "message": KEY}}]
    body = "".join(f"event: {KEY}\ndata: {json.dumps(event)}\n\n" for event in events)
    await received.answer(body.encode(), "text/event-stream")


async def half_a_stream(received: Received) -> None:
    await received.send(head(1000, "text/event-stream"), b"data: {}\n\n")
    received.hang_up()


MALFORMED = [gone, silent, half, nonsense, status_line, header_line, length, half_a_body, half_packed, wrong_chunks]
STREAMED = [half_a_stream, quoting_stream, error_in_a_stream]


async def call(client: Any, *, stream: bool) -> object:
    if stream:
        return await events(client.chat.claude_sonnet_4_6.stream("hello"))
    return await settled(client.image.z_image.create("a cat"))


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("handler", [*MALFORMED, *STREAMED, None])
def test_no_fault_leads_to_the_key(handler: Any, shell: str) -> None:
    async def run() -> None:
        bounds = Timeouts(request=0.3 if handler is silent else 60.0)
        async with client_of(shell, url, key=KEY, retry=ONCE, timeouts=bounds) as client:
            with pytest.raises(RivyaError) as raised:
                await call(client, stream=handler in STREAMED)
            assert raised.value.__cause__ is not None or handler is error_in_a_stream
            assert [text for text in said_of(raised.value) if KEY in text] == []

    with HostileServer(handler or gone) as server:
        url = server.url if handler is not None else "http://127.0.0.1:9"
        asyncio.run(run())
        sent = [received.headers["authorization"] for received in server.requests]
    assert sent == [f"Bearer {KEY}"] * (handler is not None)
