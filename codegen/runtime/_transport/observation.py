"""What is seen of an attempt while it is made: a line in the log, event hooks, and a span."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from .._core.addresses import bare_url
from .._core.messages import Fault, Reply, Response
from .._core.plain_text import one_line
from .._core.tracebacks import scrub
from ..hooks import AttemptOutcome, SentRequest
from .answers import read_envelope, request_id_of
from .faults import fault_of
from .flow import Send
from .http_client import Clock
from .redirects import address_of
from .settings import Settings
from .watching import LOGGER


@dataclass(slots=True)
class Watch:
    """One attempt under way. The shell tells it how the attempt ended, and passes on what it returns."""

    settings: Settings
    effect: Send
    clock: Clock
    started: float
    sent: SentRequest | None
    span: Any = None

    def fault(self, error: BaseException) -> Reply:
        """End the attempt with an exception, which is raised again unless it is the HTTP library's."""
        scrub(error, self.settings.redact)
        fault = fault_of(error)
        if fault is None:
            name = type(error).__name__
            self.end(Fault(name, self.effect.departure.departed, timed_out=False, cause=error))
            raise error
        # What has never departed cannot have arrived, however its wait ended.
        return self.end(replace(fault, may_have_arrived=fault.may_have_arrived and self.effect.departure.departed))

    def end(self, reply: Reply) -> Reply:
        """End the attempt; return its reply with the time that it took."""
        seconds = self.clock.monotonic() - self.started
        if isinstance(reply, Response):
            reply = replace(reply, elapsed=seconds)
        faults = self.settings.watcher_faults
        if LOGGER.isEnabledFor(logging.DEBUG):
            with faults.caught("a handler of the log"):
                _log(self.effect, reply, seconds)
        if self.effect.trace is not None:
            self.effect.trace.note(self.span, reply)
        if self.sent is not None:
            with faults.caught("on_response"):
                self.settings.hooks.attempt_ended(self._outcome(self.sent, reply, seconds))
        return reply

    def _outcome(self, sent: SentRequest, reply: Reply, seconds: float) -> AttemptOutcome:
        response = None
        if isinstance(reply, Response):  # of a stream, the head alone: its body is not a watcher's to read
            body = self.settings.redact_bytes(reply.body)
            response = Response(reply.status, reply.headers, body, reply.received, reply.elapsed, reply.refusal)
        fault = self.settings.redacted_line(reply.detail) if isinstance(reply, Fault) else None
        return AttemptOutcome(sent, response, fault, seconds)


@contextmanager
def watched(effect: Send, settings: Settings, clock: Clock) -> Generator[Watch, None, None]:
    """Watch an attempt from before it departs until it ended."""
    hooks, trace = settings.hooks, effect.trace
    sent = _sent(effect, settings) if hooks.on_request is not None or hooks.on_response is not None else None
    if sent is not None:
        hooks.attempt_begins(sent)
    address = address_of(effect, settings.base_url)
    with nullcontext() if trace is None else trace.attempt(effect.request.method, address) as span:
        yield Watch(settings, effect, clock, clock.monotonic(), sent, span)


def _sent(effect: Send, settings: Settings) -> SentRequest:
    request = effect.request
    return SentRequest(
        operation=request.operation,
        method=request.method,
        url=bare_url(address_of(effect, settings.base_url)),
        headers={name: settings.redact(value) for name, value in request.headers.items()},
        body=settings.redact_bytes(request.content) if request.content is not None else None,
        attempt=effect.attempt,
    )


def _log(effect: Send, reply: Reply, seconds: float) -> None:
    """Log what an attempt was and how it ended: in one line, without headers and therefore without the key."""
    if effect.download is None:
        place = (effect.request.redirected or effect.request.path).partition("?")[0]
        target = f"{effect.request.method} {one_line(place)}"
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
