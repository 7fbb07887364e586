"""The jobs that were accepted. A status is not kept: it follows from the time that has passed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .database import Table
from .wallet import from_millionths, to_millionths


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job ends without a result, as its `error` says it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Job:
    """An accepted generation: what was asked for, what is reserved, and how long it takes, in seconds."""

    id: str
    model: str
    category: str
    prompt: str
    params: Mapping[str, Any]
    credits: float
    created_at: float
    seconds: float
    base_url: str
    failure: Failure | None = None

    @property
    def ends_at(self) -> float:
        return self.created_at + self.seconds

    @property
    def final_credits(self) -> float:
        """What the job costs when it has ended; a failed one costs nothing."""
        return 0 if self.failure else self.credits


class Jobs(Table):
    """The table of jobs, oldest first."""

    name = "jobs"
    columns = """
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, model TEXT NOT NULL, category TEXT NOT NULL,
        prompt TEXT NOT NULL, params TEXT NOT NULL, credits INTEGER NOT NULL, created_at REAL NOT NULL,
        seconds REAL NOT NULL, ends_at REAL NOT NULL, base_url TEXT NOT NULL, failure_code TEXT, failure_message TEXT,
        settled INTEGER NOT NULL DEFAULT 0
    """
    indexes = ("(ends_at) WHERE NOT settled",)

    def add(self, job: Job) -> None:
        self.insert(
            id=job.id,
            model=job.model,
            category=job.category,
            prompt=_written(job.prompt),
            params=json.dumps(job.params),
            credits=to_millionths(job.credits),
            created_at=job.created_at,
            seconds=job.seconds,
            ends_at=job.ends_at,
            base_url=job.base_url,
            failure_code=job.failure.code if job.failure else None,
            failure_message=job.failure.message if job.failure else None,
        )

    def get(self, job_id: str) -> Job | None:
        row = self.database.row("SELECT * FROM jobs WHERE id = ?", job_id)
        return _job(row) if row else None

    def all(self) -> list[Job]:
        return [_job(row) for row in self.database.rows("SELECT * FROM jobs ORDER BY number")]

    def due(self, now: float) -> list[Job]:
        """Return the jobs that have ended and are not settled yet, in the order of their ends."""
        query = "SELECT * FROM jobs WHERE NOT settled AND ends_at <= ? ORDER BY ends_at, number"
        return [_job(row) for row in self.database.rows(query, now)]

    def next_end(self) -> float | None:
        """Return when the next running job ends, or None when none is running."""
        row = self.database.row("SELECT min(ends_at) AS ends_at FROM jobs WHERE NOT settled")
        return row["ends_at"] if row else None

    def mark_settled(self, job: Job) -> None:
        self.database.execute("UPDATE jobs SET settled = 1 WHERE id = ?", job.id)


def _job(row: sqlite3.Row) -> Job:
    code = row["failure_code"]
    return Job(
        id=row["id"],
        model=row["model"],
        category=row["category"],
        prompt=json.loads(row["prompt"]),
        params=json.loads(row["params"]),
        credits=from_millionths(row["credits"]),
        created_at=row["created_at"],
        seconds=row["seconds"],
        base_url=row["base_url"],
        failure=None if code is None else Failure(code, row["failure_message"]),
    )


def _written(text: str) -> str:
    # A lone surrogate is legal in JSON and not in UTF-8, which SQLite stores.
    return json.dumps(text)
