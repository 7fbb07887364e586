"""OpenTelemetry spans (extra `otel`): one per call of an operation, and under it one per attempt.

Names and attributes are those of the semantic conventions for HTTP clients. Nothing of this runs, and the library is
not loaded, unless a client is made with `tracing=…`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from .._core.addresses import bare_url, server_of
from .._core.messages import Fault, Reply, Response
from ..errors import ConfigurationError
from .watching import WatcherFaults


class TracerProvider(Protocol):
    """What makes tracers, such as `opentelemetry.sdk.trace.TracerProvider`."""

    def get_tracer(self, instrumenting_module_name: str, instrumenting_library_version: str | None = ..., /) -> Any:
        """Make a tracer.

        Args:
            instrumenting_module_name: The name of this package.
            instrumenting_library_version: Its version.

        Returns:
            The tracer.
        """
        ...


@dataclass(slots=True)
class CallTrace:
    """The span of one call under way: attempts hang below it, and it counts what was sent."""

    tracing: Tracing
    span: Any
    template: str | None
    sent: int = 0

    @contextmanager
    def attempt(self, method: str, url: str) -> Generator[Any, None, None]:
        """Begin the span of one attempt, current in this context, and end it."""
        caught = self.tracing.caught
        span = current = None
        with caught():
            span = self._start(method, url)
            current = self.tracing.api.use_span(
                span, end_on_exit=True, record_exception=False, set_status_on_exception=False
            )
            current.__enter__()
        try:
            yield span
        finally:
            with caught():
                if current is not None:
                    current.__exit__(None, None, None)

    def _start(self, method: str, url: str) -> Any:
        api = self.tracing.api
        attributes = _attributes(method, url, self.template, self.sent)
        self.sent += 1
        return self.tracing.tracer.start_span(
            f"{method} {self.template}" if self.template else method,
            context=api.set_span_in_context(self.span),
            kind=api.SpanKind.CLIENT,
            attributes=attributes,
        )

    def note(self, span: Any, reply: Reply) -> None:
        """Put the outcome of an attempt into its span."""
        if isinstance(reply, Fault):
            self.tracing.fail(span, type(reply.cause))
        with self.tracing.caught():
            if isinstance(reply, Response) and span is not None:
                span.set_attribute("http.response.status_code", reply.status)
                if reply.status >= 400:
                    span.set_attribute("error.type", str(reply.status))
                    span.set_status(self.tracing.api.StatusCode.ERROR)


class Tracing:
    """Makes the spans of a client."""

    def __init__(self, api: Any, tracer: Any, faults: WatcherFaults) -> None:
        self.api = api
        self.tracer = tracer
        self._faults = faults

    def caught(self) -> AbstractContextManager[None]:
        """Let the call go on where the tracer raises."""
        return self._faults.caught("the tracer")

    @contextmanager
    def call(self, operation: str, template: str | None) -> Generator[CallTrace, None, None]:
        """Begin the span of a call and end it; the error that ends the call is the span's."""
        # Never current: a flow is left and entered again, perhaps in another context.
        span = None
        with self.caught():
            span = self.tracer.start_span(operation, attributes={"rivya.operation": operation})
        try:
            yield CallTrace(self, span, template)
        except BaseException as error:
            self.fail(span, type(error))
            raise
        finally:
            with self.caught():
                if span is not None:
                    span.end()

    def fail(self, span: Any, error: type) -> None:
        """Mark a span as failed. The text of the error stays out: it may quote what a server said."""
        if span is None:
            return
        with self.caught():
            if error is GeneratorExit:
                # The flow was dropped by whoever drove it.
                span.set_attribute("error.type", "abandoned")
                return
            module = "" if error.__module__ == "builtins" else f"{error.__module__}."
            span.set_attribute("error.type", f"{module}{error.__qualname__}")
            span.set_status(self.api.StatusCode.ERROR)


def traced_call(
    tracing: Tracing | None, operation: str, template: str | None = None
) -> AbstractContextManager[CallTrace | None]:
    """Return the span of a call; nothing where spans are off."""
    return nullcontext() if tracing is None else tracing.call(operation, template)


def read_tracing(wanted: bool | TracerProvider, version: str, faults: WatcherFaults) -> Tracing | None:
    """Return what makes spans, if they are wanted. Raises ConfigurationError where no tracer is to be had."""
    if wanted is False:
        return None
    if wanted is not True and not callable(getattr(wanted, "get_tracer", None)):
        raise ConfigurationError(f"tracing must be True, False or a tracer provider, got {type(wanted).__name__}")
    try:
        from opentelemetry import trace
    except ImportError as error:
        raise ConfigurationError("tracing needs the extra otel: pip install 'rivya[otel]'") from error
    provider = trace.get_tracer_provider() if wanted is True else wanted
    try:
        tracer = provider.get_tracer("rivya", version)
    except Exception as error:
        raise ConfigurationError(f"tracing: get_tracer() of the provider failed ({type(error).__name__})") from error
    return Tracing(trace, tracer, faults)


def _attributes(method: str, url: str, template: str | None, resent: int) -> Mapping[str, str | int]:
    host, port = server_of(url)
    found = {
        "http.request.method": method,
        "url.full": bare_url(url),
        "url.template": template,
        "server.address": host,
        "server.port": port,
        "http.request.resend_count": resent or None,
    }
    return {name: value for name, value in found.items() if value is not None}
