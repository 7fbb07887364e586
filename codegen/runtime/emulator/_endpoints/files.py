"""The files endpoints: uploads are checked against the platform's or a model's rules, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from ..._heads.measures import measured
from ..._spec.media_types import head_length, matching_types
from ..._spec.tables import MediaType, ModelTable
from ..._validation.facts import ReferenceFacts
from ..._validation.uploads import rules_of_uploads
from .._api.bodies import json_response, read_form
from .._api.call import Call
from .._api.errors import ApiError
from .._api.fields import new_id
from .._api.served_api import ServedApi
from .._objects.generations import file_object
from .._state.files import StoredFile
from .checks import file_problems

TIMED_KINDS = frozenset({"audio", "video"})
TRACE_ID_LENGTH = 128


async def create_file(call: Call) -> Response:
    form = await read_form(call.request, call.emulation.served_api.largest_file)
    try:
        return json_response(file_object(await _accept(call, form)))
    finally:
        await form.close()


async def retrieve_file(call: Call) -> Response:
    file = call.found(call.emulation.store.files, "file")
    return json_response(file_object(replace(file, base_url=call.base_url)))


async def _accept(call: Call, form: FormData) -> StoredFile:
    platform = call.emulation.platform
    model = _model(call.emulation.served_api, form.get("model"))
    upload, kind = form.get("file"), form.get("kind")
    problems = list(_field_problems(form))
    if not isinstance(upload, UploadFile) or not isinstance(kind, str):
        raise ApiError("validation_failed", "\n".join(problems))
    detected = await _detected(upload, platform.media_types)
    media_type = _best(detected, kind, model)
    facts = ReferenceFacts(
        parameter="file",
        kind=kind,
        name=upload.filename or "file",
        mime_type=media_type.mime_type if media_type else None,
        size=upload.size,
        recognized=media_type is not None,
        measures=_measures(upload, media_type, model),
    )
    problems += file_problems(model, facts, detected, platform)
    if problems or media_type is None:
        raise ApiError("validation_failed", "\n".join(problems))
    file = _described(call, media_type, upload.size or 0)
    await run_in_threadpool(call.emulation.store.add_file, file, upload.file)
    return file


def _model(served_api: ServedApi, model_id: object) -> ModelTable | None:
    if model_id is None:
        return None
    model = served_api.model(model_id) if isinstance(model_id, str) else None
    if model is None:
        raise ApiError("validation_failed", f'model: there is no model "{model_id}".')
    # Chat models state no rule of their own for the files that they take as attachments.
    if not rules_of_uploads(model) and model.params_key is not None:
        raise ApiError("validation_failed", f"model: {model.id} takes no reference files.")
    return model


def _field_problems(form: FormData) -> Iterator[str]:
    if not isinstance(form.get("file"), UploadFile):
        yield "file: required, as a part with a file name"
    if not isinstance(form.get("kind"), str):
        yield "kind: required"
    trace_id = form.get("client_request_id", "")
    if not isinstance(trace_id, str) or len(trace_id) > TRACE_ID_LENGTH:
        yield f"client_request_id: not a text of at most {TRACE_ID_LENGTH} characters"


async def _detected(upload: UploadFile, known: tuple[MediaType, ...]) -> list[MediaType]:
    """Return the types that the content may be of: some containers hold sound as well as pictures."""
    head = await upload.read(head_length(known))
    await upload.seek(0)
    return matching_types(head, known)


def _best(detected: list[MediaType], kind: str, model: ModelTable | None) -> MediaType | None:
    """Return the type that speaks most for the file: one that the model names, one of the kind, or any."""
    rules = [row for rule in rules_of_uploads(model) for row in rule.files]
    named = {mime_type for rule in rules if rule.kind == kind for mime_type in rule.mime_types or ()}
    fitting = [media_type for media_type in detected if media_type.kind == kind]
    chosen = [media_type for media_type in fitting if media_type.mime_type in named]
    return next(iter([*chosen, *fitting, *detected]), None)


def _measures(upload: UploadFile, media_type: MediaType | None, model: ModelTable | None) -> Mapping[str, Fraction]:
    if media_type is None or not any(rule.is_measured(media_type.kind) for rule in rules_of_uploads(model)):
        return {}
    measures = measured(upload.file, upload.size or 0, media_type.mime_type)
    upload.file.seek(0)
    return measures


def _described(call: Call, media_type: MediaType, size: int) -> StoredFile:
    file_id = new_id("file")
    return StoredFile(
        id=file_id,
        name=f"{file_id}{media_type.extensions[0]}",
        kind=media_type.kind,
        mime_type=media_type.mime_type,
        size=size,
        duration_token=new_id("duration") if media_type.kind in TIMED_KINDS else None,
        created_at=call.emulation.clock.now(),
        base_url=call.base_url,
    )
