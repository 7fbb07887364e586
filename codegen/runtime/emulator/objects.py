"""Jobs and files as the API shows them; a job's status is a matter of the time since it was accepted."""

from __future__ import annotations

from typing import Any

from .clock import timestamp
from .results import result_name
from .store import Job, StoredFile

STAGES = ((0.0, "queued"), (0.3, "processing"), (1.0, "succeeded"))
"""The part of a job's time after which it has a status."""

MEDIA_PATH = "/media/"


def succeeded(job: Job, now: float, job_seconds: float) -> bool:
    return now >= job.created_at + job_seconds


def accepted_object(job: Job) -> dict[str, Any]:
    """Return the object that answers the creation of a job, which is queued however little time jobs take."""
    return _task_object(job, "queued", job.created_at)


def task_object(job: Job, now: float, job_seconds: float) -> dict[str, Any]:
    """Return a job as the API shows it at a moment."""
    changes = [(job.created_at + part * job_seconds, status) for part, status in STAGES]
    updated_at, status = [change for change in changes if change[0] <= now][-1]
    return _task_object(job, status, updated_at)


def file_object(file: StoredFile) -> dict[str, Any]:
    """Return an uploaded file as the API shows it."""
    token = {} if file.duration_token is None else {"duration_token": file.duration_token}
    return {
        "id": file.id,
        "object": "file",
        "url": file_url(file),
        "kind": file.kind,
        "mime_type": file.mime_type,
        "size": file.size,
        **token,
        "created_at": timestamp(file.created_at),
    }


def file_url(file: StoredFile) -> str:
    return f"{file.base_url}{MEDIA_PATH}{file.name}"


def _task_object(job: Job, status: str, updated_at: float) -> dict[str, Any]:
    done = status == "succeeded"
    url = f"{job.base_url}{MEDIA_PATH}{result_name(job)}"
    return {
        "id": job.id,
        "status": status,
        "model": job.model,
        "reserved_credits": job.credits,
        "final_credits": job.credits if done else 0,
        "created_at": timestamp(job.created_at),
        "updated_at": timestamp(updated_at),
        "result": {"primary_url": url, "urls": [url]} if done else None,
        "error": None,
    }
