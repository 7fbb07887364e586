"""The public names of the generated package, and where each of them lives."""

from __future__ import annotations

from ..fragments import Fragment
from ..ir import Export

_EXPORTS = {
    "._client": ("AsyncRivya", "Rivya"),
    "._runtime.errors": (
        "APIError",
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "ConnectionFailedError",
        "DownloadError",
        "InsufficientCreditsError",
        "JobFailedError",
        "JobTimeoutError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimitError",
        "RequestTimeoutError",
        "RivyaError",
        "RivyaWarning",
        "ServerError",
        "SubmissionUncertainError",
        "TransportError",
        "UnexpectedResponseError",
        "ValidationError",
    ),
    "._runtime.jobs": ("AsyncJob", "Job"),
    "._runtime.media": ("Media", "Reference", "References"),
    "._runtime.policies": ("PollPolicy", "RetryPolicy", "Timeouts"),
    "._runtime.problems": ("Problem",),
    "._runtime.settings": ("RequestOptions",),
}


def public_exports() -> tuple[Export, ...]:
    """Return the public names, sorted."""
    rows = [Export(Fragment(name), Fragment(module)) for module, names in _EXPORTS.items() for name in names]
    return tuple(sorted(rows, key=lambda row: row.name))
