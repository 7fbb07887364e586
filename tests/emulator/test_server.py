"""The server: keys, routes, failures, the record of requests, and its own life."""

from __future__ import annotations

import logging
import socket
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from emulator.conftest import StartEmulator, Stored
from emulator.receiver import PATIENCE
from emulator.small_world import PLATFORM, SmallEmulator
from emulator.wire import GENERATIONS, JSON, assert_error, painting
from runtime._spec.tables import Operation
from runtime.emulator import undocumented
from runtime.emulator._api.access import Key
from runtime.emulator._api.clock import SystemClock
from runtime.emulator._server import listener
from runtime.emulator._server.app import HANDLERS

PROTECTED = [operation for operation in PLATFORM.operations.values() if operation.scope]


def test_the_catalogue_is_public(server: SmallEmulator) -> None:
    response = httpx.get(f"{server.url}/api/v1/models")
    assert response.status_code == 200
    assert response.json()["object"] == "list"
    assert [model["id"] for model in response.json()["data"]] == ["painter-1.0", "filmer"]
    assert "電影" in response.text


def test_the_wallet_is_told(client: httpx.Client) -> None:
    assert client.get("/api/v1/credits").json() == {"current_credits": 1000}


@pytest.mark.parametrize("operation", PROTECTED, ids=lambda operation: operation.name)
@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "api_key_missing"),
        ({"Authorization": ""}, "api_key_missing"),
        ({"Authorization": "Bearer"}, "api_key_missing"),
        ({"Authorization": "Basic rvya_sk_emulator"}, "api_key_missing"),
        ({"Authorization": "rvya_sk_emulator"}, "api_key_missing"),
        ({"Cookie": "key=rvya_sk_emulator"}, "api_key_missing"),
        ({"Authorization": "Bearer rvya_sk_emulato"}, "api_key_invalid"),
        ({"Authorization": "Bearer rvya_sk_emulator2"}, "api_key_invalid"),
        ({"Authorization": b"Bearer \xe9"}, "api_key_invalid"),
    ],
)
def test_a_key_is_needed(
    server: SmallEmulator, operation: Operation[object], headers: dict[str, str | bytes], code: str
) -> None:
    path = operation.path.replace("{", "").replace("}", "")
    request = httpx.Request(operation.method, server.url + path, headers=cast("dict[str, str]", headers))
    with httpx.Client(verify=False) as client:
        assert_error(client.send(request), 401, code)


def test_the_scheme_is_no_matter_of_case(server: SmallEmulator) -> None:
    headers = {"Authorization": f"bearer  {server.key}"}
    assert httpx.get(f"{server.url}/api/v1/credits", headers=headers).status_code == 200


def test_a_chosen_key_replaces_the_ready_one(start: StartEmulator) -> None:
    server = start(key="rvya_sk_mine")
    url = f"{server.url}/api/v1/credits"
    assert httpx.get(url, headers={"Authorization": "Bearer rvya_sk_mine"}).status_code == 200
    assert_error(httpx.get(url, headers={"Authorization": "Bearer rvya_sk_emulator"}), 401, "api_key_invalid")


def test_what_is_not_served_yet_says_so(client: httpx.Client) -> None:
    unserved = set(PLATFORM.operations) - set(HANDLERS)
    assert unserved == {"made_up.retrieve"}
    assert_error(client.get("/api/v1/made-up"), 501, "not_implemented", "made_up.retrieve")


