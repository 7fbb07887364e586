"""The life of a job as flows: check, upload, submit, wait, save. Both clients drive the same ones."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .api_key import SHOWN
from .budgets import Charge
from .calls import Call, build_call, call_flow, encode, reply_error, trace_left
from .destinations import read_destination
from .downloads import Download
from .errors import ValidationError, repeated_with
from .exchange import Answer, Response, Saved
from .flow import Flow, Outcome, Save, retry_flow
from .job_errors import DownloadError, raise_failure
from .job_state import JobState
from .keywords import REFERENCES_KEY, argument_names, note_beside_request, note_keywords
from .media import References
from .plain_text import one_line
from .problems import Findings, Phrase, Problem, hint, shown
from .redirects import follow_flow
from .references import Planned, Planner
from .replies import judge_reply
from .settings import CallOptions, RequestOptions, Settings, given
from .tables import ModelTable
from .tracing import bare_url, traced_call
from .unwritable import note_unwritable
from .uploads import upload_references
from .validation import check_operation, check_request, enforce
from .wire import Task
from .wire_values import plain_request, wire_values

SHOWN_URL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What a caller asks of a model, in Python terms; `None` stands for what is not given."""

    prompt: str | None
    params: Mapping[str, object]
    references: References | None


def create_flow(settings: Settings, table: ModelTable, draft: Draft, options: RequestOptions) -> Flow[Answer[Task]]:
    """Check everything, upload the local references, and submit the job."""
    call_options = settings.resolve(options)
    faults = Findings(settings.platform, table, argument_names(table))
    note_keywords(faults, table, call_options.unknown, table.name)
    planned: list[Planned] = []
    if draft.references is not None:
        planned = Planner(settings.platform, table.references, faults).plan(draft.references)
    given_params = {key: value for key, value in draft.params.items() if value is not None}
    params = wire_values(table.params, given_params, python=True)
    request: dict[str, Any] = {"model": table.id}
    if draft.prompt is not None:
        request[table.prompt.key if table.prompt is not None else "prompt"] = draft.prompt
    if call_options.client_request_id is not None:
        request["client_request_id"] = call_options.client_request_id
    limits: list[Problem] = []
    if call_options.validate != "off":
        shown_request = {**request, "params": params}
        facts = [one.facts for one in planned]
        limits = check_request(table, shown_request, settings.platform, facts, python=True)
    note_unwritable(faults, {**request, "params": params}, limits if call_options.validate == "strict" else ())
    enforce(settings, call_options.validate, table, limits, faults.problems)
    settings.require_key()
    charge = settings.reserve(call_options.idempotency_key, table.id)
    with charge.preparing():
        if planned:
            encode(settings, {**request, "params": {**params, **call_options.extra_params}})  # before any upload
            params[REFERENCES_KEY] = yield from upload_references(settings, call_options, table, planned)
        params.update(call_options.extra_params)
        call = _submission(settings, call_options, {**request, "params": params} if params else request)
    with settings.uploads.doubted(table.id):
        return (yield from submit_flow(settings, call, charge))


def create_raw_flow(settings: Settings, request: Mapping[str, Any], options: RequestOptions) -> Flow[Answer[Task]]:
    """Check a request that is already in the vendor's JSON, and submit the job."""
    call_options = settings.resolve(options)
    require_object(settings, request)
    table = settings.table_of(request.get("model"))
    fields = plain_request(request, table)
    faults = Findings(settings.platform, table)
    note_beside_request(faults, table, call_options.unknown, chat=False)
    if call_options.client_request_id is not None:
        fields["client_request_id"] = call_options.client_request_id
    limits: list[Problem] = []
    if call_options.validate != "off":
        limits = _raw_limits(settings, table, fields)
    note_unwritable(faults, fields, limits if call_options.validate == "strict" else ())
    enforce(settings, call_options.validate, table, limits, faults.problems)
    if call_options.extra_params:
        params = given("params", fields.get("params"), Mapping, {})
        fields["params"] = {**params, **call_options.extra_params}
    return (yield from submit_flow(settings, _submission(settings, call_options, fields)))


