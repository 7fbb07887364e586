"""Several references of one call: uploaded concurrently by the asynchronous client, in order by the other."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from acme import AsyncAcme
from harness import LIBRARIES, Harness, failure, task, uploaded
from runtime.errors import BadRequestError
from runtime.files.media import Media
from samples import MP4_V2, PNG


@dataclass
class Slow:
    """A network on which uploads take a while, and end in the opposite order."""

    library: Any
    count: int
    broken: int | None = None
    running: int = 0
    most: int = 0
    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    submitted: list[Any] = field(default_factory=list)

    async def __call__(self, request: Any) -> Any:
        body = await request.aread()
        if not str(request.url).endswith("/files"):
            self.submitted.append(json.loads(body))
            return self._answer(task())
        number = int(body.split(b'filename="')[1].split(b".")[0])
        self.begun.append(number)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            for _ in range(20 * (self.count - number)):
                await asyncio.sleep(0)
            if number == self.broken:
                return self._answer(failure(400, "validation_failed"))
            if self.broken is not None:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.append(number)
            raise
        finally:
            self.running -= 1
        self.ended.append(number)
        return self._answer(uploaded(number))

    def _answer(self, response: Any) -> Any:
        return self.library.Response(response.status_code, content=response.content)


def pictures(count: int) -> list[Media]:
    return [Media(PNG + bytes([number]), name=f"{number}.png") for number in range(count)]


def create(network: Slow, references: list[Any]) -> Any:
    async def run() -> Any:
        http_client = network.library.AsyncClient(transport=network.library.MockTransport(network))
        async with http_client, AsyncAcme("key", http_client=http_client, validate="off") as client:
            return await client.every.painter.create("a cat", references=references)

    return asyncio.run(run())


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_concurrent_bounded_and_in_order(library: Any) -> None:
    network = Slow(library, 7)
    create(network, [*pictures(7), "https://a.test/x.png"])
    assert network.most == 4
    assert network.ended[:4] == [3, 2, 1, 0]
    (request,) = network.submitted
    items = request["params"]["referenceMediaItems"]
    assert [item["url"] for item in items] == [f"https://files.test/{number}" for number in range(7)] + [
        "https://a.test/x.png"
    ]
    assert [item.get("name") for item in items] == [*(f"{number}.png" for number in range(7)), None]


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_the_first_failure_ends_the_others(library: Any) -> None:
    network = Slow(library, 7, broken=2)
    with pytest.raises(BadRequestError):
        create(network, pictures(7))
    assert (network.running, network.submitted, network.ended) == (0, [], [])
    assert set(network.begun) <= {0, 1, 2, 3, 4}
    assert set(network.cancelled) == set(network.begun) - {2}


def test_a_cancelled_call_ends_its_uploads() -> None:
    network = Slow(LIBRARIES["httpx"], 3, broken=99)

    async def run() -> None:
        http_client = network.library.AsyncClient(transport=network.library.MockTransport(network))
        async with http_client, AsyncAcme("key", http_client=http_client, validate="off") as client:
            call = asyncio.create_task(client.every.painter.create("a cat", references=pictures(3)))
            while len(network.begun) < 3:
                await asyncio.sleep(0)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(run())
    assert (sorted(network.cancelled), network.submitted) == ([0, 1, 2], [])


def test_an_open_file_is_uploaded_once_for_each_kind_and_never_twice_at_a_time() -> None:
    network = Slow(LIBRARIES["httpx"], 1)
    file = io.BytesIO(MP4_V2)
    references = [Media(file, kind=kind, name="0.mp4") for kind in ("video", "audio", "video")]  # type: ignore[arg-type]
    create(network, references)
    assert (network.begun, network.most) == ([0, 0], 1)
    assert [item["kind"] for item in network.submitted[0]["params"]["referenceMediaItems"]] == [
        "video",
        "audio",
        "video",
    ]


def test_in_order_where_nothing_is_concurrent(harness: Harness) -> None:
    steps = [failure(503), uploaded(1), uploaded(2), task()]
    client = harness.script(*steps).client(validate="off")
    if type(harness).__name__ == "SyncHarness":
        harness.call(client.every.painter.create("a", references=pictures(2)))
        names = [sent.body.split(b'filename="')[1][:1] for sent in harness.sent[:3]]
        assert names == [b"0", b"0", b"1"]
    else:
        harness.call(client.every.painter.create("a", references=pictures(2)))
        assert len(harness.sent) == 4
