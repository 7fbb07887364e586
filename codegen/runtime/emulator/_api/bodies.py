"""Bodies: requests read within bounds, and values and errors written as JSON."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterable
from typing import Any, TypeGuard

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from ..._core.numbers_as_json import MOST_EXACT
from ..._spec.tables import Platform
from .errors import OWN_STATUSES, ApiError
from .fields import new_id

JSON_LIMIT = 16 * 1024 * 1024
"""In bytes. The longest text that a spec may allow, a million characters, fits in however its JSON is escaped."""

FORM_OVERHEAD = 64 * 1024
FORM_FIELDS = 16


# The multipart parser closes its temporary files when it meets an exception of its own family.
class BodyRefused(MultiPartException):
    """A body that is too large or that cannot be read; the message says which."""


async def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object of a body."""
    _check_type(request, "application/json")
    raw = b"".join([chunk async for chunk in _bounded(request, JSON_LIMIT)])
    try:
        # Given bytes, the parser would guess at UTF-16 and UTF-32, which no JSON on the wire is in.
        value = json.loads(raw.decode(), parse_float=_number)
        # An escape may say half of a character, which is no text to UTF-8, and so to nothing that stores or sends it.
        # The parser reads NaN and 1e999 too, which are no numbers of JSON.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise BodyRefused("The body holds half of a character: \\ud800 to \\udfff come in pairs.") from error
    except (ValueError, RecursionError) as error:
        raise BodyRefused("The body is not valid JSON.") from error
    if not is_object(value):
        raise BodyRefused("The body has to be a JSON object.")
    return value


def _number(text: str) -> int | float:
    """Return a number of JSON, which knows no difference between 3.0 and 3."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) <= MOST_EXACT else number


async def read_form(request: Request, largest_file: int) -> FormData:
    """Return a form with at most one file; large parts are on disk, and the caller closes the form."""
    _check_type(request, "multipart/form-data")
    stream = _bounded(request, largest_file + FORM_OVERHEAD)
    parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=FORM_FIELDS, max_part_size=FORM_OVERHEAD)
    try:
        return await parser.parse()
    except BodyRefused:
        raise
    except (MultiPartException, ValueError) as error:  # older versions of starlette pass on the parser's own error
        raise BodyRefused(f"The form cannot be read: {error}") from error


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def write_json(value: object) -> bytes:
    # A form may name a charset that has halves of characters, and an error tells what it was given.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def json_response(value: object, status: int = 200) -> Response:
    return Response(write_json(value), status, media_type="application/json")


def list_response(items: Iterable[object]) -> Response:
    return json_response({"object": "list", "data": list(items)})


def error_response(platform: Platform, error: ApiError, status: int | None = None) -> Response:
    """Return the envelope of an error, with the status that the platform documents for its code or with another."""
    row = platform.errors.get(error.code)
    status = status or (row and row.status) or OWN_STATUSES.get(error.code, 400)
    envelope = {"code": error.code, "message": error.message, "requestId": new_id("req")}
    response = json_response({"error": envelope}, status)
    response.headers.update(error.headers)
    return response


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    refusal = BodyRefused(f"The body is larger than {limit} bytes.")
    if int(request.headers.get("content-length", "0")) > limit:
        raise refusal
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > limit:
            raise refusal
        yield chunk


def _check_type(request: Request, wanted: str) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != wanted:
        raise BodyRefused(f"The body has to be {wanted}, and the header Content-Type has to say so.")
