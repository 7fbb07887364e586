"""What holds for every model of the made-up API."""

from runtime.tables import ErrorRow, FileRule, MediaType, Operation, Platform, Polling, Signature

PLATFORM = Platform(
    version="1.2.3",
    base_url="https://api.acme.test",
    base_url_variable="ACME_BASE_URL",
    api_key_variable="ACME_API_KEY",
    authorization_header="Authorization",
    authorization_scheme="Bearer",
    idempotency_header="Idempotency-Key",
    terminal_statuses=frozenset({"succeeded", "failed"}),
    failed_statuses=frozenset({"failed"}),
    errors={
        "api_key_invalid": ErrorRow(401, "AuthenticationError"),
        "api_scope_denied": ErrorRow(403, "PermissionDeniedError"),
        "rate_limited": ErrorRow(429, "RateLimitError", retryable=True),
        "validation_failed": ErrorRow(400, "BadRequestError"),
        "not_found": ErrorRow(404, "NotFoundError"),
        "idempotency_conflict": ErrorRow(409, "ConflictError"),
        "insufficient_credits": ErrorRow(None, "InsufficientCreditsError"),
        "switched_off": ErrorRow(503, "ServerError", retryable=True),
        "generation_failed": ErrorRow(None, "JobFailedError"),
    },
    polling=Polling(
        first=2.5,
        interval=5.0,
        max_interval=10.0,
        growth=1.25,
        deadlines={"image": 600.0, "video": 1800.0, "audio": 1200.0},
    ),
    files=(
        FileRule("image", 2_000, ("image/jpeg", "image/png", "image/webp")),
        FileRule("video", 4_000, ("video/mp4", "video/quicktime", "video/webm")),
        FileRule("audio", 3_000, ("audio/mpeg", "audio/wav", "audio/mp4")),
    ),
    media_types=(
        MediaType("image/png", "image", (".png",), ((Signature(0, b"\x89PNG\r\n\x1a\n"),),)),
        MediaType("image/jpeg", "image", (".jpg", ".jpeg"), ((Signature(0, b"\xff\xd8\xff"),),)),
        MediaType("image/webp", "image", (".webp",), ((Signature(0, b"RIFF"), Signature(8, b"WEBP")),)),
        MediaType(
            "video/mp4",
            "video",
            (".mp4",),
            tuple((Signature(4, b"ftyp" + brand),) for brand in (b"isom", b"mp42", b"mp41", b"avc1")),
        ),
        MediaType("video/quicktime", "video", (".mov",), ((Signature(4, b"ftypqt  "),), (Signature(4, b"moov"),))),
        MediaType(
            "video/webm", "video", (".webm",), ((Signature(0, b"\x1a\x45\xdf\xa3"), Signature(0, b"webm", within=64)),)
        ),
        MediaType("audio/mpeg", "audio", (".mp3",), ((Signature(0, b"ID3"),), (Signature(0, b"\xff\xfb"),))),
        MediaType("audio/wav", "audio", (".wav",), ((Signature(0, b"RIFF"), Signature(8, b"WAVE")),), ("audio/x-wav",)),
        MediaType("audio/mp4", "audio", (".m4a",), ((Signature(4, b"ftypM4A "),), (Signature(4, b"ftypmp42"),))),
        MediaType("audio/ogg", "audio", (".ogg",), ((Signature(0, b"OggS"),),)),
    ),
    types_module="acme.types",
    messages_module="acme._messages",
    operations={
        row.name: row
        for row in (
            Operation("generations.create", "POST", "/v1/generations", "Task", "generations:create", "json", True),
            Operation("generations.retrieve", "GET", "/v1/generations/{taskId}", "Task", "generations:read"),
            Operation("files.create", "POST", "/v1/files", "File", "files:create", "multipart"),
            Operation("files.retrieve", "GET", "/v1/files/{fileId}", "File", "files:read"),
            Operation("credits.retrieve", "GET", "/v1/credits", "CreditBalance", "credits:read"),
            Operation("models.list", "GET", "/v1/models", "ModelList"),
            Operation("hooks.create", "POST", "/v1/hooks", "Hook", "hooks:manage", "json"),
        )
    },
)
