"""What tells a job from a chat message, and how its files are saved, as a flow. Both clients drive the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from .._core.addresses import WEB, bare_url
from .._core.api_key import SHOWN
from .._core.messages import Request, Response, Saved
from .._core.plain_text import one_line
from .._core.wire import Task
from .._spec.file_rules import ReferenceRule
from .._submission import RequestKind
from .._transport.answers import judge_reply
from .._transport.calls import reply_error
from .._transport.downloads import Download
from .._transport.flow import Flow, Outcome, Send, retry_flow
from .._transport.ledger import Charge
from .._transport.redirects import follow_flow
from .._transport.schedules import time_bounds
from .._transport.settings import Settings
from .._transport.tracing import traced_call
from .._validation.keywords import REFERENCES_KEY
from ..files.references import Planner
from ..files.uploads import reference_item
from .destinations import read_destination
from .errors import DownloadError, raise_failure
from .state import JobState

SHOWN_URL_LENGTH = 200


def _settle(settings: Settings, charge: Charge, task: Task) -> None:
    charge.accept(task.id)
    settings.note_cost(task)


JOB = RequestKind(
    operation="generations.create",
    text_key="prompt",
    params_key="params",
    files_key=REFERENCES_KEY,
    files_argument="references",
    keywords=(),
    rule=lambda _: ReferenceRule(),  # not asked for: a job of an unknown model is started from its JSON
    plan=Planner.plan,
    item=reference_item,
    settle=_settle,
)


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
    request = Request("download", "GET", "", {}, harmless=True)  # to those who watch
    with traced_call(settings.tracing, "download") as trace:
        outcome: Outcome = yield from retry_flow(
            lambda number, remaining: follow_flow(
                Send(request, number, time_bounds(settings.timeouts, "download", remaining), trace, download)
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
