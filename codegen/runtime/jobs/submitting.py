"""The life of a job as flows: check, upload, submit, wait, save. Both clients drive the same ones."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from .._core.addresses import WEB, bare_url
from .._core.api_key import SHOWN
from .._core.messages import Answer, Response, Saved
from .._core.plain_text import one_line
from .._core.wire import Task
from .._preparation import Draft, RequestKind, prepare_flow, prepare_raw
from .._spec.tables import ReferenceRule
from .._transport.answers import judge_reply
from .._transport.calls import Call, call_flow, departure_noted, reply_error
from .._transport.context import Settings
from .._transport.downloads import Download
from .._transport.flow import Flow, Outcome, Save, retry_flow
from .._transport.ledger import Charge
from .._transport.redirects import follow_flow
from .._transport.repeating import repeated_with
from .._transport.schedules import time_bounds
from .._transport.tracing import traced_call
from .._validation.keywords import REFERENCES_KEY
from ..files.references import Planner
from ..files.uploads import reference_item
from ..options import RequestOptions
from .destinations import read_destination
from .errors import DownloadError, raise_failure
from .state import JobState

SHOWN_URL_LENGTH = 200
JOB = RequestKind(
    operation="generations.create",
    text_key="prompt",
    params_key="params",
    files_key=REFERENCES_KEY,
    keywords=(),
    rule=lambda _: ReferenceRule(),  # not asked for: a job of an unknown model is started from its JSON
    plan=Planner.plan,
    item=reference_item,
)


def create_flow(settings: Settings, draft: Draft, options: RequestOptions) -> Flow[Answer[Task]]:
    """Check everything, upload the local references, and submit the job."""
    call, charge = yield from prepare_flow(settings, JOB, draft, options, JOB.operation)
    with settings.uploads.doubted(draft.model):
        return (yield from submit_flow(settings, call, charge))


def create_raw_flow(settings: Settings, request: Mapping[str, Any], options: RequestOptions) -> Flow[Answer[Task]]:
    """Check a request that is already in the vendor's JSON, and submit the job."""
    return (yield from submit_flow(settings, prepare_raw(settings, JOB, request, options)))


def submit_flow(settings: Settings, call: Call, charge: Charge | None = None) -> Flow[Answer[Task]]:
    """Submit a job; also the second time, after an uncertain first. Raises BudgetExceededError.

    `charge` is what was set aside for it already.
    """
    charge = charge or settings.reserve(call.options.idempotency_key, call.model_id)
    with (
        repeated_with(partial(submit_flow, settings, call)),
        charge.submitting(call.request.departure),
        departure_noted(call),
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
        raise DownloadError(
            f"it has not finished (status {one_line(job.status or 'unknown')}): call wait() before save()", job=job
        )
    urls = job.urls
    if not urls:
        raise DownloadError("the result has no files", job=job)
    if destination.ending and len(urls) > 1:
        named = f"{destination.stem}{destination.ending}"
        raise DownloadError(f"{named} names one file, but the result has {len(urls)}: give a folder", job=job)
    saved: list[Path] = []
    for index, url in enumerate(urls, start=1):
        stem = destination.stem_of(job.id, index, len(urls))
        download = Download(url, destination.directory, stem, media_types, destination.ending)
        saved.append((yield from _download(settings, job, download, saved)))
    return saved


def _download(settings: Settings, job: JobState, download: Download, saved: Sequence[Path]) -> Flow[Path]:
    shown_url = one_line(bare_url(download.url), SHOWN_URL_LENGTH)
    if not download.url.lower().startswith(WEB):
        raise DownloadError(f"{shown_url} is not an http(s) address", job=job, saved=saved)
    if SHOWN in download.url:
        raise DownloadError(f"{shown_url} had the API key in it, and leads nowhere without it", job=job, saved=saved)
    with traced_call(settings.tracing, "download") as trace:
        outcome: Outcome = yield from retry_flow(
            lambda number, remaining: follow_flow(
                Save(download, number, time_bounds(settings.timeouts, "download", remaining), trace)
            ),
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
