"""What is read has a bound, counted unpacked: answers, errors, streams and files, with a typed error for each."""

from __future__ import annotations

import asyncio
import gzip
import resource
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from client.faults.both_shells import SHELLS, client_of, events, settled
from client.faults.hostile_server import HostileServer, Received, head, job
from rivya import (
    ConnectionFailedError,
    DownloadError,
    ResponseTooLargeError,
    RetryPolicy,
    RivyaError,
    ServerError,
    SizeLimits,
    StreamInterruptedError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)

MEGABYTES = 1_000_000
MOST = 120 * MEGABYTES
"""How much more memory a process may need for an answer, over what it has had."""
SMALL = SizeLimits(answer=200_000, download=50_000)
ONCE = RetryPolicy(attempts=1)


@cache
def bomb() -> bytes:
    """Return 600 megabytes of spaces, packed as one: a megabyte that refers to nothing before it, again and again."""
    packer, spaces, checksum = zlib.compressobj(9, zlib.DEFLATED, 31), b" " * MEGABYTES, 0
    first = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(600):
        checksum = zlib.crc32(spaces, checksum)
    end = packer.flush()[:-8] + struct.pack("<2L", checksum, 600 * MEGABYTES)
    return first + packed * 599 + end


async def create(client: Any, folder: Path) -> object:
    return await settled(client.image.z_image.create("a cat"))


async def balance(client: Any, folder: Path) -> object:
    return await settled(client.credits.balance())


async def save(client: Any, folder: Path) -> object:
    found = await settled(client.generations.retrieve("task_1"))
    return await settled(found.save(folder))


async def stream(client: Any, folder: Path) -> object:
    return await events(client.chat.claude_sonnet_4_6.stream("hello"))


async def packed(received: Received) -> None:
    await received.answer(bomb(), content_encoding="gzip")


async def packed_error(received: Received) -> None:
    await received.answer(bomb(), "text/html", "500 Oops", content_encoding="gzip")


async def packed_stream(received: Received) -> None:
    await received.send(head(None, "text/event-stream", content_encoding="gzip"), bomb())
    received.hang_up()


async def packed_file(received: Received) -> None:
    if received.path == "/file":
        await received.answer(bomb(), "image/png", content_encoding="gzip")
    else:
        await received.answer(job("succeeded", result={"urls": [f"http://{received.headers['host']}/file"]}))


async def endless_line(received: Received) -> None:
    await received.send(head(None, "text/event-stream"), b"data: ", *[b"x" * 60_000] * 1000)


async def endless_error(received: Received) -> None:
    await received.send(head(None, "text/html", "500 Oops"), *[b"x" * 60_000] * 1000)


@dataclass
class Row:
    """A call, how the server answers, and the error it ends in; `cause` where that has a reason of its own."""

    call: Callable[[Any, Path], Any]
    handler: Callable[[Received], Any]
    error: type[RivyaError]
    cause: type[RivyaError] | None = ResponseTooLargeError

    def __str__(self) -> str:
        return f"{self.call.__name__}-{self.handler.__name__}"


ROWS = [
    Row(create, packed, SubmissionUncertainError),
    Row(balance, packed, ResponseTooLargeError, None),
    Row(balance, packed_error, ServerError, None),
    Row(balance, endless_error, ServerError, None),
    Row(save, packed_file, DownloadError),
    Row(stream, packed_stream, StreamInterruptedError),
    Row(stream, endless_line, StreamInterruptedError),
]


@pytest.mark.parametrize(
    ("shell", "limits"),
    [*((shell, SMALL) for shell in SHELLS), ("sync-own", None), ("async-own", None)],  # a default is a number as well
    ids=lambda value: value if isinstance(value, str) else "default" if value is None else "small",
)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_bound(row: Row, limits: SizeLimits | None, shell: str, tmp_path: Path) -> None:
    async def run() -> RivyaError:
        async with client_of(shell, server.url, retry=ONCE, size_limits=limits) as client:
            with pytest.raises(RivyaError) as raised:
                await row.call(client, tmp_path)
            return raised.value

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with HostileServer(row.handler) as server:
        error = asyncio.run(run())
        server.wait_until_alone()
    assert type(error) is row.error
    if row.cause is not None:
        assert type(error.__cause__) is row.cause
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_a_packed_answer_is_read(shell: str) -> None:
    async def handler(received: Received) -> None:
        assert received.headers["accept-encoding"] == "gzip"
        first, second = job()[:20], job()[20:]
        await received.answer(gzip.compress(first) + gzip.compress(second), content_encoding="gzip")

    async def run() -> None:
        async with client_of(shell, server.url) as client:
            assert (await settled(client.generations.retrieve("task_1"))).status == "queued"

    with HostileServer(handler) as server:
        asyncio.run(run())


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072, 200_000])
def test_a_packed_answer_of_any_size_is_whole(size: int) -> None:
    answer = job(note="x" * (size - len(job(note=""))))
    assert len(answer) == size

    async def handler(received: Received) -> None:
        await received.answer(gzip.compress(answer), content_encoding="gzip")

    async def run() -> None:
        async with client_of("sync-own", server.url, retry=ONCE) as client:
            assert len(client.generations.retrieve("task_1").raw["note"]) == size - len(job(note=""))

    with HostileServer(handler) as server:
        asyncio.run(run())


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("body", "packing"),
    [
        (gzip.compress(job() + b" " * 1000)[:-20], "gzip"),
        (b"not packed at all", "gzip"),
        (job(), "br"),
    ],
    ids=["breaks-off", "not-packed", "not-asked-for"],
)
def test_a_body_that_cannot_be_unpacked(body: bytes, packing: str, shell: str) -> None:
    async def handler(received: Received) -> None:
        await received.answer(body, content_encoding=packing)

    async def run() -> None:
        async with client_of(shell, server.url, retry=ONCE) as client:
            with pytest.raises(ConnectionFailedError, match="pack"):
                await settled(client.generations.retrieve("task_1"))

    with HostileServer(handler) as server:
        asyncio.run(run())


@pytest.mark.parametrize("shell", SHELLS)
def test_an_answer_about_another_job_is_not_taken(shell: str) -> None:
    async def handler(received: Received) -> None:
        await received.answer(job("succeeded", "task_2"))

    async def run() -> None:
        async with client_of(shell, server.url, retry=ONCE) as client:
            asked = client.generations.job("task_1")
            with pytest.raises(UnexpectedResponseError, match="another job than 'task_1'"):
                await settled(asked.refresh())
            assert asked.status is None

    with HostileServer(handler) as server:
        asyncio.run(run())
