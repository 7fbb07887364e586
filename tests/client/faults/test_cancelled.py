"""Cancelled calls leave nothing behind: no connection that is stuck, no task, no file; at whatever moment, with either library."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from client.faults.hostile_server import HostileServer, Received, head, job
from rivya import AsyncRivya, AttemptOutcome, Rivya, SentRequest

LIBRARIES = {"own": None, "httpx": httpx, "httpx2": httpx2}
CONNECTIONS = 10
EVENT = b'data: {"choices":[{"delta":{"content":"a"}}]}\n\n'


async def slow(received: Received) -> None:
    """Answer each request in pieces, so that there is something to cancel everywhere."""
    if received.path.endswith("/stream"):
        await received.send(head(None, "text/event-stream"), *[EVENT] * 50, every=0.002)
        received.hang_up()
    elif received.method == "POST":
        answer = head(len(job())) + job()
        await received.send(answer[:20], answer[20:90], answer[90:], every=0.002)
    elif received.path == "/file":
        await received.send(head(100_000, "image/png"), *[bytes(1000)] * 100, every=0.001)
    else:
        result = {"urls": [f"http://{received.headers['host']}/file"]}
        await received.answer(job("succeeded", result=result))


@asynccontextmanager
async def client_of(library: str, url: str) -> AsyncIterator[AsyncRivya]:
    made = LIBRARIES[library]
    if made is None:
        async with AsyncRivya("key", base_url=url) as client:
            yield client
        return
    limits = made.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with (
        made.AsyncClient(limits=limits) as http_client,
        AsyncRivya("key", base_url=url, http_client=http_client) as client,
    ):
        yield client


async def create(client: AsyncRivya, folder: Path) -> object:
    return await client.image.z_image.create("a cat")


async def stream(client: AsyncRivya, folder: Path) -> object:
    async with client.chat.claude_sonnet_4_6.stream("hello") as events:
        return [event async for event in events]


async def save(client: AsyncRivya, folder: Path) -> object:
    found = await client.generations.retrieve("task_1")
    return await found.save(folder)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("call", [create, stream, save], ids=lambda call: call.__name__)
def test_cancelled_calls_leave_nothing(library: str, call: Any, tmp_path: Path) -> None:
    chance = Random(7)

    async def run() -> None:
        async with client_of(library, server.url) as client:
            for _ in range(8):
                tasks = [asyncio.create_task(call(client, tmp_path)) for _ in range(40)]
                for task in tasks:
                    asyncio.get_running_loop().call_later(chance.random() * 0.04, task.cancel)
                await asyncio.gather(*tasks, return_exceptions=True)
            # All connections are there for the calls that come after.
            async with asyncio.timeout(20):
                answers = await asyncio.gather(*[create(client, tmp_path) for _ in range(3 * CONNECTIONS)])
            assert len(answers) == 3 * CONNECTIONS
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with HostileServer(slow) as server:
        asyncio.run(run())
        gc.collect()
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


async def anyio_group(client: AsyncRivya, seconds: float) -> None:
    with anyio.move_on_after(seconds):
        async with anyio.create_task_group() as group:
            for _ in range(2 * CONNECTIONS):
                group.start_soon(client.image.z_image.create, "a cat")


async def task_group(client: AsyncRivya, seconds: float) -> None:
    async def fail() -> None:
        await asyncio.sleep(seconds)
        raise KeyError

    with contextlib.suppress(BaseExceptionGroup):
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            for _ in range(2 * CONNECTIONS):
                group.create_task(client.image.z_image.create("a cat"))


async def wait_for(client: AsyncRivya, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(client.image.z_image.create("a cat"), seconds)


async def twice(client: AsyncRivya, seconds: float) -> None:
    task = asyncio.create_task(client.image.z_image.create("a cat"))
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("cut_short", [anyio_group, task_group, wait_for, twice], ids=lambda way: way.__name__)
def test_however_it_is_cancelled(library: str, cut_short: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with client_of(library, server.url) as client:
            for number in range(15):  # the first before anything is known of the library
                await cut_short(client, 0.002 * number)
            async with asyncio.timeout(20):
                await asyncio.gather(*[create(client, tmp_path) for _ in range(3 * CONNECTIONS)])
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with HostileServer(slow) as server:
        asyncio.run(run())


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_server_that_never_answers_holds_nothing(library: str, tmp_path: Path) -> None:
    async def never(received: Received) -> None:
        if silent:
            await asyncio.sleep(3600)
        await received.answer(job())

    silent = True

    async def run() -> None:
        nonlocal silent
        async with client_of(library, server.url) as client:
            tasks = [
                asyncio.create_task(create(client, tmp_path)) for _ in range(130)
            ]  # more than there are connections
            await asyncio.sleep(0.5)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            sent = len(server.requests)
            silent = False
            async with asyncio.timeout(20):
                await asyncio.gather(*[create(client, tmp_path) for _ in range(100)])
            # What still waited for a connection was never sent.
            assert len(server.requests) == sent + 100

    with HostileServer(never) as server:
        asyncio.run(run())


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_abandoned_exchange_ends_with_the_client(library: str, tmp_path: Path) -> None:
    async def never(received: Received) -> None:
        await asyncio.sleep(3600)

    async def run() -> None:
        async with client_of(library, server.url) as client:
            for seconds in (0.0, 0.001, 0.05):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await create(client, tmp_path)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with HostileServer(never) as server:
        asyncio.run(run())
        server.wait_until_alone()


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_an_attempt_that_is_cut_short_is_told_of_as_ended(library: Any, caplog: pytest.LogCaptureFixture) -> None:
    begun: list[SentRequest] = []
    ended: list[AttemptOutcome] = []
    hooks: dict[str, Any] = {"on_request": begun.append, "on_response": ended.append}
    caplog.set_level(logging.DEBUG, "rivya")

    def interrupted(request: Any) -> Any:
        raise KeyboardInterrupt

    with library.Client(transport=library.MockTransport(interrupted)) as http_client:
        client = Rivya("key", http_client=http_client, **hooks)
        with pytest.raises(KeyboardInterrupt):
            client.credits.balance()

    async def run() -> None:
        async def never(request: Any) -> Any:
            arrived.set()
            await asyncio.Event().wait()

        arrived = asyncio.Event()
        async with library.AsyncClient(transport=library.MockTransport(never)) as http_client:
            call = asyncio.create_task(AsyncRivya("key", http_client=http_client, **hooks).credits.balance())
            await arrived.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(run())
    assert [one.request for one in ended] == begun
    assert [one.fault for one in ended] == ["KeyboardInterrupt", "CancelledError"]
    assert ["KeyboardInterrupt" in caplog.messages[0], "CancelledError" in caplog.messages[-1]] == [True, True]


def is_open(path: Path) -> bool:
    return any(os.path.realpath(one) == str(path) for one in Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only there, open files are listed")
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_a_cancelled_upload_that_waits_in_line_holds_no_file(library: str, tmp_path: Path) -> None:
    async def never(received: Received) -> None:
        await asyncio.sleep(3600)

    async def run() -> None:
        async with client_of(library, server.url) as client:
            others = [asyncio.create_task(create(client, tmp_path)) for _ in range(CONNECTIONS)]
            while len(server.requests) < CONNECTIONS:
                await asyncio.sleep(0.01)
            upload = asyncio.create_task(client.files.create(picture))
            while not is_open(picture):
                await asyncio.sleep(0.01)
            upload.cancel()
            await asyncio.gather(upload, return_exceptions=True)
            assert not is_open(picture)
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

    picture = (tmp_path / "picture.png").resolve()
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with HostileServer(never) as server:
        asyncio.run(run())
