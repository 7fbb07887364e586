"""The `rivya` logger: one debug line per attempt, without headers and therefore without the key."""

from __future__ import annotations

import logging

from .exchange import Fault, Reply, Response
from .flow import Save, Send
from .replies import read_envelope, request_id_of
from .watchers import LOGGER


def log_attempt(effect: Send | Save, reply: Reply, seconds: float) -> None:
    """Log what one attempt was and how it ended."""
    if not LOGGER.isEnabledFor(logging.DEBUG):
        return
    if isinstance(effect, Send):
        place = (effect.request.redirected or effect.request.path).partition("?")[0]
        target = f"{effect.request.method} {place}"
    else:
        target = f"GET {effect.download.stem}"
    request_id = None
    outcome: object = "saved"
    if isinstance(reply, Response):
        outcome = reply.status
        request_id = request_id_of(reply, None if reply.ok else read_envelope(reply))
    elif isinstance(reply, Fault):
        outcome = type(reply.cause).__name__
    LOGGER.debug("%s → %s in %.3f s (attempt %d, request id %s)", target, outcome, seconds, effect.attempt, request_id)
