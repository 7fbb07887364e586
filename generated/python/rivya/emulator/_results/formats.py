"""The formats of the files that finished jobs yield, for each category of models, the usual one first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .._state.jobs import Job
from .shape import asked_words


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A format of results: the values of parameters that ask for it, and how its files are named."""

    asked_as: frozenset[str]
    extension: str
    mime_type: str


FORMATS: Mapping[str, tuple[ResultFormat, ...]] = {
    "image": (
        ResultFormat(frozenset({"png"}), ".png", "image/png"),
        ResultFormat(frozenset({"jpeg", "jpg"}), ".jpg", "image/jpeg"),
        ResultFormat(frozenset({"webp"}), ".webp", "image/webp"),
    ),
    "video": (ResultFormat(frozenset({"mp4"}), ".mp4", "video/mp4"),),
    "audio": (ResultFormat(frozenset({"wav"}), ".wav", "audio/wav"),),
}


def result_format(job: Job) -> ResultFormat:
    """Return the format of a job's file: the one that its parameters ask for by value, or the usual one."""
    formats, words = FORMATS[job.category], asked_words(job.params)
    return next((one for one in formats if one.asked_as & words), formats[0])


def result_name(job: Job) -> str:
    return f"{job.id}{result_format(job).extension}"
