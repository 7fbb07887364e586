"""How the emulator says no: an error with a code of the API, and the envelope that carries it."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from ..tables import Platform
from .bodies import json_response

OWN_STATUSES = {
    "insufficient_credits": 402,
    "internal_error": 500,
    "method_not_allowed": 405,
    "not_found": 404,
    "not_implemented": 501,
}
"""Statuses of codes that the vendor gives none for; see `choices.py`."""


class ApiError(Exception):
    """A request that is answered with an error envelope."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def error_response(platform: Platform, error: ApiError) -> Response:
    """Return the envelope of an error, with the status that the platform documents for its code."""
    row = platform.errors.get(error.code)
    status = (row and row.status) or OWN_STATUSES.get(error.code, 400)
    envelope = {"code": error.code, "message": error.message, "requestId": f"req_{secrets.token_hex(12)}"}
    return json_response({"error": envelope}, status)
