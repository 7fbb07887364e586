"""Requests that no sensible client sends: each is refused in words or served, none is a failure, and the books stay right."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from emulator.small_world import PLATFORM, SmallEmulator
from emulator.wire import FILES, GENERATIONS, JSON, PNG, assert_error, painting

COMPLETIONS = "/api/v1/chat/completions"
STREAM = f"{COMPLETIONS}/stream"
WEBHOOKS = "/api/v1/webhooks"
JSON_PATHS = (GENERATIONS, COMPLETIONS, STREAM, WEBHOOKS)
LONE = "\\ud800"
"""Half of a character, as JSON may escape it and UTF-8 cannot write it."""

FORM = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    + PNG
    + b'\r\n--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nimage\r\n--b--\r\n'
)


@pytest.fixture(autouse=True)
def nothing_fails(server: SmallEmulator, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record for record in caplog.records if record.exc_info] == []
    server.audit()


NO_JSON = {
    "nothing": b"",
    "half": b'{"model":',
    "not-a-number": b'{"model": "painter-1.0", "prompt": "x", "params": {"seed": NaN}}',
    "infinity": b'{"model": "painter-1.0", "prompt": "x", "params": {"seed": -Infinity}}',
    "beyond-doubles": b'{"model": "painter-1.0", "prompt": "x", "params": {"seed": 1e400}}',
    "endless-integer": b'{"seed": ' + b"9" * 5000 + b"}",
    "no-utf-8": b'{"model": "\xff"}',
    "half-a-character": b'{"model": "\xed\xa0\x80"}',
    "utf-16": '{"model": "painter-1.0", "prompt": "x"}'.encode("utf-16"),
    "byte-order-mark": b"\xef\xbb\xbf{}",
    "too-deep": b"[" * 100_000,
}


@pytest.mark.parametrize("path", JSON_PATHS)
@pytest.mark.parametrize("name", NO_JSON)
def test_what_is_no_json_is_refused(client: httpx.Client, path: str, name: str) -> None:
    assert_error(client.post(path, content=NO_JSON[name], headers=JSON), 400, "validation_failed", "not valid JSON")


@pytest.mark.parametrize("path", JSON_PATHS)
@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"5", b"true"])
def test_what_is_no_object_is_refused(client: httpx.Client, path: str, body: bytes) -> None:
    assert_error(client.post(path, content=body, headers=JSON), 400, "validation_failed", "JSON object")


@pytest.mark.parametrize("path", [*JSON_PATHS, FILES])
@pytest.mark.parametrize(
    "content_type", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/json-seq", "*/*"]
)
def test_a_body_of_another_type_is_refused(client: httpx.Client, path: str, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = client.post(path, content=json.dumps(painting()).encode(), headers=headers)
    assert_error(answer, 400, "validation_failed", "Content-Type")


@pytest.mark.parametrize(
    "content_type", ["APPLICATION/JSON", "application/json; charset=utf-8", "application/json ;x=y"]
)
def test_the_type_of_a_body_is_no_matter_of_case(client: httpx.Client, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    assert client.post(GENERATIONS, content=json.dumps(painting()).encode(), headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("Multipart/Form-Data; boundary=b", 200),
        ("MULTIPART/FORM-DATA; BOUNDARY=b", 200),
        ('multipart/form-data;boundary="b"', 200),
        ("multipart/form-data; boundary=b; charset=utf-99", 200),
        ("multipart/form-data-x; boundary=b", 400),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=other", 400),
        ("multipart/form-data; boundary=" + "b" * 300, 400),
        ("multipart/mixed; boundary=b", 400),
    ],
)
def test_a_form_says_its_type_and_boundary(client: httpx.Client, content_type: str, status: int) -> None:
    answer = client.post(FILES, content=FORM, headers={"Content-Type": content_type})
    assert answer.status_code == status, answer.text
    if status == 400:
        assert_error(answer, 400, "validation_failed")


@pytest.mark.parametrize("depth", [*range(10, 400, 30), 500, 800, 900, 990, 1100])
def test_no_depth_is_too_much(client: httpx.Client, depth: int) -> None:
    nested = "[" * depth + "]" * depth
    for path, body in (
        (GENERATIONS, f'{{"model": "painter-1.0", "prompt": "x", "params": {{"a": {nested}}}}}'),
        (GENERATIONS, f'{{"model": "painter-1.0", "prompt": {nested}}}'),
        (COMPLETIONS, f'{{"model": "talker", "message": "x", "attachments": {nested}}}'),
        (WEBHOOKS, f'{{"url": "https://example.com", "event_types": {nested}}}'),
    ):
        assert_error(client.post(path, content=body, headers=JSON), 400, "validation_failed")


HALVES = [
    (GENERATIONS, f'{{"model": "{LONE}", "prompt": "x"}}'),
    (GENERATIONS, f'{{"model": "painter-1.0", "prompt": "x", "{LONE}": 1}}'),
    (GENERATIONS, f'{{"model": "painter-1.0", "prompt": "{LONE}"}}'),
    (GENERATIONS, '{"model": "painter-1.0", "prompt": "x", "client_request_id": "\\udfff\\ud83d"}'),
    (COMPLETIONS, f'{{"model": "talker", "message": "{LONE}"}}'),
    (COMPLETIONS, f'{{"model": "talker", "message": "x", "session_id": "{LONE}"}}'),
    (STREAM, f'{{"model": "talker", "message": "x", "attachments": [{{"file_id": "{LONE}"}}]}}'),
    (WEBHOOKS, f'{{"url": "https://example.com/{LONE}"}}'),
    (WEBHOOKS, f'{{"url": "https://example.com/", "name": "{LONE}"}}'),
]


@pytest.mark.parametrize(("path", "body"), HALVES)
def test_half_a_character_is_no_text(client: httpx.Client, server: SmallEmulator, path: str, body: str) -> None:
    assert_error(client.post(path, content=body, headers=JSON), 400, "validation_failed", "half of a character")
    assert (server.jobs, server.credits) == ([], 1000)


@pytest.mark.parametrize("text", ["\\ud83d\\udd8d", "\\\\ud800", "\U0001f58d"])
def test_a_whole_character_is_text_however_it_is_escaped(client: httpx.Client, text: str) -> None:
    body = f'{{"model": "talker", "message": "{text}"}}'.encode()
    answer = client.post(COMPLETIONS, content=body, headers=JSON)
    assert json.loads(f'"{text}"') in answer.json()["message"]["content"]


@pytest.mark.parametrize("charset", ["utf-7", "unicode-escape", "utf-16", "latin-1"])
@pytest.mark.parametrize("field", ["model", "kind", "client_request_id", "other"])
def test_half_a_character_in_a_form_is_told_in_words(client: httpx.Client, field: str, charset: str) -> None:
    half = {"utf-7": b"+2AA-", "unicode-escape": LONE.encode(), "utf-16": b"\x00\xd8", "latin-1": b"\xed\xa0\x80"}
    part = b'--b\r\nContent-Disposition: form-data; name="' + field.encode() + b'"\r\n\r\n' + half[charset] + b"\r\n"
    headers = {"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"}
    assert client.post(FILES, content=part + FORM, headers=headers).status_code in {200, 400}


def test_a_large_body_is_judged_like_a_small_one(client: httpx.Client) -> None:
    assert_error(client.post(GENERATIONS, json=painting(prompt="x" * 10_000_000)), 400, "validation_failed", "prompt")


@pytest.mark.parametrize("value", ["%00", "%ff", "%ED%A0%80", "..%2f..", "%F0%9F%98%80", "x" * 4000, "%27%20OR%201=1"])
def test_an_odd_id_is_not_found(client: httpx.Client, value: str, subtests: pytest.Subtests) -> None:
    for operation in PLATFORM.operations.values():
        if "{" in operation.path:
            path = operation.path[: operation.path.index("{")] + value + operation.path.partition("}")[2]
            with subtests.test(operation.name):
                answer = client.request(operation.method, path, json={} if operation.body else None)
                assert_error(answer, 404, "not_found")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "TRACE", "PROPFIND"])
def test_other_methods_do_nothing(client: httpx.Client, server: SmallEmulator, method: str) -> None:
    statuses = {client.request(method, operation.path).status_code for operation in PLATFORM.operations.values()}
    assert statuses <= {200, 404, 405, 501} if method == "HEAD" else statuses == {405}
    assert (server.jobs, server.files, server.credits) == ([], [], 1000)


def raw(server: SmallEmulator, head: bytes, body: bytes = b"", *, read: int = 65_536, reset: bool = False) -> bytes:
    """Send bytes over a connection of their own, read the first part of the answer, and perhaps leave without a word."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head + f"Host: x\r\nAuthorization: Bearer {server.key}\r\n".encode() + body)
        answer = connection.recv(read)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return answer


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (b"Content-Length: -5\r\n\r\n", 400),
        (b"Content-Length: abc\r\n\r\n", 400),
        (b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
        (b"Content-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
        (b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
        (b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"X-Large: " + b"x" * 100_000 + b"\r\n\r\n", 400),
        (b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 400),
    ],
)
def test_a_broken_head_is_refused(server: SmallEmulator, lines: bytes, status: int) -> None:
    answer = raw(server, f"POST {GENERATIONS} HTTP/1.1\r\n".encode(), lines)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode()), answer
    assert b"Traceback" not in answer
    assert server.jobs == []


