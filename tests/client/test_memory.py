"""Streaming in constant memory: 95 MB up or down cost a process at most 20 MB over what it has when it is idle."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import MP4

ROOT = Path(__file__).parents[2]
SIZE = 95 * 1024 * 1024
CHUNK = bytes(64 * 1024)
MOST = 20 * 1024 * 1024


class Vendor(http.server.BaseHTTPRequestHandler):
    """The least of the API: takes files and forgets them, and has one job with a large file."""

    protocol_version = "HTTP/1.1"
    received: list[int]

    def do_POST(self) -> None:
        count = self._read_body()
        self.received.append(count)
        self._answer({"id": "file_1", "url": f"http://{self.headers['Host']}/file"})

    def _read_body(self) -> int:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            raise AssertionError("the length of a local file is known")
        left = length = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, len(CHUNK))))
        return length

    def do_GET(self) -> None:
        if self.path != "/file":
            result = {"urls": [f"http://{self.headers['Host']}/file"]}
            self._answer({"id": "task_1", "status": "succeeded", "result": result})
            return
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Content-Length", str(SIZE))
        self.end_headers()
        for _ in range(SIZE // len(CHUNK)):
            self.wfile.write(CHUNK)

    def _answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def vendor() -> Iterator[tuple[str, list[int]]]:
    received: list[int] = []
    handler = type("Receiving", (Vendor,), {"received": received})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()
        thread.join()


PROGRAM = """
import asyncio, inspect, pathlib, sys
import {library}
from acme import Acme, AsyncAcme

url, folder = sys.argv[1], pathlib.Path(sys.argv[2])

def peak():
    # Not getrusage: its peak begins with that of the process that started this one.
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024

async def resolved(value):
    return await value if inspect.isawaitable(value) else value

async def main(client):
    (folder / "small.mp4").write_bytes(pathlib.Path(folder / "big.mp4").open("rb").read(100))
    job = await resolved(client.generations.retrieve("task_1"))
    await resolved(client.files.create(folder / "small.mp4"))
    idle = peak()
    await resolved(client.files.create(folder / "big.mp4"))
    print(peak() - idle)
    await resolved(job.save(folder / "out"))
    print(peak() - idle)

{start}
"""
STARTS = {
    "sync": "asyncio.run(main(Acme('key', base_url=url, validate='off', http_client={library}.Client())))",
    "async": "asyncio.run(main(AsyncAcme('key', base_url=url, validate='off', http_client={library}.AsyncClient())))",
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux shows it")
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
@pytest.mark.parametrize("shell", STARTS)
def test_large_files_are_streamed(vendor: tuple[str, list[int]], tmp_path: Path, shell: str, library: str) -> None:
    url, received = vendor
    with (tmp_path / "big.mp4").open("wb") as file:
        file.write(MP4)
        file.truncate(SIZE)  # sparse: it takes no room on the disk
    program = PROGRAM.format(library=library, start=STARTS[shell].format(library=library))
    path = f"{ROOT / 'codegen'}:{Path(__file__).parent}"
    done = subprocess.run(
        [sys.executable, "-c", program, url, str(tmp_path)],
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    up, down = map(int, done.stdout.split())
    assert max(up, down) <= MOST, (up, down)
    assert received[-1] > SIZE
    assert (tmp_path / "out" / "task_1.mp4").stat().st_size == SIZE
