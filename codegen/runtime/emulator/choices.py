"""What the emulator does where the vendor's documentation is silent, as rows for the docs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One open question of the documentation, and the emulator's answer to it."""

    id: str
    vendor_silent_on: str
    emulator: str


CHOICES = (
    Choice("success-status", "the HTTP status of a success", "Always 200."),
    Choice(
        "insufficient-credits-status",
        "the HTTP status of `insufficient_credits`",
        "402. A status that the platform's error table gives wins.",
    ),
    Choice(
        "routing-codes",
        "the codes of a wrong method, of an endpoint that is not there yet and of an internal failure",
        "`method_not_allowed` (405), `not_implemented` (501) and `internal_error` (500), in the documented envelope. "
        "An unknown path is `not_found` (404).",
    ),
    Choice(
        "check-order",
        "which error comes first when several apply",
        "Path, method, key, shape of the body, `Idempotency-Key`, model and parameters (all problems in one message), "
        "credits.",
    ),
    Choice(
        "body-size",
        "the largest request body",
        "1 MiB for JSON; for uploads the largest file that any model takes, plus 64 KiB for the form around it. "
        "More is `validation_failed` and is never stored.",
    ),
    Choice(
        "idempotent-replay",
        "what the second request with the same `Idempotency-Key` gets",
        "The stored first response, status and bytes, when the bodies are equal as JSON; otherwise "
        "`idempotency_conflict`. Keys never expire and are kept per endpoint.",
    ),
    Choice(
        "idempotent-failure",
        "whether an error response uses up its `Idempotency-Key`",
        "It does not: only accepted requests are remembered, so a corrected body may use the same key.",
    ),
    Choice("idempotent-files", "whether uploads honour `Idempotency-Key`", "They do not: every upload is a new file."),
    Choice(
        "price",
        "how options change the price",
        "They do not: a job reserves the base credits of its model, and a success costs what was reserved.",
    ),
    Choice(
        "chat-model",
        "the code for a chat model sent to the generations endpoint",
        "`validation_failed`, as for any request that the endpoint cannot run.",
    ),
    Choice(
        "job-time",
        "how long a job stays in each status",
        "The first 30 % of `job_seconds` in `queued`, the rest in `processing`, then `succeeded`. `updated_at` is the "
        "moment of the last change.",
    ),
    Choice(
        "reference-url",
        "whether a reference may be any URL",
        "Any http or https URL is taken and not fetched; one that points at this emulator has to be an uploaded file.",
    ),
    Choice("result-count", "how many files a job that asks for several yields", "Always one."),
    Choice("job-failure", "which accepted jobs fail", "None: every accepted job succeeds."),
    Choice(
        "result-image",
        "the size and format of a result image",
        "A PNG of the asked-for aspect ratio whose longer side is 512 pixels, whatever resolution and format are asked "
        "for; square when no aspect ratio is given or it is left to the model (`auto`). `landscape` means 16:9 and "
        "`portrait` 9:16 where no numbers stand with the word. Words of the prompt that the font cannot write are left "
        "out.",
    ),
    Choice(
        "result-video",
        "the format of a result video",
        "Not a video yet: an animated GIF of the asked-for aspect ratio, with the longer side at 512 pixels.",
    ),
    Choice(
        "result-audio", "the format of a result sound", "A WAV file of one second, mono, whatever format is asked for."
    ),
    Choice(
        "media-url",
        "the lifetime of result and file URLs, and whether they need the key",
        "They work without a key until the emulator stops, and carry the host that the request was sent to.",
    ),
    Choice(
        "file-object",
        "the fields of an uploaded file",
        "`id`, `object`, `url`, `kind`, `mime_type`, `size`, `created_at`, and `duration_token` for video and audio.",
    ),
    Choice(
        "file-type",
        "what the file signature is compared with",
        "The content alone decides the MIME type; the file name and the type that the form claims are ignored.",
    ),
    Choice(
        "duration-token",
        "the form of a duration token, and which models check it",
        "`duration_` and 24 random hexadecimal digits; a reference may carry it, another or none.",
    ),
    Choice(
        "api-key", "whether there are keys for tests", "`rvya_sk_emulator`, or the key given at the start; any scope."
    ),
    Choice("request-id", "the form of `requestId`", "`req_` and 24 random hexadecimal digits; it is in no header."),
)
