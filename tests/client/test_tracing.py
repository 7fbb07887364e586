"""OpenTelemetry spans: one per call and one per attempt under it, as the conventions for HTTP clients say."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from acme import AsyncAcme
from harness import KEY, Harness, failure, task, uploaded
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from runtime.errors import ConfigurationError, NotFoundError, RedirectError, SubmissionUncertainError
from runtime.jobs.errors import DownloadError
from samples import PNG

ROOT = Path(__file__).parents[2]


class Recording:
    """A tracer provider that keeps the spans it made."""

    def __init__(self) -> None:
        self.provider = TracerProvider(shutdown_on_exit=False)
        self._exporter = InMemorySpanExporter()
        self.provider.add_span_processor(SimpleSpanProcessor(self._exporter))

    @property
    def spans(self) -> list[ReadableSpan]:
        return list(self._exporter.get_finished_spans())

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.spans if span.name == name]


@pytest.fixture
def recording() -> Recording:
    return Recording()


def described(span: ReadableSpan) -> tuple[str, SpanKind, StatusCode, dict[str, Any]]:
    return span.name, span.kind, span.status.status_code, dict(span.attributes or {})


CREATE = {
    "http.request.method": "POST",
    "url.full": "https://api.acme.test/v1/generations",
    "url.template": "/v1/generations",
    "server.address": "api.acme.test",
    "server.port": 443,
}


def test_one_span_per_attempt_under_one_per_call(harness: Harness, recording: Recording) -> None:
    steps = [failure(503, "switched_off"), httpx.ReadError(f"broke {KEY}"), task()]
    client = harness.script(*steps).client(tracing=recording.provider)
    harness.call(client.every.painter.create("a cat"))
    first, second, third, call = recording.spans
    name, kind = "POST /v1/generations", SpanKind.CLIENT
    error = {"error.type": "503", "http.response.status_code": 503}
    assert described(first) == (name, kind, StatusCode.ERROR, CREATE | error)
    fault = {"error.type": f"{harness.library.__name__}.ReadError", "http.request.resend_count": 1}
    assert described(second) == (name, kind, StatusCode.ERROR, CREATE | fault)
    success = {"http.response.status_code": 200, "http.request.resend_count": 2}
    assert described(third) == (name, kind, StatusCode.UNSET, CREATE | success)
    operation = {"rivya.operation": "generations.create"}
    assert described(call) == ("generations.create", SpanKind.INTERNAL, StatusCode.UNSET, operation)
    assert call.context is not None
    assert [span.parent and span.parent.span_id for span in (first, second, third)] == [call.context.span_id] * 3
    assert call.parent is None
    assert call.instrumentation_scope is not None
    assert (call.instrumentation_scope.name, call.instrumentation_scope.version) == ("rivya", "1.2.3")


def test_spans_hang_below_the_callers(harness: Harness, recording: Recording) -> None:
    client = harness.script(uploaded(), task(), task("succeeded")).client(tracing=recording.provider)
    tracer = recording.provider.get_tracer("mine")
    with tracer.start_as_current_span("mine") as mine:
        job = harness.call(client.every.painter.create("a cat", references=[PNG]))
        harness.call(job.wait())
    calls = [span for span in recording.spans if span.kind is SpanKind.INTERNAL and span.name != "mine"]
    assert [span.name for span in calls] == ["files.create", "generations.create", "generations.retrieve"]
    assert {span.parent and span.parent.span_id for span in calls} == {mine.get_span_context().span_id}
    (poll,) = recording.named("GET /v1/generations/{taskId}")
    assert (poll.attributes or {})["url.full"] == "https://api.acme.test/v1/generations/task_1"


def test_the_span_of_an_attempt_is_current_while_it_runs(harness: Harness, recording: Recording) -> None:
    seen: list[int] = []

    def answer(_: Any) -> httpx.Response:
        seen.append(trace.get_current_span().get_span_context().span_id)
        return task()

    client = harness.script(answer).client(tracing=recording.provider)
    harness.call(client.every.painter.create("a cat"))
    (span,) = recording.named("POST /v1/generations")
    assert span.context is not None
    assert seen == [span.context.span_id]
    assert not trace.get_current_span().get_span_context().is_valid


def test_errors_of_a_call_are_its_spans(harness: Harness, recording: Recording) -> None:
    lost = [httpx.ReadError("x")] * 3
    client = harness.script(failure(404, "not_found"), *lost).client(tracing=recording.provider)
    with pytest.raises(NotFoundError):
        harness.call(client.generations.retrieve("task_1"))
    with pytest.raises(SubmissionUncertainError):
        harness.call(client.every.painter.create("a cat"))
    errors = [(span.attributes or {})["error.type"] for span in recording.spans if span.kind is SpanKind.INTERNAL]
    assert errors == ["runtime.errors.NotFoundError", "runtime.errors.SubmissionUncertainError"]
    assert all(not span.events and not span.status.description for span in recording.spans)


def test_an_error_in_a_wait_for_many_is_the_span_of_its_call(harness: Harness, recording: Recording) -> None:
    def refuse(request: Any) -> None:
        if request.operation == "generations.retrieve":
            raise ZeroDivisionError

    client = harness.script(task(), task(id="task_2")).client(on_request=refuse, tracing=recording.provider)
    jobs = [harness.call(client.every.painter.create("a cat")) for _ in range(2)]
    with pytest.raises(ZeroDivisionError):
        harness.call(client.generations.wait_all(jobs))
    (first, *others) = [span.attributes or {} for span in recording.named("generations.retrieve")]
    assert first["error.type"] == "ZeroDivisionError"
    assert {one["error.type"] for one in others} <= {"ZeroDivisionError", "asyncio.exceptions.CancelledError"}


def test_redirects_are_sent_again(harness: Harness, recording: Recording) -> None:
    moved = httpx.Response(307, headers={"location": "/v2/generations?token=secret"})
    elsewhere = httpx.Response(307, headers={"location": "https://evil.test/"})
    client = harness.script(moved, task(), elsewhere).client(tracing=recording.provider)
    harness.call(client.every.painter.create("a cat"))
    first, second, _ = [dict(span.attributes or {}) for span in recording.spans]
    assert (first["http.response.status_code"], "http.request.resend_count" in first) == (307, False)
    assert (second["url.full"], second["http.request.resend_count"]) == ("https://api.acme.test/v2/generations", 1)
    with pytest.raises(RedirectError):
        harness.call(client.every.painter.create("a cat"))


def test_downloads(harness: Harness, recording: Recording, tmp_path: Path) -> None:
    result = {"urls": ["http://user:pass@cdn.test:8080/a?sig=secret"]}
    client = harness.script(task("succeeded", result=result), httpx.Response(200, content=PNG), failure(403)).client(
        tracing=recording.provider
    )
    job = harness.call(client.generations.retrieve("task_1"))
    harness.call(job.save(tmp_path))
    with pytest.raises(DownloadError):
        harness.call(job.save(tmp_path))
    wanted = {
        "http.request.method": "GET",
        "url.full": "http://cdn.test:8080/a",
        "server.address": "cdn.test",
        "server.port": 8080,
    }
    (_, _, attempt, call, failed, _) = recording.spans
    assert described(attempt) == ("GET", SpanKind.CLIENT, StatusCode.UNSET, wanted)
    assert call.name == "download"
    assert (failed.attributes or {})["http.response.status_code"] == 403


def test_no_span_holds_a_secret(harness: Harness, recording: Recording) -> None:
    steps = [httpx.Response(401, json={"error": {"code": "api_key_invalid", "message": KEY}})]
    client = harness.script(*steps).client(tracing=recording.provider)
    with pytest.raises(Exception, match="api_key_invalid"):
        harness.call(client.every.painter.create("a secret prompt"))
    text = "".join(span.to_json() for span in recording.spans)
    assert KEY not in text
    assert "secret" not in text


def test_a_cancelled_call_ends_its_spans(recording: Recording) -> None:
    async def run() -> None:
        arrived = asyncio.Event()

        async def silent(request: httpx.Request) -> httpx.Response:
            arrived.set()
            await asyncio.Event().wait()
            raise AssertionError

        http_client = httpx.AsyncClient(transport=httpx.MockTransport(silent))
        async with http_client, AsyncAcme("key", http_client=http_client, tracing=recording.provider) as client:
            call = asyncio.create_task(client.every.painter.create("a cat"))
            await arrived.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(run())
    assert [(span.attributes or {})["error.type"] for span in recording.spans] == [
        "asyncio.exceptions.CancelledError",
        "asyncio.exceptions.CancelledError",
    ]


def test_copies_of_a_client_make_spans_as_well(harness: Harness, recording: Recording) -> None:
    client = harness.script(task()).client(tracing=recording.provider).with_options(timeout=5)
    harness.call(client.every.painter.create("a cat"))
    assert len(recording.spans) == 2


WITHOUT = """
import sys
sys.modules["opentelemetry"] = None
import acme
from runtime.errors import ConfigurationError
acme.Acme("key")
try:
    acme.Acme("key", tracing=True)