def require_object(settings: Settings, request: object) -> None:
    """Raise ValidationError for a request that is no JSON object."""
    if not isinstance(request, Mapping):
        findings = Findings(settings.platform)
        findings.add("wrong-type", "request", value=shown(request), expected=Phrase("type-object"))
        raise ValidationError(findings.problems, locale=settings.locale)


def _raw_limits(settings: Settings, table: ModelTable | None, request: Mapping[str, Any]) -> list[Problem]:
    if table is None:
        return unknown_model(settings, request)
    wrong = check_operation(table, settings.platform, "generations.create")
    return check_request(table, request, settings.platform) if wrong is None else wrong


def unknown_model(settings: Settings, request: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a request whose model this package does not know."""
    findings = Findings(settings.platform)
    if "model" in request:
        model = request["model"]
        findings.add("unknown-model", "model", value=shown(model), hint=hint(model, settings.models_by_id))
    else:
        findings.add("missing-parameter", "model", allowed="")
    return findings.problems


def _submission(settings: Settings, options: CallOptions, body: Mapping[str, Any]) -> Call:
    return build_call(settings, "generations.create", options, body=body)


def submit_flow(settings: Settings, call: Call, charge: Charge | None = None) -> Flow[Answer[Task]]:
    """Submit a job; also the second time, after an uncertain first. Raises BudgetExceededError.

    `charge` is what was set aside for it already.
    """
    charge = charge or settings.reserve(call.options.idempotency_key, call.model_id)
    with (
        repeated_with(partial(submit_flow, settings, call)),
        charge.submitting(call.request.departure),
        trace_left(call),
    ):
        answer: Answer[Task] = yield from call_flow(settings, call)
    charge.accept(answer.value.id)
    settings.note_cost(answer.value)
    return answer


def save_flow(settings: Settings, job: JobState, place: str | os.PathLike[str], name: str | None) -> Flow[list[Path]]:
    """Fetch the files of a job that succeeded. Raises JobFailedError, DownloadError and ConfigurationError."""
    media_types = settings.platform.media_types
    destination = read_destination(place, name, media_types)
    raise_failure(settings, job)
    if not job.succeeded:
        raise DownloadError(f"it is {one_line(job.status or 'not known yet')}: call wait() before save()", job=job)
    urls = job.urls
    if not urls:
        raise DownloadError("the result has no files", job=job)
    if destination.ending and len(urls) > 1:
        named = f"{destination.stem}{destination.ending}"
        raise DownloadError(f"{named} is a name for one file, and the result has {len(urls)}: give a folder", job=job)
    saved: list[Path] = []
    for index, url in enumerate(urls, start=1):
        stem = destination.stem_of(job.id, index, len(urls))
        download = Download(url, destination.directory, stem, media_types, destination.ending)
        saved.append((yield from _download(settings, job, download, saved)))
    return saved


def _download(settings: Settings, job: JobState, download: Download, saved: Sequence[Path]) -> Flow[Path]:
    shown_url = one_line(bare_url(download.url), SHOWN_URL_LENGTH)
    if not download.url.lower().startswith(("http://", "https://")):
        raise DownloadError(f"{shown_url} is not an http(s) address", job=job, saved=saved)
    if SHOWN in download.url:
        raise DownloadError(f"{shown_url} had the API key in it, and leads nowhere without it", job=job, saved=saved)
    with traced_call(settings.tracing, "download") as trace:
        outcome: Outcome = yield from retry_flow(
            lambda number, left: follow_flow(Save(download, number, settings.timeouts.bounds("download", left), trace)),
            settings.retry,
            lambda reply: judge_reply(reply, settings.platform, repeatable=True),
        )
    reply = outcome.reply
    if isinstance(reply, Saved):
        return reply.path
    status = reply.status if isinstance(reply, Response) else None
    if isinstance(reply, Response) and reply.ok:
        message = f"the file of {shown_url} is not saved: {reply.refusal}"
        raise DownloadError(message, job=job, status=status, saved=saved, request_id=reply.request_id)
    cause = reply_error(settings, "download", outcome)
    message = f"{shown_url} could not be fetched: {cause}"
    raise DownloadError(message, job=job, status=status, saved=saved, request_id=cause.request_id) from cause
