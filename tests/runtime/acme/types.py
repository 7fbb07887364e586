"""The wire types of the made-up API."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    model_config = ConfigDict(extra="allow")


class TaskResult(Wire):
    primary_url: str | None = None
    urls: list[str] | None = None


class TaskError(Wire):
    code: str | None = None
    message: str | None = None


class Task(Wire):
    id: str
    status: str
    model: str | None = None
    reserved_credits: float | None = None
    final_credits: float | None = None
    created_at: str | None = None
    updated_at: str | None = None
    result: TaskResult | None = None
    error: TaskError | None = None


class File(Wire):
    id: str | None = None
    file_id: str | None = None
    url: str
    duration_token: str | None = None


class CreditBalance(Wire):
    current_credits: float


class ModelList(Wire):
    data: list[dict[str, Any]]


class Hook(Wire):
    id: str
