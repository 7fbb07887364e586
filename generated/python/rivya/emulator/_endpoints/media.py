"""The addresses of files: results of finished jobs and uploads, for anybody who has the URL."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .._api.emulation import Emulation
from .._api.errors import ApiError
from .._objects.generations import has_result
from .._results.results import make_result


async def serve_media(emulation: Emulation, request: Request) -> Response:
    """Answer with a file that the store knows; a name is never used as a path."""
    name: str = request.path_params["name"]
    owner = name.partition(".")[0]
    file, job = emulation.store.files.get(owner), emulation.store.jobs.get(owner)
    if file is not None and file.name == name:
        pieces = emulation.store.pieces.read(file.id)
        return StreamingResponse(pieces, headers={"Content-Length": str(file.size)}, media_type=file.mime_type)
    if job is not None and job.result_name == name and has_result(job, emulation.clock.now()):
        content = await run_in_threadpool(make_result, job, emulation.served_api.samples)
        return Response(content, headers={"Content-Type": job.result_type})
    raise ApiError("not_found", "There is no such file.")
