"""Connections that bring no request, or half of one, and the end of a server whatever it is doing."""

from __future__ import annotations

import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from emulator.small_world import SmallEmulator
from emulator.test_command import address, program, run
from emulator.wire import FILES, GENERATIONS, PNG, painting, upload
from runtime.emulator._faults.faults import FAULT_HEADER, Fault
from runtime.emulator._server import listener

PATIENCE = 60
"""Seconds after which something hangs; none of the requests below would end in them by itself."""
AUTHORIZED = "Host: x\r\nAuthorization: Bearer rvya_sk_emulator\r\n"
HALF_REQUESTS = {
    "nothing": "",
    "half a head": "GET /api/v1/credits HT",
    "half a body": f"POST {GENERATIONS} HTTP/1.1\r\n{AUTHORIZED}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{{",
    "half a chunk": f"POST {GENERATIONS} HTTP/1.1\r\n{AUTHORIZED}Content-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    "half an upload": f"POST {FILES} HTTP/1.1\r\n{AUTHORIZED}Content-Type: multipart/form-data; boundary=x\r\n"
    "Content-Length: 900\r\n\r\n--x\r\nContent-Disposition: form-data; name=file; filename=a.png\r\n\r\nabc",
    "half a dropped one": f"POST {GENERATIONS} HTTP/1.1\r\n{AUTHORIZED}{FAULT_HEADER}: drop\r\nContent-Length: 9\r\n\r\n{{",
}
REQUESTS = {
    "latency": f"GET /api/v1/credits HTTP/1.1\r\n{AUTHORIZED}{FAULT_HEADER}: latency=600\r\n\r\n",
    "drip": f"GET /api/v1/models HTTP/1.1\r\n{AUTHORIZED}{FAULT_HEADER}: drip=600\r\n\r\n",
    **HALF_REQUESTS,
}


def connect(url: str, text: str = "") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0), timeout=PATIENCE)
    connection.sendall(text.encode())
    return connection


def ended(connection: socket.socket) -> bool:
    """Return whether the other side ends a connection, in time."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


def test_half_a_request_ends_after_a_while(
    server: SmallEmulator, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    """All of them at the same time, as each waits for the clock: as the first on its connection, and behind a whole one."""
    monkeypatch.setattr(listener, "REQUEST_SECONDS", 0.2)
    whole = f"GET /api/v1/credits HTTP/1.1\r\n{AUTHORIZED}\r\n"
    with ExitStack() as stack:
        connections = {
            (name, bool(before)): stack.enter_context(connect(server.url, before + half))
            for name, half in HALF_REQUESTS.items()
            for before in ("", whole)
        }
        for (name, behind), connection in connections.items():
            with subtests.test(name, behind=behind):
                assert ended(connection)
    assert server.jobs == []


def test_a_trickle_ends_too(server: SmallEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "REQUEST_SECONDS", 0.3)

    def trickle() -> None:
        with connect(server.url) as connection:
            for character in HALF_REQUESTS["half an upload"]:
                connection.sendall(character.encode())
                time.sleep(0.05)

    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        trickle()


def test_who_has_to_wait_is_not_late(
    server: SmallEmulator, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "REQUEST_SECONDS", 1.0)
    server.faults.add(Fault("latency", 1.5, times=2))
    with ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(client.get, "/api/v1/credits"),
            pool.submit(upload, client, PNG + bytes(1_900_000)),
        ]
        assert [answer.result().status_code for answer in answers] == [200, 200]
    for _ in range(4):  # on the same connections
        assert upload(client, PNG + bytes(1_900_000)).status_code == 200


def test_a_slow_upload_arrives(server: SmallEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "REQUEST_SECONDS", 1.0)
    head = (
        f"POST {GENERATIONS} HTTP/1.1\r\n{AUTHORIZED}Content-Type: application/json\r\nContent-Length: 500000\r\n\r\n"
    )
    with connect(server.url, head) as connection:
        for _ in range(10):
            connection.sendall(b" " * 50_000)
            time.sleep(0.15)
        assert b"validation_failed" in connection.recv(65536)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_server_ends_quietly_and_soon_whatever_it_does(ending: signal.Signals) -> None:
    with ExitStack() as stack:
        process = stack.enter_context(program("--port", "0", "--allow-local-webhooks", "--job-seconds", "0"))
        url = address(process)
        silent = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        headers = {"Authorization": "Bearer rvya_sk_emulator"}
        receiver = {"url": f"http://127.0.0.1:{silent.getsockname()[1]}/"}
        endpoint = httpx.post(f"{url}/api/v1/webhooks", json=receiver, headers=headers).json()
        httpx.post(url + GENERATIONS, json=painting(), headers=headers)
        test = f"POST /api/v1/webhooks/{endpoint['id']}/test HTTP/1.1\r\n{AUTHORIZED}Content-Length: 0\r\n\r\n"
        for text in (*REQUESTS.values(), test, *[""] * 200):
            stack.enter_context(connect(url, text))
        time.sleep(0.3)
        process.send_signal(ending)
        rest, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, rest.strip(), errors) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("moment", ["runtime.emulator._server.app", "uvicorn", "PIL"])
def test_a_signal_before_it_serves_ends_it_too(moment: str) -> None:
    code = f"""
import os, signal, sys, threading
class Finder:
    def find_spec(self, name, *_):
        if name == {moment!r}:
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
"""
    done = run("--port", "0", code=f"exec({code!r})")
    assert (done.returncode, done.stderr) == (0, "")
