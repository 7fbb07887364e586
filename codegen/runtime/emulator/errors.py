"""The envelope that carries an error, and the statuses of codes that the vendor gives none for."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from ..tables import Platform
from .api_error import ApiError
from .bodies import json_response

__all__ = ["ApiError", "error_response"]

OWN_STATUSES = {
    "insufficient_credits": 402,
    "internal_error": 500,
    "method_not_allowed": 405,
    "not_found": 404,
    "not_implemented": 501,
}
"""Statuses of codes that the vendor gives none for; see `choices.py`."""


def error_response(platform: Platform, error: ApiError, status: int | None = None) -> Response:
    """Return the envelope of an error, with the status that the platform documents for its code or with another."""
    row = platform.errors.get(error.code)
    status = status or (row and row.status) or OWN_STATUSES.get(error.code, 400)
    envelope = {"code": error.code, "message": error.message, "requestId": f"req_{secrets.token_hex(12)}"}
    return json_response({"error": envelope}, status)
