"""What was never sent costs nothing, what was sent leaves a trace, and who watches costs no call: over real HTTP."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import ssl
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from client.faults.both_shells import LIBRARIES, SHELLS, client_of, settled
from client.faults.hostile_server import HostileServer, Received, job
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from rivya import (
    AsyncRivya,
    BudgetExceededError,
    ConfigurationError,
    ConnectionFailedError,
    PollPolicy,
    RequestTimeoutError,
    RetryPolicy,
    Rivya,
    RivyaError,
    SubmissionUncertainError,
)
from rivya.emulator import Emulator

BUDGET = 100.0
RETRY = RetryPolicy(attempts=3, initial=0.001)


class Broken(Exception):
    """A fault of the application's own."""


async def accept(received: Received) -> None:
    """Accept every job."""
    await received.answer(job())


async def silence(received: Received) -> None:
    """Never answer."""
    await asyncio.sleep(3600)


def fail(*_: object, **__: object) -> None:
    raise Broken


@pytest.mark.parametrize("shell", SHELLS)
def test_a_hook_that_raises_before_the_request_leaves(shell: str) -> None:
    async def run() -> None:
        async with client_of(shell, server.url, max_credits=BUDGET, on_request=fail) as client:
            with pytest.raises(Broken) as raised:
                await settled(client.image.z_image.create("a cat"))
            assert client.budgets[0].reserved == 0
            assert not hasattr(raised.value, "__notes__")

    with HostileServer(accept) as server:
        asyncio.run(run())
    assert server.requests == []


@pytest.mark.parametrize("client_class", [Rivya, AsyncRivya])
@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "http://proxy.invalid:3128"])
def test_a_proxy_that_is_not_there(client_class: Any, proxy: str) -> None:
    async def run() -> None:
        client = client_class("key", proxy=proxy, max_credits=BUDGET, retry=RetryPolicy(attempts=1))
        with pytest.raises(ConnectionFailedError):
            await settled(client.image.z_image.create("a cat"))
        assert client.budgets[0].reserved == 0
        await settled(client.close() if client_class is Rivya else client.aclose())

    asyncio.run(run())


class Unsuitable:
    """Has what is looked at first, and nothing else."""

    def close(self) -> None:
        """Close nothing."""

    async def aclose(self) -> None:
        """Close nothing."""

    build_request = fail
    send = fail


@pytest.mark.parametrize("client_class", [Rivya, AsyncRivya])
def test_an_http_client_that_fails_before_it_sends(client_class: Any) -> None:
    async def run() -> None:
        client = client_class("key", http_client=Unsuitable(), max_credits=BUDGET)
        with pytest.raises((Broken, ConfigurationError)):
            await settled(client.image.z_image.create("a cat"))
        assert client.budgets[0].reserved == 0

    asyncio.run(run())


@pytest.mark.parametrize("library", ["own", "httpx", "httpx2"])
def test_a_cancelled_call_says_how_to_go_on(library: str) -> None:
    async def run() -> None:
        async with client_of(f"async-{library}", server.url, max_credits=BUDGET) as client:
            call = asyncio.create_task(client.image.z_image.create("a cat", idempotency_key="order-1"))
            while not server.requests:
                await asyncio.sleep(0.005)
            call.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await call
            assert client.budgets[0].reserved > 0
            assert "idempotency_key='order-1'" in raised.value.__notes__[0]
            assert "may be there, and charged" in raised.value.__notes__[0]

    with HostileServer(silence) as server:
        asyncio.run(run())


def test_what_is_cancelled_before_it_left_costs_nothing() -> None:
    async def run() -> None:
        async with AsyncRivya("key", base_url=server.url, max_credits=BUDGET) as client:
            call = asyncio.create_task(client.image.z_image.create("a cat"))
            await asyncio.sleep(0)
            call.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await call
            assert client.budgets[0].reserved == 0
            assert not hasattr(raised.value, "__notes__")

    with HostileServer(accept) as server:
        asyncio.run(run())
    assert server.requests == []


