"""The addresses of files: results of finished jobs and uploads, for anybody who has the URL."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .._api.emulation import Emulation
from .._api.errors import ApiError
from .._objects.generations import has_result
from .._results.formats import result_format, result_name
from .._results.pictures import draw_file
from .._results.sounds import play_wav
from .._results.videos import film_mp4
from .._state.jobs import Job


async def serve_media(emulation: Emulation, request: Request) -> Response:
    """Answer with a file that the store knows; a name is never used as a path."""
    name: str = request.path_params["name"]
    owner = name.partition(".")[0]
    file, job = emulation.store.files.get(owner), emulation.store.jobs.get(owner)
    if file is not None and file.name == name:
        pieces = emulation.store.pieces.read(file.id)
        return StreamingResponse(pieces, headers={"Content-Length": str(file.size)}, media_type=file.mime_type)
    if job is not None and result_name(job) == name and has_result(job, emulation.clock.now()):
        return Response(await run_in_threadpool(make_result, job), media_type=result_format(job).mime_type)
    raise ApiError("not_found", "There is no such file.")


def make_result(job: Job) -> bytes:
    """Return the content of a job's file. It depends on nothing but the job, so it need not be kept."""
    if job.category == "video":
        return film_mp4(job.model, job.prompt, job.params)
    if job.category == "audio":
        return play_wav(job.model, job.prompt, job.params)
    # Pillow calls a format as its media type does.
    return draw_file(job.model, job.prompt, job.params, result_format(job).mime_type.removeprefix("image/"))
