"""The files that finished jobs yield: one row for each category of models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .store import Job


def _picture(job: Job) -> bytes:
    from .pictures import draw_png

    return draw_png(job.model, job.prompt, job.params)


def _animation(job: Job) -> bytes:
    from .pictures import draw_gif

    return draw_gif(job.model, job.prompt, job.params)


def _sound(job: Job) -> bytes:
    from .sounds import play_wav

    return play_wav(job.model, job.prompt)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The kind of file that a category's jobs yield, and what makes one from a job."""

    extension: str
    mime_type: str
    make: Callable[[Job], bytes]


RESULTS = {
    "image": ResultRow(".png", "image/png", _picture),
    "video": ResultRow(".gif", "image/gif", _animation),
    "audio": ResultRow(".wav", "audio/wav", _sound),
}


def result_name(job: Job) -> str:
    return f"{job.id}{RESULTS[job.category].extension}"


def make_result(job: Job) -> bytes:
    """Return the content of a job's file. It depends on nothing but the job, so it need not be kept."""
    return RESULTS[job.category].make(job)
