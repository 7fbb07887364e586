"""The jobs that were accepted. A status is not kept: it follows from the time that has passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .database import Table
from .wallet import from_millionths


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job ends without a result, as its `error` says it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Job:
    """An accepted generation: what was asked for, what comes of it, what is reserved, and how long it takes, in seconds."""

    id: str
    model: str
    result_type: str
    """The media type of its file."""
    result_name: str
    prompt: str
    params: Mapping[str, Any]
    millionths: int
    """What is reserved, in millionths of a credit."""
    created_at: float
    seconds: float
    base_url: str
    failure: Failure | None = None
    settled: bool = False

    @property
    def ends_at(self) -> float:
        return self.created_at + self.seconds

    @property
    def credits(self) -> float:
        return from_millionths(self.millionths)

    @property
    def final_credits(self) -> float:
        """What the job costs when it has ended; a failed one costs nothing."""
        return 0 if self.failure else self.credits


class Jobs(Table[Job]):
    """The table of jobs, oldest first."""

    name = "jobs"
    row = Job
    indexes = ("(created_at + seconds) WHERE NOT settled",)

    def due(self, now: float) -> list[Job]:
        """Return the jobs that have ended and are not settled yet, in the order of their ends."""
        return self.select("WHERE NOT settled AND created_at + seconds <= ? ORDER BY created_at + seconds, rowid", now)

    def next_end(self) -> float | None:
        """Return when the next running job ends, or None when none is running."""
        end: float | None = self.database.value("SELECT min(created_at + seconds) FROM jobs WHERE NOT settled")
        return end
