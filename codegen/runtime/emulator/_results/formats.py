"""The files that finished jobs yield: for each category of models the formats that there are, the usual one first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .._state.jobs import Job
from .shape import asked_words


def _png(job: Job) -> bytes:
    return _picture(job, "PNG")


def _jpeg(job: Job) -> bytes:
    return _picture(job, "JPEG")


def _webp(job: Job) -> bytes:
    return _picture(job, "WEBP")


def _picture(job: Job, file_format: str) -> bytes:
    from .pictures import draw_file

    return draw_file(job.model, job.prompt, job.params, file_format)


def _video(job: Job) -> bytes:
    from .videos import film_mp4

    return film_mp4(job.model, job.prompt, job.params)


def _sound(job: Job) -> bytes:
    from .sounds import play_wav

    return play_wav(job.model, job.prompt, job.params)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A format of results: the values of parameters that ask for it, how its files are named, and what makes one."""

    asked_as: frozenset[str]
    extension: str
    mime_type: str
    make: Callable[[Job], bytes]


RESULTS: Mapping[str, tuple[ResultRow, ...]] = {
    "image": (
        ResultRow(frozenset({"png"}), ".png", "image/png", _png),
        ResultRow(frozenset({"jpeg", "jpg"}), ".jpg", "image/jpeg", _jpeg),
        ResultRow(frozenset({"webp"}), ".webp", "image/webp", _webp),
    ),
    "video": (ResultRow(frozenset({"mp4"}), ".mp4", "video/mp4", _video),),
    "audio": (ResultRow(frozenset({"wav"}), ".wav", "audio/wav", _sound),),
}


def result_row(job: Job) -> ResultRow:
    """Return the format of a job's file: the one that its parameters ask for by value, or the usual one."""
    rows, words = RESULTS[job.category], asked_words(job.params)
    return next((row for row in rows if row.asked_as & words), rows[0])


def result_name(job: Job) -> str:
    return f"{job.id}{result_row(job).extension}"


def make_result(job: Job) -> bytes:
    """Return the content of a job's file. It depends on nothing but the job, so it need not be kept."""
    return result_row(job).make(job)
