"""Every fault on every endpoint that makes or follows a job, with both clients over real HTTP: the books stay right.

After each scenario the wallet equals what the jobs cost, and no job exists twice.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rivya import (
    APIError,
    AsyncRivya,
    DownloadError,
    JobFailedError,
    JobTimeoutError,
    PollPolicy,
    RetryPolicy,
    Rivya,
    RivyaError,
    ServerError,
    SubmissionUncertainError,
    Timeouts,
    TransportError,
)
from rivya.emulator import Emulator, Fault

QUICK = PollPolicy(first=0.01, interval=0.02, max_interval=0.02, deadline=10)
NO_END = PollPolicy(first=0.01, interval=0.02, max_interval=0.02, deadline=0.1)
"""Where a job is never seen to end, however long it is waited for."""
PATIENT = RetryPolicy(attempts=4, initial=0.005, maximum=0.01, retry_after_cap=0.05)
PROMPT = "A lighthouse at dawn"


@dataclass(frozen=True)
class Scenario:
    """A fault (kind, value, times), the operation it strikes, how it must end, and how many jobs exist then."""

    operation: str
    kind: str
    value: object
    times: int
    ends: type[RivyaError] | None
    jobs: int

    def __str__(self) -> str:
        return f"{self.operation}-{self.kind}-{self.value}-x{self.times}"


CREATE, STATUS, UPLOAD, MEDIA = "generations.create", "generations.retrieve", "files.create", "media"
FOREVER = 100_000

SCENARIOS = [
    # What goes away by itself is got over: one job, one charge.
    *(
        Scenario(operation, kind, value, 2, None, 1)
        for operation in (CREATE, STATUS, UPLOAD)
        for kind, value in (
            ("status", 503),
            ("status", 500),
            ("status", 429),
            ("page", 502),
            ("page", 503),
            ("drop", "before"),
            ("drop", "after"),
            ("truncate", ""),
            ("latency", 0.05),
            ("drip", 0.01),
        )
    ),
    Scenario(MEDIA, "drop", "before", 2, None, 1),
    Scenario(MEDIA, "truncate", "", 2, None, 1),
    Scenario(MEDIA, "status", 503, 2, None, 1),
    Scenario(MEDIA, "drip", 0.01, 1, None, 1),
    # What stays is told apart: refused (no job), nobody knows (a job may exist), a job that failed (given back). A 503
    # with the documented code refuses; a proxy's settles nothing.
    Scenario(CREATE, "status", 503, FOREVER, ServerError, 0),
    Scenario(CREATE, "status", 400, FOREVER, APIError, 0),
    Scenario(CREATE, "drop", "before", FOREVER, SubmissionUncertainError, 0),
    Scenario(CREATE, "drop", "after", FOREVER, SubmissionUncertainError, 1),
    Scenario(CREATE, "page", 502, FOREVER, SubmissionUncertainError, 0),
    Scenario(CREATE, "page", 503, FOREVER, SubmissionUncertainError, 0),
    Scenario(CREATE, "fail", "generation_failed", 1, JobFailedError, 1),
    Scenario(STATUS, "status", 503, FOREVER, JobTimeoutError, 1),
    Scenario(STATUS, "drop", "before", FOREVER, JobTimeoutError, 1),
    Scenario(UPLOAD, "status", 503, FOREVER, ServerError, 0),
    Scenario(UPLOAD, "drop", "after", FOREVER, TransportError, 0),
    Scenario(MEDIA, "status", 404, FOREVER, DownloadError, 1),
    Scenario(MEDIA, "truncate", "", FOREVER, DownloadError, 1),
]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=100, job_seconds=0.02) as emulator:
        yield emulator


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    Image.new("RGB", (8, 8), "red").save(path)
    return path


async def settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def story(client: Any, picture: Path, out: Path) -> list[Path]:
    """The main job with an upload: the same lines for both clients, whose calls either return or are awaited."""
    job = await settled(client.image.grok_imagine.create(PROMPT, references=[picture]))
    job = await settled(job.wait())
    paths: list[Path] = await settled(job.save(out))
    return paths


def run_story(kind: str, emulator: Emulator, picture: Path, out: Path, poll: PollPolicy = QUICK) -> list[Path]:
    settings: dict[str, Any] = {
        "base_url": emulator.url,
        "poll": poll,
        "retry": PATIENT,
        "timeouts": Timeouts(request=5, upload=5, download=5),
    }

    async def tell() -> list[Path]:
        if kind == "sync":
            with Rivya(emulator.key, **settings) as client:
                return await story(client, picture, out)
        async with AsyncRivya(emulator.key, **settings) as client:
            return await story(client, picture, out)

    return asyncio.run(tell())


def assert_books(emulator: Emulator, jobs: int) -> None:
    emulator.audit()
    ids = [job["id"] for job in emulator.jobs]
    assert len(ids) == len(set(ids)) == jobs
    assert emulator.credits == 100 - sum(4 for job in emulator.jobs if job["status"] != "failed")


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_scenario(scenario: Scenario, kind: str, emulator: Emulator, picture: Path, tmp_path: Path) -> None:
    emulator.faults.add(Fault(scenario.kind, scenario.value, operation=scenario.operation, times=scenario.times))
    out = tmp_path / "out"
    if scenario.ends is None:
        (path,) = run_story(kind, emulator, picture, out)
        with Image.open(path) as image:
            image.load()
        assert [entry.name for entry in out.iterdir()] == [path.name]
    else:
        with pytest.raises(scenario.ends):
            run_story(kind, emulator, picture, out, NO_END if scenario.ends is JobTimeoutError else QUICK)
        assert not out.exists() or not list(out.iterdir()), "half a file was left"
    assert_books(emulator, scenario.jobs)


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_dropped_after_the_job_was_created_twenty_times(kind: str, emulator: Emulator) -> None:
    emulator.faults.add(Fault("drop", "after", operation=CREATE, times=20))
    retry = RetryPolicy(attempts=21, initial=0.001, maximum=0.002)

    async def tell() -> Any:
        if kind == "sync":
            with Rivya(emulator.key, base_url=emulator.url, retry=retry) as client:
                return client.image.grok_imagine.create(PROMPT)
        async with AsyncRivya(emulator.key, base_url=emulator.url, retry=retry) as client:
            return await client.image.grok_imagine.create(PROMPT)

    job = asyncio.run(tell())
    creates = [request for request in emulator.requests if request.path.endswith("/generations")]
    assert len(creates) == 21
    assert len({request.headers["idempotency-key"] for request in creates}) == 1
    assert [row["id"] for row in emulator.jobs] == [job.id]
    assert_books(emulator, 1)


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_nobody_knows_and_then_it_is_repeated(kind: str, emulator: Emulator) -> None:
    emulator.faults.add(Fault("drop", "after", operation=CREATE, times=2))
    retry = RetryPolicy(attempts=2, initial=0.001)

    async def tell(make: Callable[[Any], Any], client: Any) -> Any:
        with pytest.raises(SubmissionUncertainError) as caught:
            await settled(make(client))
        assert caught.value.idempotency_key
        return await settled(caught.value.repeat())

    async def run() -> Any:
        def make(client: Any) -> Any:
            return client.image.grok_imagine.create(PROMPT)

        if kind == "sync":
            with Rivya(emulator.key, base_url=emulator.url, retry=retry) as client:
                return await tell(make, client)
        async with AsyncRivya(emulator.key, base_url=emulator.url, retry=retry) as client:
            return await tell(make, client)

    job = asyncio.run(run())
    assert [row["id"] for row in emulator.jobs] == [job.id]
    assert_books(emulator, 1)
