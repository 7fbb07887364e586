"""The generations endpoints: jobs are accepted, paid for and described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from ..._validation.prices import evaluate_request
from .._api.bodies import json_response, read_object
from .._api.call import Call
from .._api.errors import ApiError
from .._api.fields import new_id
from .._api.idempotency import respond_once
from .._objects.generations import accepted_object, task_object
from .._results.formats import asked_format
from .._state.jobs import Job
from .._state.wallet import to_millionths
from .checks import called_model, request_problems
from .uploads import upload_problems


async def create_generation(call: Call) -> Response:
    body = await read_object(call.request)
    response = respond_once(call, body, lambda: accepted_object(_accept(call, body)))
    call.emulation.wake_up.ring()
    return response


async def retrieve_generation(call: Call) -> Response:
    job = call.found(call.emulation.store.jobs, "task")
    # The address of the result leads here from where this client is; the emulator may have moved since the creation.
    return json_response(task_object(replace(job, base_url=call.base_url), call.emulation.clock.now()))


def _accept(call: Call, request: Mapping[str, Any]) -> Job:
    emulation = call.emulation
    model = called_model(call, request.get("model"), "generations.create", "validation_failed")
    results = emulation.served_api.result_types(model)
    if not results:
        raise ApiError("validation_failed", f"model: the emulator makes no {model.category} results.")
    problems = [*request_problems(model, request, emulation.platform), *upload_problems(call, model, request)]
    if problems:
        raise ApiError("validation_failed", "\n".join(problems))
    task_id = new_id("task")
    params: dict[str, Any] = {**model.defaults, **(request.get("params") or {})}
    result = asked_format(results, params)
    job = Job(
        id=task_id,
        model=model.id,
        result_type=result.mime_type,
        result_name=f"{task_id}{result.extensions[0]}",
        prompt=str(request.get(model.prompt.key, "")) if model.prompt else "",
        params=params,
        millionths=to_millionths(evaluate_request(model, request).amount),
        created_at=emulation.clock.now(),
        seconds=emulation.job_seconds,
        base_url=call.base_url,
        failure=call.failure,
    )
    if not emulation.store.wallet.reserve(job.id, job.credits, job.created_at):
        available = emulation.store.wallet.credits
        raise ApiError("insufficient_credits", f"{model.id} needs {job.credits} credits, and {available} are left.")
    emulation.store.jobs.add(job)
    return job
