"""Emulators of the small world, and clients that talk to them over real HTTP."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from emulator.receiver import PATIENCE
from emulator.small_world import SmallEmulator
from runtime.emulator._api.clock import ManualClock

StartEmulator = Callable[..., SmallEmulator]
Stored = Callable[[], list[Path]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """Tells which files the emulators of this test have on disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def start(clock: ManualClock, stored: object) -> Iterator[StartEmulator]:
    """Starts emulators that live as long as the test."""
    with ExitStack() as stack:

        def start_emulator(**options: Any) -> SmallEmulator:
            return stack.enter_context(SmallEmulator(**{"clock": clock, "job_seconds": 10, **options}))

        yield start_emulator


@pytest.fixture
def server(start: StartEmulator) -> SmallEmulator:
    return start()


@pytest.fixture
def client(server: SmallEmulator) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    # Without `verify` no certificates are loaded, which would take longer than most tests.
    with httpx.Client(base_url=server.url, headers=headers, verify=False, timeout=PATIENCE) as client:
        yield client
