"""What is seen of an attempt while it is made: a line in the log, event hooks, and a span."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from .exchange import Fault, Reply, Response
from .faults import fault_of
from .flow import Save, Send
from .hooks import AttemptOutcome, SentRequest
from .http_client import Clock
from .log import log_attempt
from .redirects import address_of
from .settings import Settings
from .tracebacks import scrub
from .tracing import bare_url


@dataclass(slots=True)
class Watch:
    """One attempt under way. The shell tells it how the attempt ended, and passes on what it returns."""

    settings: Settings
    effect: Send | Save
    clock: Clock
    started: float
    shown: SentRequest | None
    span: Any = None

    def fault(self, error: BaseException) -> Reply:
        """End the attempt with an exception, which is raised again unless it is the HTTP library's."""
        scrub(error, self.settings.redact)
        fault = fault_of(error)
        if fault is None:
            raise error
        # What has never left cannot have arrived, however its wait ended.
        return self.end(replace(fault, may_have_arrived=fault.may_have_arrived and self.effect.departure.left))

    def end(self, reply: Reply) -> Reply:
        """End the attempt; return its reply with the time that it took."""
        seconds = self.clock.monotonic() - self.started
        if isinstance(reply, Response):
            reply = replace(reply, elapsed=seconds)
        hooks = self.settings.hooks
        with hooks.faults.caught("a handler of the log"):
            log_attempt(self.effect, reply, seconds)
        if self.effect.trace is not None:
            self.effect.trace.note(self.span, reply)
        if self.shown is not None:
            hooks.attempt_ended(self._outcome(self.shown, reply, seconds))
        return reply

    def _outcome(self, shown: SentRequest, reply: Reply, seconds: float) -> AttemptOutcome:
        response = None
        if isinstance(reply, Response):  # of a stream, the head alone: its body is not a watcher's to read
            body = self.settings.redact_bytes(reply.body)
            response = Response(reply.status, reply.headers, body, reply.received, reply.elapsed, reply.refusal)
        fault = self.settings.shown(reply.detail) if isinstance(reply, Fault) else None
        return AttemptOutcome(shown, response, fault, seconds)


@contextmanager
def watched(effect: Send | Save, settings: Settings, clock: Clock) -> Generator[Watch, None, None]:
    """Watch an attempt from before it leaves until it ended."""
    hooks, trace = settings.hooks, effect.trace
    shown = _shown(effect, settings) if hooks.on_request is not None or hooks.on_response is not None else None
    if shown is not None:
        hooks.request_leaves(shown)
    if trace is None:
        yield Watch(settings, effect, clock, clock.monotonic(), shown)
        return
    with trace.attempt(_method(effect), address_of(effect, settings.base_url)) as span:
        yield Watch(settings, effect, clock, clock.monotonic(), shown, span)


def _method(effect: Send | Save) -> str:
    return effect.request.method if isinstance(effect, Send) else "GET"


def _shown(effect: Send | Save, settings: Settings) -> SentRequest:
    request = effect.request if isinstance(effect, Send) else None
    body = request.content if request is not None else None
    return SentRequest(
        operation=request.operation if request is not None else "download",
        method=_method(effect),
        url=bare_url(address_of(effect, settings.base_url)),
        headers={name: settings.redact(value) for name, value in request.headers.items()} if request else {},
        body=settings.redact_bytes(body) if body is not None else None,
        attempt=effect.attempt,
    )
