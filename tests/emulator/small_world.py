"""A platform with four models that exist nowhere, and emulators of it."""

from __future__ import annotations

from pathlib import Path

from runtime.emulator.server import Emulator
from runtime.emulator.world import World
from runtime.tables import ErrorRow, FileRule, MediaType, Operation, Platform, Polling, Signature

PNG = b"\x89PNG\r\n\x1a\n"


def media_type(mime_type: str, kind: str, extension: str, *signature: tuple[int, bytes]) -> MediaType:
    return MediaType(mime_type, kind, (extension,), (tuple(Signature(*part) for part in signature),))


OPERATIONS: tuple[Operation[object], ...] = (
    Operation("models.list", "GET", "/api/v1/models", "ModelList"),
    Operation("generations.create", "POST", "/api/v1/generations", "Task", "generations:create", "json", True),
    Operation("generations.retrieve", "GET", "/api/v1/generations/{taskId}", "Task", "generations:read"),
    Operation("files.create", "POST", "/api/v1/files", "File", "files:create", "multipart"),
    Operation("files.retrieve", "GET", "/api/v1/files/{fileId}", "File", "files:read"),
    Operation("credits.retrieve", "GET", "/api/v1/credits", "CreditBalance", "credits:read"),
    Operation("webhooks.delete", "DELETE", "/api/v1/webhooks/{endpointId}", "Webhook", "webhooks:manage"),
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
    errors={
        "api_key_missing": ErrorRow(401, "AuthenticationError"),
        "api_key_invalid": ErrorRow(401, "AuthenticationError"),
        "validation_failed": ErrorRow(400, "BadRequestError"),
        "not_found": ErrorRow(404, "NotFoundError"),
        "idempotency_conflict": ErrorRow(409, "ConflictError"),
        "insufficient_credits": ErrorRow(None, "InsufficientCreditsError"),
    },
    polling=Polling(first=2.5, interval=5.0, max_interval=10.0, growth=1.25, deadlines={"image": 600.0}),
    files=(
        FileRule("image", 2_000_000, ("image/png", "image/webp")),
        FileRule("audio", 1_000_000, ("audio/wav", "audio/mp4")),
        FileRule("video", 2_500_000, ("video/mp4",)),
    ),
    media_types=(
        media_type("image/png", "image", ".png", (0, PNG)),
        media_type("image/webp", "image", ".webp", (0, b"RIFF"), (8, b"WEBP")),
        media_type("image/gif", "image", ".gif", (0, b"GIF8")),
        media_type("video/mp4", "video", ".mp4", (4, b"ftyp")),
        media_type("audio/mp4", "audio", ".m4a", (4, b"ftyp")),
        media_type("audio/wav", "audio", ".wav", (0, b"RIFF"), (8, b"WAVE")),
    ),
    types_module="emulator.types",
    messages_module="emulator.messages",
    operations={operation.name: operation for operation in OPERATIONS},
)


class SmallEmulator(Emulator):
    """An emulator of the small world."""

    world = World(
        platform=PLATFORM,
        models_by_id={
            "painter-1.0": "emulator.models.painter",
            "filmer": "emulator.models.filmer",
            "narrator": "emulator.models.narrator",
            "sculptor": "emulator.models.sculptor",
            "talker": "emulator.models.talker",
        },
        catalog_file=Path(__file__).parent / "catalog.json",
    )