def test_an_interrupted_call_says_how_to_go_on() -> None:
    def interrupt() -> None:
        while not server.requests:
            pass
        signal.pthread_kill(main, signal.SIGINT)

    main = threading.get_ident()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with HostileServer(silence) as server, Rivya("key", base_url=server.url, max_credits=BUDGET) as client:
            threading.Thread(target=interrupt).start()
            with pytest.raises(KeyboardInterrupt) as raised:
                client.image.z_image.create("a cat", idempotency_key="order-2")
            assert client.budgets[0].reserved > 0
    finally:
        signal.signal(signal.SIGINT, before)
    assert "idempotency_key='order-2'" in raised.value.__notes__[0]


@pytest.mark.parametrize("call", ["wait", "wait_all", "as_completed"])
def test_a_cancelled_wait_names_the_jobs_that_go_on(call: str) -> None:
    async def run() -> BaseException:
        async with AsyncRivya("key", base_url=server.url) as client:
            jobs = [client.generations.job(name) for name in ("task_1", "task_2")]
            waits = {
                "wait": jobs[0].wait,
                "wait_all": lambda: client.generations.wait_all(jobs),
                "as_completed": lambda: completed(client, jobs),
            }
            task = asyncio.create_task(waits[call]())
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await task
            return raised.value

    async def completed(client: AsyncRivya, jobs: Any) -> None:
        async for _ in client.generations.as_completed(jobs):
            pass

    with HostileServer(silence) as server:
        error = asyncio.run(run())
    wanted = "task_1;" if call == "wait" else "task_1, task_2;"
    assert f"these jobs go on: {wanted}" in error.__notes__[0]


class BrokenProcessor(SpanProcessor):
    """Raises whenever a span begins or ends."""

    on_start = fail
    on_end = fail


class BrokenHandler(logging.Handler):
    """Raises at every record."""

    emit = fail


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("watcher", ["hook", "coroutine", "span", "log"])
def test_who_watches_costs_no_call(watcher: str, shell: str, caplog: pytest.LogCaptureFixture) -> None:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(BrokenProcessor())
    options: dict[str, Any] = {
        "hook": {"on_response": fail},
        "coroutine": {"on_response": lambda _: asyncio.sleep(0)},
        "span": {"tracing": provider},
        "log": {},
    }[watcher]
    logger, handler = logging.getLogger("rivya"), BrokenHandler(logging.DEBUG)
    if watcher == "log":
        logger.setLevel(logging.DEBUG)
        logger.addHandler(handler)

    async def run() -> None:
        async with client_of(shell, server.url, max_credits=BUDGET, **options) as client:
            for _ in range(3):
                assert (await settled(client.image.z_image.create("a cat"))).id == "task_1"

    try:
        with HostileServer(accept) as server:
            asyncio.run(run())
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert len(server.requests) == 3
    told = [record for record in caplog.records if record.name == "rivya" and record.levelno >= logging.ERROR]
    assert len(told) == (0 if watcher == "log" else 1)


@pytest.mark.parametrize("client_class", [Rivya, AsyncRivya])
@pytest.mark.parametrize("name", ["on_request", "on_response"])
def test_a_coroutine_function_is_no_hook(client_class: Any, name: str) -> None:
    async def hook(_: object) -> None:
        """Never run."""

    class Callable:
        async def __call__(self, _: object) -> None:
            """Never run."""

    for one in (hook, Callable()):
        with pytest.raises(ConfigurationError, match=f"{name} must be a plain function"):
            client_class("key", **{name: one})


@pytest.mark.parametrize("shell", SHELLS)
def test_a_certificate_is_not_tried_again(shell: str) -> None:
    async def run() -> None:
        async with client_of(shell, f"https://127.0.0.1:{server.port}", max_credits=BUDGET, retry=RETRY) as client:
            with pytest.raises(ConnectionFailedError, match="attempts: 1") as raised:
                await settled(client.image.z_image.create("a cat"))
            assert not raised.value.retryable
            assert client.budgets[0].reserved == 0

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(__file__).parent / "nobody_knows.pem")
    with HostileServer(accept, tls=tls) as server:
        asyncio.run(run())


