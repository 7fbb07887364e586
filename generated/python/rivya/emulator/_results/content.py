"""The content of the files that finished jobs yield."""

from __future__ import annotations

from .._state.jobs import Job
from .formats import result_format
from .pictures import draw_file
from .sounds import play_wav
from .videos import film_mp4


def make_result(job: Job) -> bytes:
    """Return the content of a job's file. It depends on nothing but the job, so it need not be kept."""
    if job.category == "video":
        return film_mp4(job.model, job.prompt, job.params)
    if job.category == "audio":
        return play_wav(job.model, job.prompt, job.params)
    # Pillow calls a format as its media type does.
    return draw_file(job.model, job.prompt, job.params, result_format(job).mime_type.removeprefix("image/"))
