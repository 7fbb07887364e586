"""Emulators of the small world, and clients that talk to them over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from emulator.receiver import PATIENCE
from emulator.small_world import SmallEmulator
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._state.files import Piece

StartEmulator = Callable[..., SmallEmulator]
Stored = Callable[[], list[Piece]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def start(clock: ManualClock) -> Iterator[StartEmulator]:
    """Starts emulators that live as long as the test."""
    with ExitStack() as stack:

        def start_emulator(**options: Any) -> SmallEmulator:
            return stack.enter_context(SmallEmulator(**{"clock": clock, "job_seconds": 10, **options}))

        yield start_emulator


@pytest.fixture
def server(start: StartEmulator) -> SmallEmulator:
    return start()


@pytest.fixture
def stored(server: SmallEmulator) -> Stored:
    """Tells what of uploads is kept."""
    return server._store.pieces.all


@pytest.fixture
def client(server: SmallEmulator) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    # Without `verify` no certificates are loaded, which would take longer than most tests.
    with httpx.Client(base_url=server.url, headers=headers, verify=False, timeout=PATIENCE) as client:
        yield client