except ConfigurationError as error:
    print(error)
"""
UNUSED = """
import sys, httpx, acme
answer = httpx.MockTransport(lambda request: httpx.Response(200, json={"id": "task_1", "status": "queued"}))
acme.Acme("key", http_client=httpx.Client(transport=answer)).every.painter.create("a cat")
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""


@pytest.mark.parametrize(
    ("program", "printed"),
    [(WITHOUT, "tracing needs the extra otel: pip install 'rivya[otel]'"), (UNUSED, "[]")],
    ids=["not installed", "not enabled"],
)
def test_it_is_not_needed(program: str, printed: str) -> None:
    path = f"{ROOT / 'codegen'}:{Path(__file__).parent}"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (printed, "")


class Refusing:
    def get_tracer(self, *names: str) -> object:
        raise RuntimeError("s3cret")


@pytest.mark.parametrize("provider", [object(), 1, "yes", None, Refusing()], ids=lambda value: type(value).__name__)
def test_what_gives_no_tracer_is_refused(harness: Harness, provider: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^tracing\b") as raised:
        harness.client(tracing=provider)
    assert "s3cret" not in str(raised.value)


def test_the_global_provider_is_the_default(harness: Harness) -> None:
    client = harness.script(task()).client(tracing=True)
    harness.call(client.every.painter.create("a cat"))  # the provider of the API alone makes spans that are nothing
    assert harness.sent
