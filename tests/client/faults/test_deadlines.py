"""A deadline bounds a whole exchange, headers included: one byte now and then does not keep a call alive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from client.faults.both_shells import SHELLS, client_of, events, settled
from client.faults.hostile_server import HostileServer, Received, head, job
from rivya import (
    DownloadError,
    JobTimeoutError,
    RequestTimeoutError,
    RetryPolicy,
    RivyaError,
    StreamInterruptedError,
    SubmissionUncertainError,
)
from runtime._transport.redirects import MOST_REDIRECTS

ONCE = RetryPolicy(attempts=1)
EVERY = 0.05
"""Seconds between two bytes. A whole answer would take a minute."""


async def wait(client: Any, folder: Path) -> object:
    return await settled(client.generations.job("task_1").wait(timeout=0.1))


async def create(client: Any, folder: Path) -> object:
    return await settled(client.image.z_image.create("a cat", timeout=0.5))


async def save(client: Any, folder: Path) -> object:
    found = await settled(client.with_options(timeout=0.5).generations.retrieve("task_1"))
    return await settled(found.save(folder))


async def stream(client: Any, folder: Path) -> object:
    return await events(client.chat.claude_sonnet_4_6.stream("hello", timeout=0.5))


async def upload(client: Any, folder: Path) -> object:
    (folder / "cat.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return await settled(client.with_options(timeout=0.5).files.create(folder / "cat.png"))


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


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("begin", ["headers", "body"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.call.__name__)
def test_a_drip_does_not_outlast_the_deadline(row: Row, begin: str, shell: str, tmp_path: Path) -> None:
    async def run() -> RivyaError:
        async with client_of(shell, server.url, retry=ONCE) as client:
            with pytest.raises(RivyaError) as raised:
                await row.call(client, tmp_path)
            return raised.value

    with HostileServer(dripping(row.call, begin)) as server:
        error = asyncio.run(run())
        server.wait_until_alone()
    wanted = SubmissionUncertainError if row.call is stream and begin == "headers" else row.error
    assert type(error) is wanted
    said = str(error) if row.error is not JobTimeoutError else f"{error} {error.__cause__}"
    assert "whole exchange took longer than" in said
    assert len(server.requests) <= 2


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.call.__name__)
def test_redirects_share_one_deadline(row: Row, shell: str, tmp_path: Path) -> None:
    async def handler(received: Received) -> None:
        if row.call is save and received.path != "/file":
            await received.answer(job("succeeded", result={"urls": [f"http://{received.headers['host']}/file"]}))
            return
        await asyncio.sleep(0.45)
        await received.answer(status="307 Temporary Redirect", location=received.path)

    async def run() -> RivyaError:
        async with client_of(shell, server.url, retry=ONCE) as client:
            with pytest.raises(RivyaError) as raised:
                await row.call(client, tmp_path)
            return raised.value

    with HostileServer(handler) as server:
        error = asyncio.run(run())
    assert type(error) is (SubmissionUncertainError if row.call is stream else row.error)
    assert "whole exchange took longer than" in f"{error} {error.__cause__}"
    assert len(server.requests) <= MOST_REDIRECTS


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
