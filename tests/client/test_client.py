"""Clients: how they are set up, what they load, and their other resources."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from acme import Acme, AsyncAcme
from harness import KEY, LIBRARIES, SHELLS, Harness, task, uploaded
from runtime._transport.faults import fault_of
from runtime.errors import ConfigurationError, ValidationError

ROOT = Path(__file__).parents[2]


def test_requests_are_what_the_platform_says(harness: Harness) -> None:
    client = harness.script(task()).client(extra_headers={"X-Team": "a"})
    harness.call(client.every.painter.create("a cat 🐈", idempotency_key="k-1", extra_headers={"X-Trace": "b"}))
    sent = harness.sent[0]
    assert (sent.method, sent.url) == ("POST", "https://api.acme.test/v1/generations")
    wanted = {
        "authorization": f"Bearer {KEY}",
        "idempotency-key": "k-1",
        "user-agent": "rivya-python/1.2.3",
        "content-type": "application/json",
        "accept": "application/json",
        "x-team": "a",
        "x-trace": "b",
    }
    assert {name: sent.headers.get(name) for name in wanted} == wanted
    assert sent.json["prompt"] == "a cat 🐈"


def test_missing_key_is_an_error_at_the_first_call_that_needs_one(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, json={"object": "list", "data": [{"id": "painter"}]})).client(
        api_key=""
    )
    assert [model.id for model in harness.call(client.models.list()).data] == ["painter"]
    assert "authorization" not in harness.sent[0].headers
    with pytest.raises(ConfigurationError, match="ACME_API_KEY"):
        harness.call(client.every.painter.create("a cat", references=[b"\x89PNG\r\n\x1a\n"]))
    assert len(harness.sent) == 1


def test_environment(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_API_KEY", "from-environment")
    monkeypatch.setenv("ACME_BASE_URL", "http://localhost:8080/prefix/")
    client = harness.script(httpx.Response(200, json={"current_credits": 12.5})).client(api_key=None)
    assert harness.call(client.credits.balance()) == 12.5
    assert harness.sent[0].url == "http://localhost:8080/prefix/v1/credits"
    assert harness.sent[0].headers["authorization"] == "Bearer from-environment"
    assert repr(client).endswith("http://localhost:8080/prefix>")


def test_credits(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, json={"current_credits": 3, "plan": "x"})).client()
    assert harness.call(client.credits.retrieve()).current_credits == 3


BAD_SETTINGS: list[dict[str, Any]] = [
    {"api_key": "acme_sk secret"},
    {"api_key": "acme_sk_secret\n"},
    {"api_key": "acme_sk_secrét"},
    {"base_url": "ftp://secret.test"},
    {"base_url": "secret.test"},
    {"base_url": "https://"},
    {"base_url": "https://user:secret@a.test"},
    {"base_url": "https://a.test?secret=1"},
    {"base_url": "https://secret.test?"},
    {"base_url": "https://secret.test/v1/#"},
    {"base_url": "https://a.test/#secret"},
    {"base_url": "https://a.test:secret"},
    {"base_url": "https://a.test/ secret"},
    {"base_url": "https://[secret"},
    {"validate": "sometimes"},
    {"extra_headers": {"Authorization": "Bearer secret"}},
    {"extra_headers": {"idempotency-key": "secret"}},
    {"extra_headers": {"X-A": "secret\r\nX-B: 1"}},
]


@pytest.mark.parametrize("settings", BAD_SETTINGS, ids=repr)
def test_bad_settings_are_refused_without_showing_them(settings: dict[str, Any]) -> None:
    for client_class in (Acme, AsyncAcme):
        with pytest.raises(ConfigurationError) as raised:
            client_class(**settings)
        assert "secret" not in str(raised.value)


@pytest.mark.parametrize("make", [lambda kind: kind(5), lambda kind: kind("key", max_credits=-1)])
@pytest.mark.parametrize("client_class", [Acme, AsyncAcme])
def test_what_could_not_be_made_is_shown_and_closed(client_class: Any, make: Callable[[Any], object]) -> None:
    with pytest.raises(ConfigurationError) as raised:
        make(client_class)
    shown = "".join(traceback.TracebackException.from_exception(raised.value, capture_locals=True).format())
    assert "repr() failed" not in shown
    assert f"<{client_class.__name__} that could not be made>" in shown
    unmade = client_class.__new__(client_class)
    assert (asyncio.run(unmade.aclose()) if client_class is AsyncAcme else unmade.close()) is None


@pytest.mark.parametrize(
    "options",
    [{"idempotency_key": ""}, {"idempotency_key": "a\nb"}, {"validate": "no"}, {"extra_headers": {"Host": "x"}}],
)
def test_bad_options_are_refused(harness: Harness, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        harness.call(harness.client().every.painter.create("a", **options))


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object()])
def test_what_is_no_json_is_refused(harness: Harness, value: object) -> None:
    with pytest.raises(ValidationError, match=r"^params\.x: ") as raised:
        harness.call(harness.client().every.painter.create("a", extra_params={"x": value}))
    assert raised.value.problems[0].message("zh-Hant")


def test_a_callers_http_client_stays_open() -> None:
    http_client = httpx.Client()
    with Acme("key", http_client=http_client):
        pass
    assert not http_client.is_closed
    http_client.close()


def test_an_own_http_client_is_made_late_and_closed() -> None:
    client = Acme("key")
    connection = client._transport.connection
    assert not connection._made
    made = connection.client()
    assert isinstance(made, httpx.Client)
    assert connection.client() is made
    client.close()
    assert made.is_closed
    client.close()


def test_an_own_asynchronous_http_client_is_made_late_and_closed() -> None:
    async def use() -> Any:
        async with AsyncAcme("key") as client:
            return client._transport.connection.client()

    assert asyncio.run(use()).is_closed


LIGHT = """
import sys
import {imported}
{then}
heavy = [name for name in ("httpx", "pydantic", "asyncio") if name in sys.modules]
assert not heavy, heavy
"""


@pytest.mark.parametrize(
    ("imported", "then"),
    [
        (
            "runtime._client.client, runtime._client.async_client, runtime.jobs.model, runtime.jobs.async_model, runtime.errors",
            "",
        ),
        ("acme", "client = acme.Acme('key'); client.every; repr(client)"),
    ],
)
def test_heavy_libraries_are_loaded_with_the_first_request(imported: str, then: str) -> None:
    code = LIGHT.format(imported=imported, then=then)
    path = f"{ROOT / 'codegen'}:{Path(__file__).parent}"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


FAULTS: list[tuple[Exception, bool, bool]] = [
    (httpx.ConnectError("x"), False, False),
    (httpx.ConnectTimeout("x"), False, True),
    (httpx.PoolTimeout("x"), False, True),
    (httpx.ProxyError("x"), False, False),
    (httpx.UnsupportedProtocol("x"), False, False),
    (httpx.InvalidURL("x"), False, False),
    (httpx.ReadTimeout("x"), True, True),
    (httpx.WriteTimeout("x"), True, True),
    (httpx.ReadError("x"), True, False),
    (httpx.WriteError("x"), True, False),
    (httpx.CloseError("x"), True, False),
    (httpx.RemoteProtocolError("x"), True, False),
    (httpx.LocalProtocolError("x"), False, False),
    (httpx.DecodingError("x"), True, False),
]


@pytest.mark.parametrize(("error", "may_have_arrived", "timed_out"), FAULTS, ids=lambda value: type(value).__name__)
def test_faults(error: Exception, *, may_have_arrived: bool, timed_out: bool) -> None:
    fault = fault_of(error)
    assert fault is not None
    assert (fault.may_have_arrived, fault.timed_out) == (may_have_arrived, timed_out)


def test_faults_are_known_by_name_whatever_the_library() -> None:
    successor = type("ConnectError", (type("RequestError", (Exception,), {}),), {})
    fault = fault_of(successor("x"))
    assert fault is not None
    assert not fault.may_have_arrived
    assert fault_of(ValueError("x")) is None


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_every_exception_of_the_library_that_ends_a_request_is_known(library: Any) -> None:
    ending = [
        value for value in vars(library).values() if isinstance(value, type) and issubclass(value, library.RequestError)
    ]
    assert len(ending) > 10
    assert all(fault_of(error_class("x")) is not None for error_class in ending)


def test_both_shells_are_tested() -> None:
    assert set(SHELLS) == {"sync", "async"}


def test_uploads_are_streamed(tmp_path: Path) -> None:
    """The file is read in pieces while it is sent, not before."""
    pieces: list[int] = []

    class Reading(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert isinstance(request.stream, httpx.SyncByteStream)
            pieces.extend(len(piece) for piece in request.stream)
            return uploaded()

    path = tmp_path / "big.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1_000_000))
    with Acme("key", http_client=httpx.Client(transport=Reading()), validate="off") as client:
        client.files.create(path)
    assert sum(pieces) > 1_000_000
    assert max(pieces) < 200_000
