"""The public names of the generated package, and where each of them lives."""

from __future__ import annotations

from ..text.fragments import Fragment
from .ir import Export

_EXPORTS = {
    ".client": ("AsyncRivya", "Rivya"),
    ".chat.attachments": ("Attachment", "Attachments", "FileId"),
    ".budgets": ("Budget", "BudgetExceededError"),
    ".chat.events": ("ChatEvent",),
    ".chat.async_conversation": ("AsyncChatStream", "AsyncReply", "AsyncSession"),
    ".chat.conversation": ("ChatStream", "Reply", "Session"),
    ".errors": (
        *("APIError", "AuthenticationError", "BadRequestError", "ConfigurationError", "ConflictError"),
        *("ConnectionFailedError", "InsufficientCreditsError", "NotFoundError", "PermissionDeniedError"),
        *("RateLimitError", "RedirectError", "RepeatableError", "RequestTimeoutError"),
        *("ResponseTooLargeError", "RivyaError", "RivyaWarning", "ServerError", "StreamInterruptedError"),
        *("SubmissionUncertainError", "TransportError", "UnexpectedResponseError", "ValidationError"),
        "WebhookVerificationError",
    ),
    "._core.messages": ("Response",),
    ".hooks": ("AttemptOutcome", "SentRequest"),
    ".jobs.errors": ("DownloadError", "JobFailedError", "JobTimeoutError", "JobsFailedError"),
    ".jobs.async_job": ("AsyncJob",),
    ".jobs.job": ("Job",),
    ".files.media": ("Media", "Reference", "References"),
    ".options": ("PollPolicy", "RequestOptions", "RetryPolicy", "SizeLimits", "Timeouts"),
    "._core.null": ("NULL", "Null"),
    "._core.problems": ("Problem",),
    "._core.sources": ("ReadableFile",),
    ".prices": ("CreditEstimate", "Price"),
    "._transport.http_client": ("AsyncHttpClient", "HttpClient", "HttpResponse"),
    "._transport.tracing": ("TracerProvider",),
    ".webhooks.deliveries": ("WebhookEvent",),
}


def public_exports() -> tuple[Export, ...]:
    """Return the public names, sorted."""
    rows = [Export(Fragment(name), Fragment(module)) for module, names in _EXPORTS.items() for name in names]
    return tuple(sorted(rows, key=lambda row: row.name))
