"""The files that finished jobs yield, by media type: drawn, filmed, played, or the sample of a type that is none of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .._state.jobs import Job
from .pictures import draw_file
from .sounds import play_wav
from .videos import film_mp4


def _picture(job: Job) -> bytes:
    # Pillow calls a format as its media type does.
    return draw_file(job.model, job.prompt, job.params, job.result_type.removeprefix("image/"))


MAKERS: Mapping[str, Callable[[Job], bytes]] = {
    "image/png": _picture,
    "image/jpeg": _picture,
    "image/webp": _picture,
    "video/mp4": lambda job: film_mp4(job.model, job.prompt, job.params),
    "audio/wav": lambda job: play_wav(job.model, job.prompt, job.params),
}


def make_result(job: Job, samples: Mapping[str, bytes]) -> bytes:
    """Return the content of a job's file. It depends on nothing but the job, so it need not be kept."""
    sample = samples.get(job.result_type)
    return sample if sample is not None else MAKERS[job.result_type](job)
