"""The same call with the same local file and idempotency key makes one job, over real HTTP; and strange statuses end waits."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from client.faults.both_shells import SHELLS, client_of, settled
from client.faults.hostile_server import HostileServer, Received, job
from PIL import Image
from rivya import JobFailedError, PollPolicy
from rivya.emulator import Emulator

SOURCES: dict[str, Callable[[Path], Any]] = {
    "path": lambda path: path,
    "bytes": lambda path: path.read_bytes(),
    "file": lambda path: io.BytesIO(path.read_bytes()),
}


def paint(path: Path, colour: str) -> Path:
    Image.new("RGB", (64, 64), colour).save(path)
    return path


async def edit(client: Any, source: Any, **options: Any) -> Any:
    return await settled(client.image.grok_imagine.create("Rain", references=source, **options))


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_one_job(shell: str, source: Callable[[Path], Any], tmp_path: Path) -> None:
    path = paint(tmp_path / "cat.png", "pink")

    async def run(emulator: Emulator) -> None:
        async with client_of(shell, emulator.url) as client:
            again = client.with_options(timeout=30)
            jobs = [await edit(one, source(path), idempotency_key="order-1") for one in (client, client, again)]
            assert len({one.id for one in jobs}) == 1
            paint(path, "green")
            assert (await edit(client, source(path))).id != jobs[0].id

    with Emulator(key="key") as emulator:
        asyncio.run(run(emulator))
        emulator.audit()


@pytest.mark.parametrize("shell", SHELLS)
def test_one_reply(shell: str, tmp_path: Path) -> None:
    path = paint(tmp_path / "cat.png", "pink")

    async def run(emulator: Emulator) -> None:
        async with client_of(shell, emulator.url) as client:
            options = {"attachments": path, "idempotency_key": "question-1"}
            replies = [await settled(client.chat.gpt_5_2.send("Who is it?", **options)) for _ in range(2)]
            assert replies[0].id == replies[1].id

    with Emulator(key="key") as emulator:
        asyncio.run(run(emulator))


def test_two_calls_at_once(tmp_path: Path) -> None:
    path = paint(tmp_path / "cat.png", "pink")

    async def run(emulator: Emulator) -> None:
        uploads: list[str] = []
        shown = {"on_request": lambda request: uploads.append(request.operation)}
        async with client_of("async-own", emulator.url, **shown) as client:
            made = await asyncio.gather(*(edit(client, path) for _ in range(2)))
            assert len({one.id for one in made}) == 2
            await edit(client, path)
        assert uploads.count("files.create") in (1, 2)

    with Emulator(key="key") as emulator:
        asyncio.run(run(emulator))


@pytest.mark.parametrize("shell", SHELLS)
def test_an_upload_that_expires_is_made_again(shell: str, tmp_path: Path) -> None:
    path = paint(tmp_path / "cat.png", "pink")
    ends = {"upload-1": "2999-01-01T00:00:00Z", "upload-2": "2020-01-01T00:00:00Z", "upload-3": "soon"}

    async def serve(request: Received) -> None:
        if request.path.endswith("/files"):
            name = f"upload-{sum(one.path.endswith('/files') for one in server.requests)}"
            body = {"url": f"https://files.example/{name}", "expires_at": ends[name]}
            await request.answer(json.dumps(body).encode())
        else:
            await request.answer(job())

    async def run(url: str) -> None:
        async with client_of(shell, url) as client:
            for name in ("pink", "pink", "green", "green"):
                await edit(client, paint(path, name))

    with HostileServer(serve) as server:
        asyncio.run(run(server.url))
        made = ["u" if request.path.endswith("/files") else "c" for request in server.requests]
    assert "".join(made) == "uccucuc"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shell", SHELLS)
def test_statuses_that_are_not_documented(shell: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "rivya")
    statuses = iter(["queued", "moderating", "moderating", "cancelled"])

    async def serve(request: Received) -> None:
        await request.answer(job(next(statuses)))

    async def run(url: str) -> None:
        quick = PollPolicy(first=0.01, interval=0.01, max_interval=0.01)
        async with client_of(shell, url, poll=quick, max_credits=9) as client:
            started = await settled(client.image.z_image.create("a cat"))
            with pytest.raises(JobFailedError, match="task_1 cancelled"):
                await settled(started.wait(timeout=20))
            assert started.done
            assert (client.budgets[0].reserved, client.budgets[0].spent) == (1, 0)

    with HostileServer(serve) as server:
        asyncio.run(run(server.url))
    assert ["moderating" in record.getMessage() for record in caplog.records] == [True]