@pytest.mark.parametrize("shell", SHELLS)
def test_an_error_of_the_client_needs_no_note(shell: str) -> None:
    async def run() -> None:
        async with client_of(shell, "http://127.0.0.1:9", retry=RETRY) as client:
            with pytest.raises(RivyaError) as raised:
                await settled(client.image.z_image.create("a cat"))
            assert not hasattr(raised.value, "__notes__")

    asyncio.run(run())


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("part", ["auth", "hook"])
def test_what_a_callers_client_raises_before_it_sends_costs_nothing(part: str, library: Any, kind: str) -> None:
    async def fail_async(_: object) -> None:
        raise Broken

    async def run() -> None:
        http_class, client_class = (library.Client, Rivya) if kind == "sync" else (library.AsyncClient, AsyncRivya)
        hook = fail if kind == "sync" else fail_async
        http_client = http_class(auth=fail) if part == "auth" else http_class(event_hooks={"request": [hook]})
        client = client_class("key", base_url=server.url, http_client=http_client, max_credits=BUDGET)
        with pytest.raises(Broken) as raised:
            await settled(client.image.z_image.create("a cat"))
        assert not hasattr(raised.value, "__notes__")
        assert client.budgets[0].reserved == 0
        await settled(http_client.close() if kind == "sync" else http_client.aclose())
        await settled(client.close() if kind == "sync" else client.aclose())

    with Emulator() as server:
        asyncio.run(run())
        assert server.jobs == []


def test_what_found_no_connection_in_time_costs_nothing(subtests: pytest.Subtests) -> None:
    async def run(shell: str) -> None:
        async with client_of(
            shell, f"http://127.0.0.1:{full.getsockname()[1]}", max_credits=BUDGET, retry=RetryPolicy(attempts=1)
        ) as client:
            with pytest.raises(RequestTimeoutError):
                await settled(client.image.z_image.create("a cat", timeout=0.5))
            assert client.budgets[0].reserved == 0

    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:  # takes no connection beyond these
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        with ThreadPoolExecutor(len(SHELLS)) as pool:  # they wait for the same clock
            runs = {shell: pool.submit(asyncio.run, run(shell)) for shell in SHELLS}
        for one in waiting:
            one.close()
    for shell, ended in runs.items():
        with subtests.test(shell):
            ended.result()


def test_the_same_call_after_its_job_has_ended_is_counted_once() -> None:
    with Emulator(job_seconds=0) as server, Rivya(server.key, base_url=server.url, max_credits=3) as client:
        for _ in range(4):
            client.image.z_image.create("a cat", idempotency_key="order-1").wait(poll=PollPolicy(first=0))
        assert len(server.jobs) == 1
        assert (client.budgets[0].reserved, client.budgets[0].spent) == (0, client.image.z_image.credits.base)


def test_a_key_is_no_way_around_a_budget() -> None:
    async def refuse(received: Received) -> None:
        received.hang_up()

    with HostileServer(refuse) as server, Rivya("key", base_url=server.url, max_credits=2, retry=RETRY) as client:
        with pytest.raises(SubmissionUncertainError):
            client.image.z_image.create("a cat", idempotency_key="order-1")
        sent = len(server.requests)
        with pytest.raises(BudgetExceededError):
            client.video.kling_2_6.create("a cat", idempotency_key="order-1", duration="5", sound=False)
        assert len(server.requests) == sent


def test_a_budget_that_was_left_elsewhere_is_left() -> None:
    async def within(client: AsyncRivya) -> AsyncGenerator[None, None]:
        with client.budget(0):
            yield

    async def run() -> None:
        async with AsyncRivya("key", base_url=server.url) as client:
            block = within(client)
            await anext(block)
            with pytest.raises(BudgetExceededError):
                await client.image.z_image.create("a cat")
            await asyncio.create_task(block.aclose())  # as the event loop does with one that was not read to its end
            assert (await client.image.z_image.create("a cat")).id == "task_1"

    with HostileServer(accept) as server:
        asyncio.run(run())


