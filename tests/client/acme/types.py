"""The wire types of the made-up API."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, SecretStr
from runtime._spec.wire_object import WireList, WireObject


class WireEntries(WireList):
    model_config = ConfigDict(extra="allow")


class Wire(WireObject):
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


class CatalogModel(Wire):
    id: str


class ModelList(WireEntries):
    data: list[CatalogModel]


class OpenObject(Wire):
    data: Any = None


class OpenList(WireEntries):
    data: Any = None


class ChatMessage(Wire):
    content: str | None = None


class ChatUsage(Wire):
    total_tokens: int | None = None


class ChatCredits(Wire):
    reserved: float | None = None
    final: float | None = None


class ChatCompletion(Wire):
    id: str | None = None
    session_id: str | None = None
    model: str | None = None
    created_at: str | None = None
    message: ChatMessage
    usage: ChatUsage | None = None
    credits: ChatCredits | None = None


class WebhookEndpoint(Wire):
    id: str
    url: str | None = None
    signing_secret: SecretStr | None = None


class WebhookEndpointList(WireEntries):
    data: list[WebhookEndpoint] | None = None


class WebhookEvent(Wire):
    id: str
    type: str
    api_version: str | None = None
    created_at: str | None = None


class Hook(Wire):
    id: str
