"""Servers that mean harm: they drip, unfold, send on to neighbours and put control characters into all they say."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest
from rivya_codegen.problems.problem import ProblemsFound
from rivya_codegen.source import connection, fetch

Talk = Callable[[socket.socket, bytes], None]
"""What a server does with a connection and the request on it."""


@contextmanager
def serving(talk: Talk, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve each connection with `talk`; give the base of the addresses."""
    listening = socket.create_server((host, 0))

    def serve() -> None:
        while True:
            try:
                connected, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connected,), daemon=True).start()

    def answer(connected: socket.socket) -> None:
        with closing(connected):
            try:
                talk(connected, connected.recv(65536))
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://{host}:{listening.getsockname()[1]}"
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy stands between the test and its server."""
    monkeypatch.setenv("NO_PROXY", "*")


def said(address: str, seconds: float = 10) -> str:
    """Return the one problem of a fetch."""
    with pytest.raises(ProblemsFound) as found:
        fetch.fetch(address, fetch.PAGE, seconds)
    line = str(found.value)
    assert "\n" not in line
    assert line.isprintable()
    return line


def answering(head: str, body: bytes = b"") -> Talk:
    return lambda connected, _: connected.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)


def dripping(start: bytes, drop: bytes) -> Talk:
    """Say something, then drop after drop, each well in time."""

    def talk(connected: socket.socket, _: bytes) -> None:
        connected.sendall(start)
        while True:
            connected.sendall(drop)
            time.sleep(0.02)

    return talk


DRIPS = {
    "nothing": (b"", b""),
    "status": (b"", b"H"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a header": (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "body": (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "trailers": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    "empty members": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
}


def test_what_drips_has_an_end(subtests: pytest.Subtests) -> None:
    def line(start: bytes, drop: bytes) -> str:
        with serving(dripping(start, drop)) as server:
            return said(server, 0.4)

    with ThreadPoolExecutor(len(DRIPS)) as pool:  # they wait for the same clock
        lines = {name: pool.submit(line, *drip) for name, drip in DRIPS.items()}
    for name, ended in lines.items():
        with subtests.test(name):
            expected = ("within 0.4 seconds", "status line", "compressed body")
            assert any(text in ended.result() for text in expected), ended.result()


@pytest.mark.parametrize("start", ["http://slow.example/p", "a redirect"])
def test_a_lookup_has_an_end(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own takes as long as the server of the names does: this one says nothing until all is over."""
    found = threading.Event()

    def resolve(host: str, port: int) -> tuple[str, ...]:
        if host == "slow.example":
            found.wait()
        return (host,)

    monkeypatch.setattr(connection, "resolve", resolve)
    with serving(answering("HTTP/1.1 302 Found\nLocation: http://slow.example/")) as server:
        assert "within 0.5 seconds" in said(server if start == "a redirect" else start, 0.5)
    found.set()


def test_redirects_share_one_time() -> None:
    def talk(connected: socket.socket, request: bytes) -> None:
        time.sleep(0.3)
        connected.sendall(b"HTTP/1.1 302 Found\r\nLocation: /%d\r\n\r\n" % len(request))

    with serving(talk) as server:
        assert "within 0.5 seconds" in said(server, 0.5)


MEGABYTES = 64


