"""Refusals: an error with a code of the API, and the statuses of codes for which the vendor gives none."""

from __future__ import annotations

from collections.abc import Mapping

OWN_STATUSES = {
    "insufficient_credits": 402,
    "internal_error": 500,
    "method_not_allowed": 405,
    "not_found": 404,
    "not_implemented": 501,
}
"""Statuses of codes that the vendor gives none for; see `undocumented.py`."""


class ApiError(Exception):
    """A request that is answered with an error envelope, and with these headers beside it."""

    def __init__(self, code: str, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.headers = dict(headers or {})
