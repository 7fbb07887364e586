"""Pages by address, from a server of our own: what arrives is read, what does not is a clear problem."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from importer.disguises import as_html
from importer.samples import expected, text_of
from rivya_codegen.cli import main
from rivya_codegen.problems.problem import ProblemsFound
from rivya_codegen.source import fetch

PAGES = {
    "/text": ("text/plain; charset=utf-8", text_of("z-image").encode()),
    "/html": ("text/html", as_html(text_of("z-image")).encode()),
    "/none": (None, text_of("z-image").encode()),
    "/picture": ("image/png", b"\x89PNG"),
    "/large": ("text/plain", b"x" * 3_000_000),
    "/empty": ("text/plain", b""),
}
PROBLEMS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "bad_addresses.yaml").read_text("utf-8"))
CATALOGUE_PROBLEMS: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "bad_catalogue_addresses.yaml").read_text("utf-8")
)
REDIRECTS = {
    "/moved": "/html",
    "/loop": "/loop",
    "/ftp": "ftp://example.com/page",
    "/file": "file:///etc/passwd",
    "/inside": "http://u:p@127.0.0.1:1/admin?key=1",
}
PARTS = {"/part": 206, "/none-there": 204, "/reset": 205, "/later": 202}


class _Handler(BaseHTTPRequestHandler):
    """Serves the pages, moves some of them, and lets one drip for ever."""

    def do_GET(self) -> None:
        if self.path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
        elif self.path in PARTS:
            self.send_response(PARTS[self.path])
            self.end_headers()
            self.wfile.write(text_of("z-image").encode())
        elif self.path == "/drip":
            self._drip()
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"Model API page\n")
        elif self.path in PAGES:
            kind, body = PAGES[self.path]
            self.send_response(200)
            if kind:
                self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_error(404)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        stop = self.server.stop  # type: ignore[attr-defined]
        try:
            while not stop.wait(0.02):
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the server."""
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    listening.stop = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.stop.set()  # type: ignore[attr-defined]
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy stands between the test and its server."""
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.mark.parametrize("path", ["/text", "/html", "/none", "/moved"])
def test_a_page_by_its_address(path: str, server: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", server + path, "--reviewed", "2026-05-11"]) == 0
    assert (project / "specs" / "models" / "z-image.yaml").read_text("utf-8") == expected("z-image", "en")
    assert capsys.readouterr().out.startswith("specs/models/z-image.yaml: new, ")


@pytest.mark.parametrize("path", PROBLEMS)
@pytest.mark.usefixtures("project")
def test_what_does_not_arrive(path: str, server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", server + path]) == 1
    assert capsys.readouterr().err.startswith(f"{server}{path}: error: {PROBLEMS[path]}\n1 problem; ")


@pytest.mark.parametrize("path", CATALOGUE_PROBLEMS)
def test_a_catalogue_that_does_not_arrive(path: str, server: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        fetch.fetch(
            server + path,
            fetch.Wanted("address-of-catalogue", "application/json"),
            seconds=0.3 if path == "/drip" else 5,
        )
    assert str(found.value) == f"{server}{path}: error: {CATALOGUE_PROBLEMS[path]}"


DRIP = PROBLEMS.pop("/drip")  # takes 20 seconds with the time that the command line gives it


def test_no_server_and_half_an_answer(server: str) -> None:
    for address in (f"{server}/cut", "http://127.0.0.1:1/", "http://[/"):
        with pytest.raises(ProblemsFound) as found:
            fetch.fetch(address, fetch.PAGE)
        assert [problem.code for problem in found.value.problems] == ["address-unreachable"]


def test_other_kinds_of_addresses() -> None:
    for address in ("ftp://example.com/page", "file:///etc/passwd", "HTTPX://example.com", "https://"):
        assert fetch.is_address(address)
        with pytest.raises(ProblemsFound, match="allowed: http, https"):
            fetch.fetch(address, fetch.PAGE)
    assert not fetch.is_address("page.md")
    assert not fetch.is_address("C:\\page.md")


def test_a_page_that_drips_has_an_end(server: str) -> None:
    """Each byte comes in time, the page does not."""
    with pytest.raises(ProblemsFound) as found:
        fetch.fetch(f"{server}/drip", fetch.PAGE, seconds=0.3)
    assert str(found.value) == f"{server}/drip: error: {DRIP}"
