"""The generations endpoints: jobs are accepted, paid for and described."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.responses import Response

from ..tables import ModelTable
from ..validation import REFERENCES_KEY, REFERENCES_PATH
from .bodies import is_array, is_object, json_response, read_json
from .call import Call
from .checks import request_problems
from .errors import ApiError
from .objects import MEDIA_PATH, accepted_object, task_object
from .replay import respond_once
from .results import RESULTS
from .store import Job


async def create_generation(call: Call) -> Response:
    body = await read_json(call.request)
    if not is_object(body):
        raise ApiError("validation_failed", "The body has to be a JSON object.")
    return respond_once(call, body, lambda: accepted_object(_accept(call, body)))


async def retrieve_generation(call: Call) -> Response:
    emulation = call.emulation
    (task_id,) = call.request.path_params.values()
    job = emulation.store.job(task_id)
    if job is None:
        raise ApiError("not_found", "There is no such task.")
    return json_response(task_object(job, emulation.clock.now(), emulation.job_seconds))


def _accept(call: Call, request: Mapping[str, Any]) -> Job:
    emulation = call.emulation
    model = _model(call, request.get("model"))
    problems = [*request_problems(model, request, emulation.platform), *_address_problems(call, request)]
    if problems:
        raise ApiError("validation_failed", "\n".join(problems))
    price = model.credits.base
    if not emulation.store.withdraw(price):
        left = emulation.store.credits
        raise ApiError("insufficient_credits", f"{model.id} needs {price} credits, and {left} are left.")
    job = Job(
        id=f"task_{secrets.token_hex(12)}",
        model=model.id,
        category=model.category,
        prompt=str(request.get(model.prompt.key, "")) if model.prompt else "",
        params={**model.defaults, **(request.get("params") or {})},
        credits=price,
        created_at=emulation.clock.now(),
        base_url=call.base_url,
    )
    emulation.store.add_job(job)
    return job


def _model(call: Call, model_id: object) -> ModelTable:
    if not isinstance(model_id, str):
        raise ApiError("validation_failed", "model: required, the id of a model.")
    model = call.emulation.world.model(model_id)
    if model is None:
        raise ApiError("validation_failed", f'model: there is no model "{model_id}".')
    if model.category not in RESULTS:
        raise ApiError("validation_failed", f"model: {model.category} models do not run as generations.")
    return model


def _address_problems(call: Call, request: Mapping[str, Any]) -> Iterator[str]:
    """Yield which references claim to be uploads and are none; their shape was checked before."""
    params = request.get("params")
    items = params.get(REFERENCES_KEY) if is_object(params) else None
    uploads = f"{call.base_url}{MEDIA_PATH}"
    known = {f"{uploads}{file.name}" for file in call.emulation.store.files()}
    for index, item in enumerate(items if is_array(items) else ()):
        url = item.get("url") if is_object(item) else None
        if isinstance(url, str) and url.startswith(uploads) and url not in known:
            yield f"{REFERENCES_PATH}[{index}].url: no file of this address was uploaded"
