"""The public names of the generated package, and where each of them lives."""

from __future__ import annotations

from ..text.fragments import Fragment
from .ir import Export

_EXPORTS = {
    "._client": ("AsyncRivya", "Rivya"),
    "._runtime.attachments": ("Attachment", "Attachments", "FileId"),
    "._runtime.budgets": ("Budget", "BudgetExceededError"),
    "._runtime.chat_events": ("ChatEvent",),
    "._runtime.conversation": ("AsyncChatStream", "AsyncReply", "AsyncSession", "ChatStream", "Reply", "Session"),
    "._runtime.errors": (
        "APIError",
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "ConnectionFailedError",
        "InsufficientCreditsError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimitError",
        "RedirectError",
        "RepeatableError",
        "RequestTimeoutError",
        "ResponseTooLargeError",
        "RivyaError",
        "RivyaWarning",
        "ServerError",
        "StreamInterruptedError",
        "SubmissionUncertainError",
        "TransportError",
        "UnexpectedResponseError",
        "ValidationError",
        "WebhookVerificationError",
    ),
    "._runtime.exchange": ("Response",),
    "._runtime.hooks": ("AttemptOutcome", "SentRequest"),
    "._runtime.job_errors": ("DownloadError", "JobFailedError", "JobTimeoutError", "JobsFailedError"),
    "._runtime.jobs": ("AsyncJob", "Job"),
    "._runtime.media": ("Media", "Reference", "References"),
    "._runtime.policies": ("PollPolicy", "RetryPolicy", "SizeLimits", "Timeouts"),
    "._runtime.problems": ("Problem",),
    "._runtime.settings": ("RequestOptions",),
    "._runtime.tables": ("CreditEstimate",),
    "._runtime.webhook_events": ("WebhookEvent",),
}


def public_exports() -> tuple[Export, ...]:
    """Return the public names, sorted."""
    rows = [Export(Fragment(name), Fragment(module)) for module, names in _EXPORTS.items() for name in names]
    return tuple(sorted(rows, key=lambda row: row.name))
