"""The uploads of a client that can be used again: with an unchanged file, the same call makes the same request."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from .._core.messages import Answer
from .._core.process_lock import process_lock
from .._core.wire import File
from ..errors import BadRequestError, NotFoundError

MOST_KEPT = 256
"""Uploads that are remembered; beyond them, the oldest is forgotten."""
LARGEST_KEPT = 65_536
"""Bytes of an answer that is remembered."""
MARGIN = 60.0
"""Seconds before its end from which on an upload counts as expired: a job may wait before it fetches its files."""
MAY_MISS_A_FILE = (BadRequestError, NotFoundError)
"""Refusals of a request behind which may be a file that the API holds no longer."""


@dataclass(frozen=True, slots=True)
class Content:
    """What makes two uploads the same: the SHA-256 of the bytes, and what the API is told of them."""

    digest: str
    kind: str
    mime_type: str
    model: str | None


@dataclass(slots=True)
class UploadCache:
    """What was uploaded, and until when it can be used. All moments are seconds of one clock."""

    _kept: dict[Content, tuple[Answer[File], float]] = field(default_factory=dict[Content, tuple[Answer[File], float]])

    def find(self, content: Content, moment: float) -> Answer[File] | None:
        """Return an upload of this content that can still be used."""
        answer, until = self._kept.get(content, (None, moment))
        return answer if moment < until else None

    def keep(self, content: Content, answer: Answer[File], moment: float, lifetime: float) -> Answer[File]:
        """Remember an upload, unless another call was first; return the one that all calls use from now on."""
        lasts = lifetime_of(answer, lifetime)
        with process_lock():
            first = self.find(content, moment)
            if first is not None or lasts <= 0 or len(answer.response.body) > LARGEST_KEPT:
                return first or answer
            self._kept.pop(content, None)
            self._kept[content] = (answer, moment + lasts)
            if len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return answer

    @contextmanager
    def doubted(self, model: str | None) -> Generator[None, None, None]:
        """Forget the uploads for a model where the API refuses a request: it may hold one of them no longer."""
        try:
            yield
        except MAY_MISS_A_FILE:
            with process_lock():
                for content in [content for content in self._kept if content.model == model]:
                    del self._kept[content]
            raise


def lifetime_of(answer: Answer[File], otherwise: float) -> float:
    """Return for how many seconds an upload can be used: to the `expires_at` of its answer, where it has one.

    The API writes times in ISO 8601; of any other end nobody knows when it comes, so it has come.
    """
    expires_at = answer.raw.get("expires_at")
    if expires_at is None:
        return otherwise
    try:
        end = datetime.fromisoformat(expires_at)
        in_utc = end if end.tzinfo is not None else end.replace(tzinfo=UTC)
        return in_utc.timestamp() - answer.response.received - MARGIN
    except (ValueError, TypeError, OverflowError):
        return 0.0
