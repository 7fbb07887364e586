"""A deadline bounds a whole exchange, headers included: one byte now and then does not keep a call alive."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from client.faults.both_shells import SHELLS, client_of, events, settled
from client.faults.hostile_server import Handler, HostileServer, Received, head, job
from rivya import (
    DownloadError,
    JobTimeoutError,
    RequestTimeoutError,
    RetryPolicy,
    RivyaError,
    StreamInterruptedError,
    SubmissionUncertainError,
)
from runtime._transport.flow import SHORTEST_TIMEOUT
from runtime._transport.redirects import MOST_REDIRECTS

ONCE = RetryPolicy(attempts=1)
EVERY = 0.05
"""Seconds between two bytes. A whole answer would take a minute."""


async def wait(client: Any, folder: Path) -> object:
    return await settled(client.generations.job("task_1").wait(timeout=0.1))


async def create(client: Any, folder: Path) -> object:
    return await settled(client.image.z_image.create("a cat", timeout=SHORTEST_TIMEOUT))


async def save(client: Any, folder: Path) -> object:
    found = await settled(client.with_options(timeout=SHORTEST_TIMEOUT).generations.retrieve("task_1"))
    return await settled(found.save(folder))


async def stream(client: Any, folder: Path) -> object:
    return await events(client.chat.claude_sonnet_4_6.stream("hello", timeout=SHORTEST_TIMEOUT))


async def upload(client: Any, folder: Path) -> object:
    (folder / "cat.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return await settled(client.with_options(timeout=SHORTEST_TIMEOUT).files.create(folder / "cat.png"))


def dripping(call: Any, start_of_drip: str) -> Callable[[Received], Any]:
    """Return a handler that sends its answer byte by byte: from the first, or from the body on."""

    async def handler(received: Received) -> None:
        if received.path == "/file":
            answer = head(5000, "image/png") + bytes(5000)
        elif received.path.endswith("/stream"):
            answer = head(None, "text/event-stream") + b": nothing\n\n" * 500
        elif call is save:
            await received.answer(job("succeeded", result={"urls": [f"http://{received.headers['host']}/file"]}))
            return
        else:
            answer = head(len(job()) + 1000) + job() + b" " * 1000
        start = answer.index(b"\r\n\r\n") + 4 if start_of_drip == "body" else 0
        await received.send(answer[:start])
        await received.send(*[answer[index : index + 1] for index in range(start, len(answer))], every=EVERY)

    return handler


def redirecting(call: Any) -> Handler:
    """Return a handler that sends each request to where it is already, within the time of a whole exchange."""

    async def handler(received: Received) -> None:
        if call is save and received.path != "/file":
            await received.answer(job("succeeded", result={"urls": [f"http://{received.headers['host']}/file"]}))
            return
        await asyncio.sleep(0.6 * SHORTEST_TIMEOUT)
        await received.answer(status="307 Temporary Redirect", location=received.path)

    return handler


@dataclass
class Row:
    """A call, and the error that it ends in."""

    call: Callable[[Any, Path], Any]
    error: type[RivyaError]


ROWS = [
    Row(wait, JobTimeoutError),
    Row(create, SubmissionUncertainError),
    Row(save, DownloadError),
    Row(stream, StreamInterruptedError),
    Row(upload, RequestTimeoutError),
]


@dataclass
class Ended:
    """How a call with one of the clients ended, and what its server was asked."""

    row: Row
    shell: str
    error: RivyaError
    requests: int

    def __str__(self) -> str:
        return f"{self.row.call.__name__}-{self.shell}"


def end(handler: Handler, row: Row, shell: str, folder: Path) -> Ended:
    """Return how a call with one of the clients ends."""
    folder.mkdir()

    async def run() -> RivyaError:
        async with client_of(shell, server.url, retry=ONCE) as client:
            with pytest.raises(RivyaError) as raised:
                await row.call(client, folder)
            return raised.value

    with HostileServer(handler) as server:
        error = asyncio.run(run())
        server.wait_until_alone()
    return Ended(row, shell, error, len(server.requests))


def endings(folder: Path) -> dict[str, list[Ended]]:
    """Return how every call ends with every client on every kind of server: at the same time, as they wait for the clock."""
    handlers: dict[str, Callable[[Any], Handler]] = {
        "headers": lambda call: dripping(call, "headers"),
        "body": lambda call: dripping(call, "body"),
        "redirects": redirecting,
    }
    with ThreadPoolExecutor(len(handlers) * len(ROWS) * len(SHELLS)) as pool:
        ended = {
            name: [
                pool.submit(end, handlers[name](row.call), row, shell, folder / f"{name}-{row.call.__name__}-{shell}")
                for row, shell in itertools.product(ROWS, SHELLS)
            ]
            for name in handlers
        }
        return {name: [one.result() for one in ended[name]] for name in ended}


def test_neither_a_drip_nor_redirects_outlast_the_deadline(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for name, all_ended in endings(tmp_path).items():
        for one in all_ended:
            with subtests.test(f"{name}-{one}"):
                uncertain = one.row.call is stream and name != "body"
                assert type(one.error) is (SubmissionUncertainError if uncertain else one.row.error)
                timed = one.row.error is JobTimeoutError or name == "redirects"
                said = f"{one.error} {one.error.__cause__}" if timed else str(one.error)
                assert "whole exchange took longer than" in said
                assert one.requests <= (MOST_REDIRECTS if name == "redirects" else 2)


def test_many_jobs_have_one_deadline() -> None:
    async def never(received: Received) -> None:
        await asyncio.sleep(3600)

    async def run() -> None:
        async with client_of("sync-own", server.url, retry=ONCE) as client:
            jobs = [client.generations.job(f"task_{number}") for number in range(8)]
            with pytest.raises(JobTimeoutError) as raised:
                await settled(client.generations.wait_all(jobs, timeout=0.1))
            assert len(raised.value.jobs) == 8

    with HostileServer(never) as server:
        asyncio.run(run())
    assert len(server.requests) < 8  # the first jobs use up the time of all; with a time of their own, each would ask