@asynccontextmanager
async def client_behind_a_proxy(shell: str, proxy: str) -> AsyncIterator[Any]:
    """Yield a client of the API itself, by https, and so by a tunnel."""
    kind, _, library = shell.partition("-")
    client_class, name = (AsyncRivya, "AsyncClient") if kind == "async" else (Rivya, "Client")
    way: dict[str, Any] = {"proxy": proxy}
    if library in LIBRARIES:
        way = {"http_client": getattr(LIBRARIES[library], name)(proxy=proxy)}
    client = client_class("key", max_credits=BUDGET, retry=RetryPolicy(attempts=1), **way)
    yield client
    for one in (client, way.get("http_client")):
        if one is not None:
            await one.aclose() if kind == "async" else one.close()


@pytest.mark.parametrize("shell", SHELLS)
def test_what_reached_a_proxy_alone_costs_nothing(shell: str) -> None:
    async def hang_up(received: Received) -> None:
        received.hang_up()

    async def run() -> None:
        async with client_behind_a_proxy(shell, server.url) as client:
            with pytest.raises(ConnectionFailedError):
                await settled(client.image.z_image.create("a cat"))
            assert client.budgets[0].reserved == 0

    with HostileServer(hang_up) as server:
        asyncio.run(run())
    assert [received.method for received in server.requests] == ["CONNECT"]


@pytest.mark.parametrize("library", ["own", "httpx", "httpx2"])
def test_what_is_cancelled_at_a_proxy_costs_nothing(library: str) -> None:
    async def run() -> None:
        async with client_behind_a_proxy(f"async-{library}", server.url) as client:
            call = asyncio.create_task(client.image.z_image.create("a cat"))
            while not server.requests:
                await asyncio.sleep(0.005)
            call.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await call
            assert client.budgets[0].reserved == 0
            assert not hasattr(raised.value, "__notes__")

    with HostileServer(silence) as server:
        asyncio.run(run())


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


async def picture(received: Received) -> None:
    await received.answer(PNG, "image/png")


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_transport_that_tells_nothing_beside_one_that_does(library: Any, tmp_path: Path) -> None:
    class Untold(library.BaseTransport):  # type: ignore[misc]
        accepted = False

        def handle_request(self, _: object) -> Any:
            if self.accepted:
                raise KeyboardInterrupt
            self.accepted = True
            return library.Response(200, content=job("succeeded", result={"urls": [f"{server.url}/a.png"]}))

    with HostileServer(picture) as server:
        mounts = {server.url: library.HTTPTransport()}
        with library.Client(transport=Untold(), mounts=mounts) as http_client:
            client = Rivya("key", http_client=http_client, max_credits=BUDGET)
            client.image.z_image.create("a cat").save(tmp_path)
            with pytest.raises(KeyboardInterrupt) as raised:
                client.image.z_image.create("a cat", idempotency_key="order-3")
    assert len(server.requests) == 1
    assert client.budgets[0].reserved > 0
    assert "idempotency_key='order-3'" in raised.value.__notes__[0]


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_an_untold_exchange_ends_beside_a_transport_that_tells(library: Any, tmp_path: Path) -> None:
    class Untold(library.AsyncBaseTransport):  # type: ignore[misc]
        accepted = False

        def __init__(self) -> None:
            self.begun, self.ended = asyncio.Event(), asyncio.Event()

        async def handle_async_request(self, _: object) -> Any:
            if not self.accepted:
                self.accepted = True
                return library.Response(200, content=job("succeeded", result={"urls": [f"{server.url}/a.png"]}))
            self.begun.set()
            try:
                return await asyncio.Event().wait()
            finally:
                self.ended.set()

    async def run() -> None:
        untold, mounts = Untold(), {server.url: library.AsyncHTTPTransport()}
        async with library.AsyncClient(transport=untold, mounts=mounts) as http_client:
            client = AsyncRivya("key", http_client=http_client, max_credits=BUDGET)
            await (await client.image.z_image.create("a cat")).save(tmp_path)
            call = asyncio.create_task(client.image.z_image.create("a cat", idempotency_key="order-3"))
            await untold.begun.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await call
            assert client.budgets[0].reserved > 0
            assert "idempotency_key='order-3'" in raised.value.__notes__[0]
            await untold.ended.wait()

    with HostileServer(picture) as server:
        asyncio.run(run())
    assert len(server.requests) == 1