def bomb(kind: str) -> bytes:
    plain = b"a" * 1_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16 if kind == "gzip" else zlib.MAX_WBITS)
    return b"".join([*(packer.compress(plain) for _ in range(MEGABYTES)), packer.flush()])


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
@pytest.mark.parametrize("status", ["200 OK", "302 Found\nLocation: /ok", "404 Not Found"])
def test_what_unfolds_is_bounded(kind: str, status: str) -> None:
    """In what comes out, whatever the status is; the body of a redirect is not read at all."""
    body = bomb(kind)

    def talk(connected: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /ok"):
            answering("HTTP/1.1 200 OK")(connected, request)
        else:
            answering(f"HTTP/1.1 {status}\nContent-Encoding: {kind}", body)(connected, request)

    with serving(talk) as server:
        tracemalloc.start()
        try:
            found = fetch.fetch(server, fetch.PAGE)
        except ProblemsFound as problems:
            found = str(problems).encode()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    expected = {"200": b"input-too-large", "302": b"", "404": b"address-status"}[status[:3]]
    assert expected in found
    assert len(found) < 1000
    assert most < 12_000_000


def test_what_is_compressed_unasked_is_read() -> None:
    for kind, body in (("gzip", gzip.compress(b"hello")), ("deflate", zlib.compress(b"hello"))):
        with serving(answering(f"HTTP/1.1 200 OK\nContent-Encoding: {kind}", body)) as server:
            assert fetch.fetch(server, fetch.PAGE) == b"hello"
        with serving(answering(f"HTTP/1.1 200 OK\nContent-Encoding: {kind}", body[:-6])) as server:
            assert "cannot be fetched" in said(server)
        for more in (body, b"x" * 100_000):  # half of it would be dropped in silence
            with serving(answering(f"HTTP/1.1 200 OK\nContent-Encoding: {kind}", body + more)) as server:
                assert "something follows the compressed body" in said(server)
    with serving(answering("HTTP/1.1 200 OK\nContent-Encoding: br", b"x")) as server:
        assert "the server sent br, which is no text" in said(server)


HOSTILE_HEADS = {
    "reason": "HTTP/1.1 404 \x1b]0;x\x07 \x9b::error::x \xe2\x80\xa8 forged",
    "kind": "HTTP/1.1 200 OK\nContent-Type: image/\x9b31m" + "x" * 3000,
    "coding": "HTTP/1.1 200 OK\nContent-Encoding: \x9b31m",
    "location": "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:1/\xc2\x9b::error::x%0A%1b",
    "location elsewhere": "HTTP/1.1 302 Found\nLocation: gopher://\xc2\x9b",
    "location of nothing": "HTTP/1.1 302 Found\nLocation: http://[\xc2\x9b",
    "status line": "\x1b]0;x\x07 HTTP/9 \r forged",
    "folded": "HTTP/1.1 404 a\r\n b",
}


@pytest.mark.parametrize("head", HOSTILE_HEADS.values(), ids=HOSTILE_HEADS)
def test_what_a_server_says_is_one_line(head: str) -> None:
    with serving(answering(head)) as server:
        assert len(said(server)) < 500


SECRETS = ("http://us3r:s3cret@{}/p", "http://{}/p?token=s3cret", "http://us3r:s3cret@{}?s3cret", "http://{}/p#s3cret")


@pytest.mark.parametrize("address", SECRETS)
@pytest.mark.parametrize(
    "head", ["HTTP/1.1 404 No", "HTTP/1.1 302 F\nLocation: /p?s3cret", "nonsense", "HTTP/1.1 200 OK"]
)
def test_no_secret_of_an_address_is_told(address: str, head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"x" * 2_000_000
    with serving(answering(head, body)) as server:
        line = said(address.format(urlsplit(server).netloc))
        assert "s3cret" not in line
        assert "us3r" not in line
    assert "s3cret" not in said("http://us3r:s3/cret@127.0.0.1:1/x").replace("s3/cret", "s3cret")
    assert "s3cret" not in said("http://us3r:s3cret@[::1/x")
    assert "s3cret" not in said("ftp://us3r:s3cret@host/x")


def test_what_stands_before_the_host_goes_to_that_host_only() -> None:
    heard: list[bytes] = []

    def talk(connected: socket.socket, request: bytes) -> None:
        heard.append(request)
        there = b"/p?x" if len(heard) == 1 else b"http://localhost.invalid/"
        connected.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + there + b"\r\n\r\n")

    with serving(talk) as server:
        assert "address-unreachable" in said(server.replace("//", "//user:pass%20word@"))
    assert [b"Authorization: Basic dXNlcjpwYXNzIHdvcmQ=" in request for request in heard] == [True, True]


LOCAL = (
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254"),
    *("[fe80::1]", "[fd00:ec2::254]", "100.100.100.200", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "168.63.129.16"),
    *("224.0.0.1", "[ff02::1]", "255.255.255.255", "192.0.0.192", "localhost.", "LOCALHOST", "[fec0::1]"),
)


@pytest.mark.parametrize("host", LOCAL)
def test_no_server_sends_on_to_a_local_host(host: str) -> None:
    """From a local one neither: what was typed is one host and one port."""
    asked: list[bytes] = []

    def other(connected: socket.socket, request: bytes) -> None:
        asked.append(request)

    with serving(other) as neighbour:
        port = urlsplit(neighbour).port
        with serving(answering(f"HTTP/1.1 302 Found\nLocation: http://{host}:{port}/admin")) as server:
            assert "a host of a local network; name that address yourself" in said(server)
    assert not asked


def test_no_name_leads_to_a_local_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one that has a public address beside the local one, and not one that turns local once it was looked at."""
    names = {"both.example": ["93.184.216.34", "127.0.0.1"], "public.example": ["93.184.216.34"]}
    looked: list[str] = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        looked.append(host)
        return tuple(names.get(host, [host]))

    monkeypatch.setattr(connection, "resolve", resolve)
    with serving(answering("HTTP/1.1 302 Found\nLocation: http://both.example/")) as server:
        assert "http://both.example/, a host of a local network" in said(server)
    backend = connection.Backend()
    assert backend.addresses("public.example", 80) == ("93.184.216.34",)
    names["public.example"] = ["127.0.0.1"]
    assert backend.addresses("public.example", 80) == ("93.184.216.34",)
    assert looked.count("public.example") == 1


def test_what_was_typed_may_be_local_and_may_move_on_its_own_port() -> None:
    def talk(connected: socket.socket, request: bytes) -> None:
        moved = request.startswith(b"GET / ")
        answering("HTTP/1.1 302 F\nLocation: /there" if moved else "HTTP/1.1 200 OK", b"page")(connected, request)

    with serving(talk) as server:
        assert fetch.fetch(server, fetch.PAGE) == b"page"
        assert fetch.fetch(server.replace("127.0.0.1", "localhost"), fetch.PAGE) == b"page"


def test_nothing_encrypted_goes_on_in_the_open() -> None:
    exchange = fetch._Exchange(
        urlsplit("https://rivya.ai/p"), "x", fetch.Wanted("address-of-page", "*/*"), connection.Backend()
    )
    with pytest.raises(ProblemsFound, match=r"http://rivya\.ai/q, which is not encrypted"):
        exchange._next(urlsplit("https://rivya.ai/p"), "http://rivya.ai/q")
    assert exchange._next(urlsplit("https://rivya.ai/p"), "/q?x#y").geturl() == "https://rivya.ai/q?x"


def test_public_addresses_are_public() -> None:
    assert not any(map(connection.is_local, ("93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1")))
    assert ipaddress.ip_address("::ffff:1.1.1.1").version == 6


def test_endless_headers_are_bounded() -> None:
    with serving(dripping(b"HTTP/1.1 200 OK\r\n", b"X-Long: " + b"y" * 60_000 + b"\r\n")) as server:
        assert "cannot be fetched" in said(server)
