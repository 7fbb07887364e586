"""Copies of a client with other options, event hooks, the raw response of everything, and proxies."""

from __future__ import annotations

import http.server
import json
import pickle
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from acme import Acme, AsyncAcme
from harness import EPOCH, KEY, Harness, failure, task, uploaded
from runtime._core.messages import Response
from runtime._transport.proxies import environment_proxies
from runtime.errors import APIError, ConfigurationError, ConnectionFailedError, ServerError, UnexpectedResponseError
from runtime.jobs.errors import DownloadError
from runtime.options import PollPolicy, RetryPolicy, Timeouts
from samples import PNG

# --- with_options -----------------------------------------------------------------------------------------------------


def test_a_copy_differs_in_what_is_said_and_in_nothing_else(harness: Harness) -> None:
    client = harness.client(extra_headers={"X-Team": "a", "X-Kept": "1"}, locale="zh-Hant")
    copy = client.with_options(
        timeout=Timeouts(request=7.0),
        retry=RetryPolicy(attempts=1),
        poll=PollPolicy(first=1.0),
        validate="off",
        extra_headers={"X-Team": "b"},
    )
    settings = copy._transport.settings
    assert type(copy) is type(client)
    assert (settings.timeouts.request, settings.retry.attempts, settings.poll.first) == (7.0, 1, 1.0)
    assert (settings.validate, settings.locale, settings.base_url) == ("off", "zh-Hant", "https://api.acme.test")
    assert settings.headers == {"X-Team": "b", "X-Kept": "1"}
    before = client._transport.settings
    assert (before.timeouts, before.retry, before.poll) == (Timeouts(), RetryPolicy(), PollPolicy())
    assert (before.validate, before.headers["X-Team"]) == ("strict", "a")
    harness.script(failure(503, "switched_off"))
    with pytest.raises(ServerError):
        harness.call(copy.every.painter.create("a cat " * 100))
    sent = harness.sent[0]
    assert (sent.headers["x-team"], sent.timeout["read"]) == ("b", 7.0)
    assert len(harness.sent) == 1


class Stamp:
    """A part of somebody's own."""


@pytest.mark.parametrize("base", [Acme, AsyncAcme])
def test_a_copy_keeps_what_a_subclass_added(base: type[Any]) -> None:
    class Mine(base):  # type: ignore[misc]
        __slots__ = ("slotted",)

        def __init__(self, team: str) -> None:
            super().__init__(KEY)
            self.team, self.slotted, self.notes = team, "in a slot", ["a"]
            self.files = Stamp()

        @cached_property
        def stamp(self) -> Stamp:
            return Stamp()

        def __setattr__(self, name: str, value: object) -> None:
            assert name != "frozen"
            super().__setattr__(name, value)

    client = Mine("red")
    resources = (client.generations, client.credits, client.stamp)
    copy = client.with_options(timeout=5).with_options(locale="zh-Hant")
    assert (copy.team, copy.slotted, copy.notes, copy.stamp) == ("red", "in a slot", ["a"], resources[2])
    assert copy.files is client.files
    assert copy.generations is copy.generations
    assert copy.generations is not resources[0]
    # What is made from a client is made anew: its options hold.
    for part in (copy.generations, copy.credits, copy.every.painter, copy.chat):
        assert part._transport.settings.timeouts.request == 5
        assert part._transport.settings.locale == "zh-Hant"
    copy.team = "blue"
    assert client.team == "red"
    assert client._transport.settings.locale == "en"


def test_seconds_for_everything(harness: Harness) -> None:
    client = harness.script(task()).client().with_options(timeout=3)
    harness.call(client.every.painter.create("a cat"))
    assert set(harness.sent[0].timeout.values()) == {3}


def test_a_copy_of_nothing_is_the_same(harness: Harness) -> None:
    client = harness.client(max_credits=5)
    assert client.with_options()._transport.settings == client._transport.settings


