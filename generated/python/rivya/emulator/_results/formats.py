"""The formats of the files that finished jobs yield, for each category of models, the usual one first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .._state.jobs import Job
from .shape import asked_words


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A format of results, and how its files are named."""

    extension: str
    mime_type: str


JPEG = ResultFormat(".jpg", "image/jpeg")
FORMATS: Mapping[str, Mapping[str, ResultFormat]] = {
    "image": {
        "png": ResultFormat(".png", "image/png"),
        "jpeg": JPEG,
        "jpg": JPEG,
        "webp": ResultFormat(".webp", "image/webp"),
    },
    "video": {"mp4": ResultFormat(".mp4", "video/mp4")},
    "audio": {"wav": ResultFormat(".wav", "audio/wav")},
}
"""By the category of a model, and by the values of parameters that ask for them."""


def result_format(job: Job) -> ResultFormat:
    """Return the format of a job's file: the one that its parameters ask for by value, or the usual one."""
    formats, words = FORMATS[job.category], asked_words(job.params)
    return next((file_format for word, file_format in formats.items() if word in words), next(iter(formats.values())))


def result_name(job: Job) -> str:
    return f"{job.id}{result_format(job).extension}"
