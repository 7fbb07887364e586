"""Jobs and files as the API shows them; a job's status is a matter of the time since it was accepted."""

from __future__ import annotations

from typing import Any

from .._api.fields import row_fields, timestamp
from .._api.messages import MEDIA_PATH
from .._state.files import StoredFile
from .._state.jobs import Job

STAGES = ((0.0, "queued"), (0.3, "processing"))
"""The part of a job's time after which it has a status, before it ends as `succeeded` or `failed`."""


def has_result(job: Job, now: float) -> bool:
    return now >= job.ends_at and job.failure is None


def accepted_object(job: Job) -> dict[str, Any]:
    """Return the object that answers the creation of a job, which is queued however little time jobs take."""
    return _task_object(job, "queued", job.created_at)


def task_object(job: Job, now: float) -> dict[str, Any]:
    """Return a job as the API shows it at a moment, which never shows less than the beginning."""
    changes = [(job.created_at + part * job.seconds, status) for part, status in STAGES]
    changes.append((job.ends_at, "failed" if job.failure else "succeeded"))
    updated_at, status = [change for change in changes if change[0] <= max(now, job.created_at)][-1]
    return _task_object(job, status, updated_at)


def file_object(file: StoredFile) -> dict[str, Any]:
    """Return an uploaded file as the API shows it."""
    token = {} if file.duration_token is None else {"duration_token": file.duration_token}
    place = {"object": "file", "url": f"{file.base_url}{MEDIA_PATH}{file.name}"}
    return row_fields(file, "id kind mime_type size created_at") | place | token


def _task_object(job: Job, status: str, updated_at: float) -> dict[str, Any]:
    url = f"{job.base_url}{MEDIA_PATH}{job.result_name}"
    failure = job.failure if status == "failed" else None
    return {
        "id": job.id,
        "status": status,
        "model": job.model,
        "reserved_credits": job.credits,
        "final_credits": job.final_credits if status in {"succeeded", "failed"} else 0,
        "created_at": timestamp(job.created_at),
        "updated_at": timestamp(updated_at),
        "result": {"primary_url": url, "urls": [url]} if status == "succeeded" else None,
        "error": row_fields(failure, "code message") if failure else None,
    }