@pytest.mark.parametrize(
    "options",
    [{"validate": "maybe"}, {"extra_headers": {"Authorization": "Bearer secret"}}, {"max_credits": -1}],
)
def test_bad_options_of_a_copy_are_refused(harness: Harness, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as raised:
        harness.client().with_options(**options)
    assert "secret" not in str(raised.value)


def test_closing_a_copy_leaves_the_connections_open(harness: Harness) -> None:
    kinds = {"sync": (Acme, "close", "is_closed"), "async": (AsyncAcme, "aclose", "is_closed")}
    client_class, close, closed = kinds["sync" if type(harness).__name__ == "SyncHarness" else "async"]
    client: Any = client_class("key")
    copy = client.with_options(timeout=5)
    again = copy.with_options(timeout=6)
    made = copy._transport.connection.client()
    assert client._transport.connection.client() is made
    harness.call(getattr(copy, close)())
    harness.call(getattr(again, close)())
    assert not getattr(made, closed)
    harness.call(getattr(client, close)())
    assert getattr(made, closed)
    harness.call(getattr(client, close)())


def test_a_copy_in_a_with_block() -> None:
    with Acme("key") as client:
        made = client._transport.connection.client()
        with client.with_options(timeout=1):
            pass
        assert not made.is_closed  # type: ignore[attr-defined]


# --- The raw response -------------------------------------------------------------------------------------------------


def test_everything_keeps_its_response(harness: Harness) -> None:
    harness.seconds_per_request = 0.25
    balance = httpx.Response(200, json={"current_credits": 3}, headers={"X-Region": "eu"})
    listed = httpx.Response(200, json={"data": []})
    client = harness.script(task(), balance, uploaded(), uploaded(), listed).client()
    job = harness.call(client.every.painter.create("a cat"))
    found = [
        job,
        harness.call(client.credits.retrieve()),
        harness.call(client.files.create(PNG)),
        harness.call(client.files.retrieve("file_1")),
        harness.call(client.models.list()),
    ]
    for number, value in enumerate(found, start=1):
        response = value.http_response
        assert isinstance(response, Response)
        assert (response.status, response.elapsed, response.received) == (200, 0.25, EPOCH + 0.25 * number)
        assert response.headers["content-type"] == "application/json"
        assert response.json()
    assert found[1].http_response.headers["x-region"] == "eu"
    assert found[1].model_dump() == {"current_credits": 3}
    assert client.generations.job("x").http_response is None


def test_the_response_follows_the_job(harness: Harness) -> None:
    client = harness.script(task(), task("processing")).client()
    job = harness.call(client.every.painter.create("a cat"))
    first = job.http_response
    harness.call(job.refresh())
    assert first.json()["status"] == "queued"
    assert job.http_response.json()["status"] == "processing"


def test_errors_keep_their_response_without_the_key(harness: Harness) -> None:
    body = {"error": {"code": "api_key_invalid", "message": f"bad key {KEY}", "requestId": "req_7"}}
    steps = [httpx.Response(401, json=body, headers={"X-Echo": f"Bearer {KEY}"}), httpx.Response(200, text=KEY)]
    client = harness.script(*steps).client()
    with pytest.raises(APIError) as refused:
        harness.call(client.every.painter.create("a cat"))
    with pytest.raises(UnexpectedResponseError) as unread:
        harness.call(client.every.painter.create("a cat"))
    for error in (refused.value, unread.value):
        assert KEY not in repr(error.http_response) + str(error.http_response.headers)
        assert KEY.encode() not in error.http_response.body
        assert pickle.loads(pickle.dumps(error)).http_response == error.http_response
    assert refused.value.http_response.json()["error"]["requestId"] == "req_7"
    assert refused.value.http_response.headers["x-echo"] == "Bearer [API key]"


# --- Event hooks ------------------------------------------------------------------------------------------------------


def test_hooks_see_each_attempt_without_the_key(harness: Harness, tmp_path: Path) -> None:
    requests: list[Any] = []
    outcomes: list[Any] = []
    harness.seconds_per_request = 0.5
    result = {"urls": ["https://user:pass@cdn.test/a?sig=secret"]}
    steps = [failure(503, "switched_off"), httpx.ReadError(f"broke {KEY}"), task("succeeded", result=result)]
    picture = httpx.Response(200, content=PNG, headers={"content-type": "image/png"})
    client = harness.script(*steps, picture).client(on_request=requests.append, on_response=outcomes.append)
    job = harness.call(client.every.painter.create("a cat", extra_headers={"X-Mine": KEY}))
    harness.call(job.save(tmp_path))
    assert [(one.operation, one.method, one.url, one.attempt) for one in requests] == [
        ("generations.create", "POST", "https://api.acme.test/v1/generations", 1),
        ("generations.create", "POST", "https://api.acme.test/v1/generations", 2),
        ("generations.create", "POST", "https://api.acme.test/v1/generations", 3),
        ("download", "GET", "https://cdn.test/a", 1),
    ]
    assert json.loads(requests[0].body)["prompt"] == "a cat"
    assert requests[0].headers["X-Mine"] == "[API key]"
    assert "Authorization" not in requests[0].headers
    assert requests[3].body is None
    assert [one.request for one in outcomes] == requests
    assert [one.response.status if one.response else None for one in outcomes] == [503, None, 200, None]
    assert [one.fault for one in outcomes] == [None, "ReadError: broke [API key]", None, None]
    assert {one.elapsed for one in outcomes} == {0.5}
    assert KEY not in repr(requests) + repr(outcomes)


@pytest.mark.parametrize(
    "address",
    [
        "https://me:s3cret@[half/a",
        "https://me:s3cret@cdn.test/a",
        "https://me:a@s3cret@[half/a?sig=s3cret",
        "https://[half/a?sig=s3cret",
        "https://cdn.test/a#s3cret",
    ],
)
def test_no_address_is_shown_with_a_secret_however_it_is_written(
    harness: Harness, tmp_path: Path, address: str
) -> None:
    seen: list[Any] = []
    steps = [task("succeeded", result={"urls": [address]}), failure(404), failure(404), failure(404)]
    client = harness.script(*steps).client(
        on_request=seen.append, on_response=seen.append, retry=RetryPolicy(attempts=1)
    )
    job = harness.call(client.every.painter.create("a cat"))
    with pytest.raises(DownloadError) as raised:
        harness.call(job.save(tmp_path))
    assert "half" in str(raised.value) or "cdn.test" in str(raised.value)
    assert "s3cret" not in f"{raised.value}{raised.value!r}{seen!r}"


def test_what_a_hook_raises_rises_and_nothing_is_sent(harness: Harness) -> None:
    def refuse(_: Any) -> None:
        raise ZeroDivisionError

    client = harness.script(task()).client(on_request=refuse)
    with pytest.raises(ZeroDivisionError):
        harness.call(client.every.painter.create("a cat"))
    assert harness.sent == []


def test_uploads_are_shown_without_their_content(harness: Harness) -> None:
    seen: list[Any] = []
    client = harness.script(uploaded()).client(on_request=seen.append)
    harness.call(client.files.create(PNG))
    assert (seen[0].operation, seen[0].body) == ("files.create", None)


# --- Proxies ----------------------------------------------------------------------------------------------------------


class Proxy(http.server.BaseHTTPRequestHandler):
    """A proxy that answers by itself, and notes what it was asked for."""

    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Proxy-Authorization")))
        body = b'{"current_credits": 7}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("variable", [None, "HTTP_PROXY", "all_proxy"])
@pytest.mark.parametrize("client_class", [Acme, AsyncAcme])
def test_requests_go_through_the_proxy(
    client_class: Any, variable: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    asked: list[tuple[str, str | None]] = []
    with serving(type("Noting", (Proxy,), {"asked": asked})) as address:
        proxy = f"http://me:secret@{address}"
        if variable is not None:
            monkeypatch.setenv(variable, proxy)
            monkeypatch.setenv("NO_PROXY", "10.0.0.0/8,::1")
        client = client_class(
            "key", base_url="http://api.invalid/x", allow_http=True, proxy=proxy if variable is None else None
        )
        if client_class is Acme:
            with client:
                assert client.credits.balance() == 7
        else:

            async def use() -> None:
                async with client:
                    assert await client.credits.balance() == 7

            Harness().call(use())
    assert asked == [("http://api.invalid/x/v1/credits", "Basic bWU6c2VjcmV0")]


BAD_PROXIES = ["proxy:8080", "ftp://secret.test", "http://", "http://secret test", "http://a:secret"]


@pytest.mark.parametrize("proxy", BAD_PROXIES)
def test_bad_proxies_are_refused_without_showing_them(proxy: str) -> None:
    for client_class in (Acme, AsyncAcme):
        with pytest.raises(ConfigurationError, match="proxy must be of the form") as raised:
            client_class("key", proxy=proxy)
        assert "secret" not in str(raised.value)


def test_a_callers_client_has_its_own_proxy() -> None:
    with httpx.Client() as http_client, pytest.raises(ConfigurationError, match="set it on that client"):
        Acme("key", proxy="http://a.test:1", http_client=http_client)


def test_a_proxy_that_is_not_there() -> None:
    with (
        Acme("key", proxy="http://127.0.0.1:9", retry=RetryPolicy(attempts=1)) as client,
        pytest.raises(ConnectionFailedError),
    ):
        client.credits.balance()


@pytest.mark.parametrize("client", [Acme, AsyncAcme])
def test_no_cookie_of_an_answer_is_kept(client: Any) -> None:
    http_client = client("key")._transport.connection.client()
    request = httpx.Request("GET", "https://api.acme.test/")
    http_client.cookies.extract_cookies(httpx.Response(200, headers={"set-cookie": "a=b"}, request=request))
    assert "cookie" not in http_client.build_request("GET", "https://api.acme.test/").headers


@pytest.mark.parametrize(
    ("host", "direct"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("localhost", True),
        ("::1", True),
        ("127.0.0.1.example.com", False),
        ("rivya.ai", False),
    ],
)
def test_no_proxy_of_the_environment_stands_before_this_machine(
    monkeypatch: pytest.MonkeyPatch, host: str, direct: bool
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:8")
    monkeypatch.setenv("NO_PROXY", "")
    assert (environment_proxies().address_for("http", host, None) is None) is direct


# --- Headers ----------------------------------------------------------------------------------------------------------


def test_a_header_in_other_cases_is_one_header(harness: Harness) -> None:
    client = harness.script(*[httpx.Response(200, json={"current_credits": 7})] * 2, task()).client(
        extra_headers={"X-A": "1", "x-a": "2", "X-Kept": "k"}
    )
    harness.call(client.credits.balance())
    copy = client.with_options(extra_headers={"X-a": "3"})
    harness.call(copy.credits.balance())
    harness.call(copy.every.painter.create("a cat", extra_headers={"x-A": "4", "X-KEPT": "l"}))
    assert [(one.headers["x-a"], one.headers["x-kept"]) for one in harness.sent] == [("2", "k"), ("3", "k"), ("4", "l")]
    assert copy._transport.settings.headers == {"X-Kept": "k", "X-a": "3"}
