"""HTTP clients of event loops, threads and processes: each has one of its own, made once, and closed where it is used."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import httpx2
import pytest
from client.faults.hostile_server import HostileServer, Received, job
from rivya import AsyncRivya, ConfigurationError, Rivya

BUDGET = 100.0
THREADS = 20
LIBRARY = pytest.mark.parametrize("library", [httpx, httpx2])


async def accept(received: Received) -> None:
    """Accept every job."""
    await received.answer(job())


@contextmanager
def loop_in_a_thread() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


# --- A caller's client in a second event loop -------------------------------------------------------------------------


async def create(client: AsyncRivya) -> object:
    return await client.image.z_image.create("a cat", idempotency_key="order-1")


@LIBRARY
def test_a_callers_client_stays_in_its_loop(library: Any) -> None:
    with HostileServer(accept) as server:
        http_client = library.AsyncClient()
        client = AsyncRivya("key", base_url=server.url, http_client=http_client, max_credits=BUDGET)
        with asyncio.Runner() as first:
            first.run(create(client))
            reserved = client.budgets[0].reserved
            for _ in range(2):
                with pytest.raises(ConfigurationError, match=r"another event loop.* leave http_client out") as raised:
                    asyncio.run(client.image.z_image.create("a cat"))
                assert not hasattr(raised.value, "__notes__")
            assert client.budgets[0].reserved == reserved
            first.run(create(client))
            first.run(http_client.aclose())
    assert len(server.requests) == 2


def test_a_client_of_our_own_has_one_for_each_loop() -> None:
    with HostileServer(accept) as server:
        client = AsyncRivya("key", base_url=server.url)

        async def use() -> None:
            for _ in range(2):
                await create(client)
            await client._transport.connection.client().aclose()

        asyncio.run(use())
        asyncio.run(use())
    assert len(server.requests) == 4


@LIBRARY
def test_a_transport_without_connections_works_in_any_loop(library: Any) -> None:
    transport = library.MockTransport(lambda request: library.Response(200, content=job()))
    client = AsyncRivya("key", http_client=library.AsyncClient(transport=transport))
    assert [asyncio.run(create(client)).id for _ in range(3)] == ["task_1"] * 3  # type: ignore[attr-defined]


@LIBRARY
def test_what_fails_in_a_second_loop_after_it_was_sent_leaves_its_trace(library: Any) -> None:
    class Bound(library.AsyncBaseTransport):  # type: ignore[misc]
        """Like a library that tells nothing, and finds out about the loop where it waits for the answer."""

        sent = 0
        loop: asyncio.AbstractEventLoop | None = None

        async def handle_async_request(self, _: object) -> Any:
            self.sent += 1
            self.loop = self.loop or asyncio.get_running_loop()
            if self.loop.is_closed():
                raise RuntimeError("Event loop is closed")
            return library.Response(200, content=job())

    transport = Bound()
    client = AsyncRivya("key", http_client=library.AsyncClient(transport=transport), max_credits=BUDGET)
    asyncio.run(client.image.z_image.create("a cat"))
    reserved = client.budgets[0].reserved
    with pytest.raises(ConfigurationError, match="another event loop") as raised:
        asyncio.run(create(client))
    assert str(raised.value.__cause__) == "Event loop is closed"
    assert "idempotency_key='order-1'" in raised.value.__notes__[0]
    assert "may be there, and charged" in raised.value.__notes__[0]
    assert (transport.sent, client.budgets[0].reserved) == (2, 2 * reserved)


@LIBRARY
def test_a_client_that_keeps_no_connection_works_in_any_loop_and_raises_what_is_its_own(library: Any) -> None:
    async def authorize(request: Any) -> None:
        if len(server.requests) == 2:
            raise RuntimeError("no token")

    async def run() -> object:
        return await create(client)

    with HostileServer(accept) as server:
        http_client = library.AsyncClient(
            limits=library.Limits(max_keepalive_connections=0), event_hooks={"request": [authorize]}
        )
        client = AsyncRivya("key", base_url=server.url, http_client=http_client, max_credits=BUDGET)
        for _ in range(2):
            asyncio.run(run())
        reserved = client.budgets[0].reserved
        with pytest.raises(RuntimeError, match="no token"):
            asyncio.run(run())
        assert client.budgets[0].reserved == reserved
    assert len(server.requests) == 2


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_clients_of_other_loops_are_closed_where_they_run() -> None:
    async def run() -> None:
        async with AsyncRivya("key", base_url=server.url) as client:
            await create(client)
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(create(client), elsewhere))
            assert server.connections == 2

    with HostileServer(accept) as server, loop_in_a_thread() as elsewhere:
        asyncio.run(run())
        server.wait_until_alone()


# --- Making -----------------------------------------------------------------------------------------------------------


def counting(client: Any, before: Callable[[], object] = lambda: None) -> list[object]:
    """Return the HTTP clients that a client makes from now on."""
    connection = client._transport.connection
    made: list[object] = []
    make = connection._make

    def noting() -> object:
        before()
        made.append(make())
        return made[-1]

    connection._make = noting
    return made


def test_threads_that_begin_at_once_make_one_client() -> None:
    with HostileServer(accept) as server, Rivya("key", base_url=server.url) as client:
        made, barrier = counting(client), threading.Barrier(THREADS)

        def use() -> None:
            barrier.wait()
            client.image.z_image.create("a cat")

        threads = [threading.Thread(target=use) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(made), len(server.requests)) == (1, THREADS)


def test_a_client_that_could_not_be_made_is_tried_again() -> None:
    def fail() -> None:
        if not tried:
            tried.append("once")
            raise ConfigurationError("not yet")

    tried: list[str] = []
    with HostileServer(accept) as server, Rivya("key", base_url=server.url) as client:
        made = counting(client, fail)
        with pytest.raises(ConfigurationError, match="not yet"):
            client.image.z_image.create("a cat")
        client.image.z_image.create("a cat")
    assert len(made) == 1


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_whoever_makes_a_client_holds_up_neither_other_clients_nor_a_forked_process() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        if os.getpid() == parent:
            begun.set()
            go_on.wait()

    parent = os.getpid()
    with (
        HostileServer(accept) as server,
        Rivya("key", base_url=server.url) as slow,
        Rivya("key", base_url=server.url) as other,
    ):
        made = counting(slow, wait)
        making = threading.Thread(target=slow.image.z_image.create, args=("a cat",))
        making.start()
        begun.wait()
        other.image.z_image.create("a cat")
        if (child := os.fork()) == 0:
            slow.image.z_image.create("a cat")
            os._exit(7 if len(made) == 1 else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        go_on.set()
        making.join()
    assert (len(made), len(server.requests)) == (1, 3)
