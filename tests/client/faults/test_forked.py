"""A process that is forked uses connections, locks and budgets of its own: nobody gets another's answer."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from client.faults.hostile_server import HostileServer, Received, job
from rivya import ConfigurationError, Rivya

CALLS = 50
FORK = multiprocessing.get_context("fork")


async def echo(received: Received) -> None:
    """Answer with a job that is called as the prompt says."""
    await asyncio.sleep(0.001)
    await received.answer(job(job_id=json.loads(received.body)["prompt"]))


def create(client: Rivya, name: str, calls: int = CALLS) -> list[str]:
    return [client.image.z_image.create(f"{name}-{index}").id for index in range(calls)]


def in_children(work: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """Return what a function returns in two forked processes and, meanwhile, in this one."""
    queue: Any = FORK.SimpleQueue()
    children = [FORK.Process(target=lambda name=name: queue.put((name, work(name)))) for name in ("first", "second")]
    for child in children:
        child.start()
    found = {"parent": work("parent")}
    for _ in children:
        name, ids = queue.get()
        found[name] = ids
    for child in children:
        child.join()
        assert child.exitcode == 0
    return found


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")  # the server is a thread
def test_processes_get_their_own_answers() -> None:
    # An asynchronous client has connections for each event loop, and no two processes run one together.
    with HostileServer(echo) as server, Rivya("key", base_url=server.url) as client:
        create(client, "before")
        found = in_children(lambda name: create(client, name))
    assert found == {name: [f"{name}-{index}" for index in range(CALLS)] for name in ("parent", "first", "second")}


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_lock_that_is_held_at_the_fork_stops_nobody() -> None:
    with HostileServer(echo) as server, Rivya("key", base_url=server.url, max_credits=1e6) as client:
        create(client, "before")
        stop = threading.Event()

        def spin() -> None:
            while not stop.is_set():
                client._transport.connection.client()
                client._transport.settings.reserve(None, None)

        threads = [threading.Thread(target=spin) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            found = [in_children(lambda name: create(client, name, 1)) for _ in range(3)]
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert [ids["first"] for ids in found] == [["first-0"]] * 3


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_callers_client_is_not_shared() -> None:
    with HostileServer(echo) as server, httpx.Client() as http_client:
        client = Rivya("key", base_url=server.url, http_client=http_client)
        create(client, "before")
        if (child := os.fork()) == 0:
            try:
                create(client, "child")
            except ConfigurationError as error:
                os._exit(7 if "make one in each process" in str(error) else 1)
            os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert create(client, "after")[0] == "after-0"
