"""A slice of what `make soak` does at length."""

from __future__ import annotations

import pytest
from client.faults.soaking import Counts, soak_at_once, soak_cancellations, soak_jobs


@pytest.mark.parametrize("shell", ["sync", "async"])
def test_jobs_with_faults(shell: str) -> None:
    counts = Counts()
    soak_jobs(shell, 200, counts)
    assert (counts.jobs, counts.saved) == (200, 20)


def test_jobs_at_once() -> None:
    soak_at_once(120)  # more than a client has connections


def test_cancelled_calls() -> None:
    counts = Counts()
    soak_cancellations(200, counts)
    assert counts.cancelled >= counts.arrived > 0
