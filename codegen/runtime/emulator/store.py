"""What an emulator remembers: the wallet, the jobs, the uploaded files and the responses it may have to repeat.

The handlers reach all of it through `Store`, and call it from one event loop only; none of its methods waits, so each
is atomic. Another store is another class with these methods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """An accepted generation. Its status is not kept: it follows from the time that has passed."""

    id: str
    model: str
    category: str
    prompt: str
    params: Mapping[str, Any]
    credits: float
    created_at: float
    base_url: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file: its metadata, and the path of its content."""

    id: str
    name: str
    kind: str
    mime_type: str
    size: int
    duration_token: str | None
    created_at: float
    base_url: str
    path: Path


@dataclass(frozen=True, slots=True)
class Reply:
    """A JSON response as it went out, and the fingerprint of the body that it answers."""

    fingerprint: str
    status: int
    body: bytes


class Store:
    """The state of one emulator, in memory."""

    def __init__(self, credits: float) -> None:
        self._credits = credits
        self._jobs: dict[str, Job] = {}
        self._files: dict[str, StoredFile] = {}
        self._replies: dict[tuple[str, str], Reply] = {}

    @property
    def credits(self) -> float:
        return self._credits

    def withdraw(self, amount: float) -> bool:
        """Take credits out of the wallet; return False, and leave it alone, when it holds too few."""
        if amount > self._credits:
            return False
        # Prices may have decimals, and binary fractions would leave 0.30000000000000004 in the wallet.
        self._credits = round(self._credits - amount, 6)
        return True

    def add_job(self, job: Job) -> None:
        self._jobs[job.id] = job

    def job(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def jobs(self) -> Sequence[Job]:
        return tuple(self._jobs.values())

    def add_file(self, file: StoredFile) -> None:
        self._files[file.id] = file

    def file(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def files(self) -> Sequence[StoredFile]:
        return tuple(self._files.values())

    def add_reply(self, operation: str, key: str, reply: Reply) -> None:
        self._replies[operation, key] = reply

    def reply(self, operation: str, key: str) -> Reply | None:
        return self._replies.get((operation, key))
