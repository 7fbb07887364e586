"""A platform with six models that exist nowhere, and emulators of it."""

from __future__ import annotations

from pathlib import Path

from runtime._spec.file_rules import FileRule
from runtime._spec.tables import (
    ChatStreamRules,
    ErrorRow,
    MediaType,
    Operation,
    Platform,
    Polling,
    Signature,
    WebhookScheme,
)
from runtime.emulator._api.served_api import ServedApi
from runtime.emulator.emulator import Emulator

PNG = b"\x89PNG\r\n\x1a\n"


def media_type(mime_type: str, kind: str, extension: str, *signature: tuple[int, bytes]) -> MediaType:
    return MediaType(mime_type, kind, (extension,), (tuple(Signature(*part) for part in signature),))


CHAT = "/api/v1/chat"
WEBHOOKS = "/api/v1/webhooks"
WEBHOOK = f"{WEBHOOKS}/{{endpointId}}"

OPERATIONS: tuple[Operation[object], ...] = (
    Operation("models.list", "GET", "/api/v1/models", "ModelList"),
    Operation("generations.create", "POST", "/api/v1/generations", "Task", "generations:create", "json", True),
    Operation("generations.retrieve", "GET", "/api/v1/generations/{taskId}", "Task", "generations:read"),
    Operation("files.create", "POST", "/api/v1/files", "File", "files:create", "multipart"),
    Operation("files.retrieve", "GET", "/api/v1/files/{fileId}", "File", "files:read"),
    Operation("credits.retrieve", "GET", "/api/v1/credits", "CreditBalance", "credits:read"),
    Operation("chat.completions.create", "POST", f"{CHAT}/completions", "Chat", "chat:create", "json", True),
    Operation(
        "chat.completions.stream", "POST", f"{CHAT}/completions/stream", "Any", "chat:create", "json", stream=True
    ),
    Operation("chat.sessions.list", "GET", f"{CHAT}/sessions", "Any", "chat:read"),
    Operation("chat.sessions.retrieve", "GET", f"{CHAT}/sessions/{{sessionId}}", "Any", "chat:read"),
    Operation("webhooks.list", "GET", WEBHOOKS, "WebhookList", "webhooks:manage"),
    Operation("webhooks.create", "POST", WEBHOOKS, "Webhook", "webhooks:manage", "json"),
    Operation("webhooks.retrieve", "GET", WEBHOOK, "Webhook", "webhooks:manage"),
    Operation("webhooks.update", "PATCH", WEBHOOK, "Webhook", "webhooks:manage", "json"),
    Operation("webhooks.delete", "DELETE", WEBHOOK, "Any", "webhooks:manage"),
    Operation("webhooks.rotate_secret", "POST", f"{WEBHOOK}/rotate-secret", "Webhook", "webhooks:manage"),
    Operation("webhooks.test", "POST", f"{WEBHOOK}/test", "Any", "webhooks:manage"),
    Operation("webhooks.deliveries", "GET", f"{WEBHOOK}/deliveries", "Any", "webhooks:manage"),
    Operation("webhooks.events", "GET", "/api/v1/webhook-events", "Any", "webhooks:manage"),
    Operation("openapi.retrieve", "GET", "/api/v1/openapi.json", "Any"),
    Operation("made_up.retrieve", "GET", "/api/v1/made-up", "Any", "models:read"),
)

PLATFORM = Platform(
    version="0.1.0",
    base_url="https://rivya.ai",
    base_url_variable="RIVYA_BASE_URL",
    api_key_variable="RIVYA_API_KEY",
    authorization_header="Authorization",
    authorization_scheme="Bearer",
    idempotency_header="Idempotency-Key",
    terminal_statuses=frozenset({"succeeded", "failed"}),
    failed_statuses=frozenset({"failed"}),
    waiting_statuses=frozenset({"queued", "processing"}),
    presumed_failed_statuses=frozenset({"canceled", "expired"}),
    errors={
        "api_key_missing": ErrorRow(401, "AuthenticationError"),
        "api_key_invalid": ErrorRow(401, "AuthenticationError"),
        "api_key_revoked": ErrorRow(401, "AuthenticationError"),
        "api_key_expired": ErrorRow(401, "AuthenticationError"),
        "api_scope_denied": ErrorRow(403, "PermissionDeniedError"),
        "public_api_disabled": ErrorRow(503, "ServerError", retryable=True),
        "rate_limited": ErrorRow(429, "RateLimitError", retryable=True),
        "validation_failed": ErrorRow(400, "BadRequestError"),
        "not_found": ErrorRow(404, "NotFoundError"),
        "idempotency_conflict": ErrorRow(409, "ConflictError"),
        "insufficient_credits": ErrorRow(None, "InsufficientCreditsError"),
        "webhook_url_rejected": ErrorRow(400, "BadRequestError"),
        "chat_model_not_supported": ErrorRow(400, "BadRequestError"),
        "chat_session_conflict": ErrorRow(409, "ConflictError"),
        "chat_attachment_not_supported": ErrorRow(400, "BadRequestError"),
    },
    polling=Polling(first=2.5, interval=5.0, max_interval=10.0, deadlines={"image": 600.0}),
    files=(
        FileRule("image", 2_000_000, ("image/png", "image/webp")),
        FileRule("audio", 1_000_000, ("audio/wav", "audio/mp4")),
        FileRule("video", 2_500_000, ("video/mp4",)),
    ),
    upload_lifetime=3600.0,
    media_types=(
        media_type("image/png", "image", ".png", (0, PNG)),
        MediaType("image/jpeg", "image", (".jpg", ".jpeg"), ((Signature(0, b"\xff\xd8\xff"),),)),
        media_type("image/webp", "image", ".webp", (0, b"RIFF"), (8, b"WEBP")),
        media_type("image/gif", "image", ".gif", (0, b"GIF8")),
        media_type("video/mp4", "video", ".mp4", (4, b"ftyp")),
        media_type("audio/mp4", "audio", ".m4a", (4, b"ftyp")),
        media_type("audio/wav", "audio", ".wav", (0, b"RIFF"), (8, b"WAVE")),
    ),
    chat_stream=ChatStreamRules(
        text_paths=("delta", "delta.content"),
        end_data=("[DONE]",),
        end_events=("done",),
        error_events=("error",),
    ),
    webhook_scheme=WebhookScheme(
        id_header="webhook-id",
        timestamp_header="webhook-timestamp",
        signature_header="webhook-signature",
        algorithm="sha256",
        signed_text="{id}.{timestamp}.{body}",
        encoding="base64",
        secret_prefix="whsec_",
        secret_encoding="base64",
        version="v1",
        tolerance=300,
        generation_key="data",
        event_types=("generation.succeeded", "generation.failed"),
        api_version="2026-05-11",
    ),
    types_module="emulator.types",
    messages_module="emulator.messages",
    operations={operation.name: operation for operation in OPERATIONS},
    scopes=tuple(dict.fromkeys(operation.scope for operation in OPERATIONS if operation.scope)),
)


class SmallEmulator(Emulator):
    """An emulator of the small world."""

    served_api = ServedApi(
        platform=PLATFORM,
        models_by_id={
            "painter-1.0": "emulator.models.painter",
            "filmer": "emulator.models.filmer",
            "narrator": "emulator.models.narrator",
            "sculptor": "emulator.models.sculptor",
            "talker": "emulator.models.talker",
            "chatterbox": "emulator.models.chatterbox",
        },
        catalog_file=Path(__file__).parent / "catalog.json",
        results={"image": ("image/png", "image/jpeg", "image/webp"), "video": ("video/mp4",), "audio": ("audio/wav",)},
    )