@pytest.mark.parametrize("path", ["/", "/api/v1", "/api/v1/nothing", "/api/v1/credits/", "/api/v2/credits"])
def test_an_unknown_path_is_not_found(client: httpx.Client, path: str) -> None:
    assert_error(client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", GENERATIONS, "POST"),
        ("POST", "/api/v1/credits", "GET"),
        ("DELETE", "/api/v1/files/x", "GET"),
        ("PUT", "/media/x", "GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_one(client: httpx.Client, method: str, path: str, allowed: str) -> None:
    response = client.request(method, path)
    assert_error(response, 405, "method_not_allowed")
    assert allowed in response.headers["allow"]


def test_a_failure_is_an_envelope_and_a_logged_traceback(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("the secret inside")

    monkeypatch.setattr("runtime.emulator._endpoints.generations.request_problems", fail)
    with caplog.at_level(logging.ERROR):
        response = client.post(GENERATIONS, json=painting())
    assert_error(response, 500, "internal_error")
    assert "secret" not in response.text
    assert "ZeroDivisionError" in caplog.text
    assert client.get("/api/v1/credits").json() == {"current_credits": 1000}


def test_requests_are_recorded_without_the_key(client: httpx.Client, server: SmallEmulator) -> None:
    client.get("/api/v1/models", headers={"Authorization": "", "X-Note": f"my key is {server.key}"})
    client.post(GENERATIONS, content=b"{}", headers={**JSON, "Idempotency-Key": "a"})
    client.get("/api/v1/credits?a=b", headers={"Authorization": "Bearer rvya_sk_of_production"})
    client.get("/api/v1/credits", headers={"Authorization": "rvya_sk_of_production"})
    assert [(method, path, size) for method, path, _, size in server.requests] == [
        ("GET", "/api/v1/models", 0),
        ("POST", "/api/v1/generations", 2),
        ("GET", "/api/v1/credits", 0),
        ("GET", "/api/v1/credits", 0),
    ]
    assert server.requests[0].headers["x-note"] == "my key is ***"
    assert server.requests[1].headers["authorization"] == "Bearer ***"
    assert server.requests[1].headers["idempotency-key"] == "a"
    assert "rvya_sk" not in repr(server.requests)


def test_result_addresses_name_the_host_of_the_client(server: SmallEmulator) -> None:
    url = f"http://localhost:{server.port}"
    headers = {"Authorization": f"Bearer {server.key}"}
    file = httpx.post(
        f"{url}/api/v1/files",
        data={"kind": "image"},
        files={"file": b"\x89PNG\r\n\x1a\n"},
        headers=headers,
    )
    assert file.json()["url"].startswith(f"{url}/media/file_")


def test_stopping_waits_for_no_client_and_frees_the_port(start: StartEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "LAST_REPLIES_SECONDS", 2 * PATIENCE)
    server = SmallEmulator()
    server.start()
    with httpx.Client() as idle, socket.create_connection(("127.0.0.1", server.port)) as stuck:
        idle.get(f"{server.url}/api/v1/models")
        stuck.sendall(b"POST /api/v1/generations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        closing = threading.Thread(target=server.close, daemon=True)
        closing.start()
        closing.join(PATIENCE)
        assert not closing.is_alive()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.url}/api/v1/models")
    assert not [thread for thread in threading.enumerate() if thread.name == "rivya-emulator"]
    assert start(port=server.port).port == server.port
    assert server.requests[0].path == "/api/v1/models"


def test_a_broken_upload_is_nobodys_failure(
    client: httpx.Client, server: SmallEmulator, stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    head = (
        b"POST /api/v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\nAuthorization: Bearer rvya_sk_emulator\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as broken:
        broken.sendall(head + b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n")
    deadline = time.monotonic() + PATIENCE
    while not server.requests and time.monotonic() < deadline:
        time.sleep(0.001)
    assert server.requests[0].body_size == len(b"--b\r\n")
    assert client.get("/api/v1/models").status_code == 200
    assert (caplog.text, stored()) == ("", [])


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")],
)
def test_the_address_leads_here(start: StartEmulator, host: str, shown: str) -> None:
    if ":" in host and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    server = start(host=host)
    assert server.url == f"http://{shown}:{server.port}"
    assert httpx.get(f"{server.url}/api/v1/models").status_code == 200


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_closing_twice_is_harmless_and_starting_twice_is_not() -> None:
    server = SmallEmulator()
    with server:
        with pytest.raises(RuntimeError, match="starts once"):
            server.start()
        server.close()
    assert server.requests == []


def test_uploads_leave_no_trace(client: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = b"\x89PNG\r\n\x1a\n" + bytes(1_900_000)
    assert client.post("/api/v1/files", data={"kind": "image"}, files={"file": content}).status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_an_error_of_the_system(server: SmallEmulator) -> None:
    with pytest.raises(OSError, match="in use"):
        SmallEmulator(port=server.port).start()


@pytest.mark.parametrize(
    "options",
    [
        {"credits": -1},
        {"credits": 10**13},
        {"credits": float("nan")},
        {"credits": float("inf")},
        {"job_seconds": -0.1},
        {"job_seconds": float("nan")},
        {"job_seconds": float("inf")},
        {"key": ""},
        {"key": "a b"},
        {"key": "金鑰"},
        {"port": -1},
        {"port": 65_536},
        {"keys": {"": Key()}},
        {"keys": {"rvya_sk_reader": Key(scopes={"credit:read"})}},
    ],
)
def test_senseless_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"cannot (be|have)"):
        SmallEmulator(**options)


@pytest.mark.parametrize("limit", [(0, 10), (5, 0), (5, float("nan")), (float("nan"), 5), (1, float("inf"))])
def test_a_limit_that_lets_nobody_in_or_never_again_is_refused(limit: tuple[int, float]) -> None:
    with pytest.raises(ValueError, match="give at least one request"):
        SmallEmulator(rate_limit=limit)


def test_the_contract_is_served_as_it_is(tmp_path: Path, client: httpx.Client) -> None:
    assert_error(client.get("/api/v1/openapi.json"), 404, "not_found", "OpenAPI")
    contract = tmp_path / "openapi.json"
    contract.write_bytes(b'{"openapi": "3.1.0"}\n')

    class Documented(SmallEmulator):
        served_api = replace(SmallEmulator.served_api, openapi_file=contract)

    with Documented() as server:
        answer = httpx.get(f"{server.url}/api/v1/openapi.json")
    assert (answer.content, answer.headers["content-type"]) == (contract.read_bytes(), "application/json")


def test_the_real_clock_tells_the_time() -> None:
    before = time.time()
    assert before <= SystemClock().now() <= time.time()


def test_no_model_is_named_in_the_emulator() -> None:
    folder = Path(undocumented.__file__).parent
    facts = {path.stem for path in (folder.parents[2] / "specs" / "models").glob("*.yaml")}
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    assert not [model_id for model_id in facts if f'"{model_id}"' in text or f"`{model_id}`" in text]
