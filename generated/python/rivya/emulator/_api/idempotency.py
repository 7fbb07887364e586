"""Idempotency: the first response to a key is kept, and repeated for the same body."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from .._state.responses import StoredResponse
from .bodies import write_json
from .call import Call
from .errors import ApiError


def respond_once(call: Call, body: Any, respond: Callable[[], object]) -> Response:
    """Answer with what `respond` returns, or with the stored response to the same key and body.

    What `respond` writes and the stored response are one transaction: a crash leaves both or neither. An `ApiError` of
    `respond` undoes what it wrote and is not stored: nothing was accepted, so the key stays free.
    """
    operation, store = call.operation, call.emulation.store
    header = call.emulation.platform.idempotency_header
    key = call.request.headers.get(header) if operation.idempotency_key else None
    fingerprint = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    with store.database.transaction():
        stored = store.responses.get(operation.name, key) if key else None
        if stored is None:
            stored = StoredResponse(operation.name, key or "", fingerprint, write_json(respond()))
            if key:
                store.responses.add(stored)
    if stored.fingerprint != fingerprint:
        raise ApiError("idempotency_conflict", f"This {header} was used before, with another body.")
    return Response(stored.body, media_type="application/json")