@pytest.mark.parametrize("fault", ["", "drip=0.02", "truncate", "latency=0.05", "drop=after"])
def test_a_reader_who_leaves_a_stream_has_paid_for_one_reply(server: SmallEmulator, fault: str) -> None:
    body = json.dumps({"model": "talker", "message": "word " * 3000}).encode()
    head = f"POST {STREAM} HTTP/1.1\r\nContent-Type: application/json\r\nX-Emulator-Fault: {fault}\r\n".encode()
    raw(server, head, f"Content-Length: {len(body)}\r\n\r\n".encode() + body, read=300, reset=True)
    assert [row.kind for row in server.ledger] == ["initial", "reserve", "settle"]
    assert server.audit().other == 3
    assert httpx.get(f"{server.url}/api/v1/models").status_code == 200


def test_many_connections_are_served_beside_many_idle_ones(client: httpx.Client, server: SmallEmulator) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]

    def create(number: int) -> int:
        headers = {"Idempotency-Key": str(number % 40), "Connection": "close"}
        return client.post(GENERATIONS, json=painting(prompt=str(number % 40)), headers=headers).status_code

    with ThreadPoolExecutor(40) as pool:
        assert set(pool.map(create, range(200))) == {200}
    for connection in idle:
        connection.close()
    assert (len(server.jobs), server.credits) == (40, 1000 - 40 * 4)
