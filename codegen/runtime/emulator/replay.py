"""Idempotency: the first response to a key is kept, and repeated for the same body."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from .bodies import write_json
from .call import Call
from .errors import ApiError
from .store import Reply


def respond_once(call: Call, body: Any, respond: Callable[[], object]) -> Response:
    """Answer with what `respond` returns, or with the stored response to the same key and body.

    An `ApiError` of `respond` is not stored: nothing was accepted, so the key stays free.
    """
    operation, store = call.operation, call.emulation.store
    key = call.request.headers.get(call.emulation.platform.idempotency_header)
    fingerprint = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    keyed = key if operation.idempotency_key else None
    reply = store.reply(operation.name, keyed) if keyed else None
    if reply is None:
        reply = Reply(fingerprint, 200, write_json(respond()))
        if keyed:
            store.add_reply(operation.name, keyed, reply)
    if reply.fingerprint != fingerprint:
        header = call.emulation.platform.idempotency_header
        raise ApiError("idempotency_conflict", f"This {header} was used before, with another body.")
    return Response(reply.body, reply.status, media_type="application/json")
