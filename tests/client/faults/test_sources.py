"""What is uploaded over real HTTP: sources of every kind byte for byte, and those that go or change between attempts."""

from __future__ import annotations

import array
import asyncio
import base64
import bz2
import gzip
import io
import lzma
import mmap
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from client.faults.both_shells import SHELLS, client_of, settled
from client.faults.hostile_server import HostileServer, Received
from PIL import Image
from rivya import Media, RetryPolicy, ValidationError

TWICE = RetryPolicy(attempts=3, initial=0.01)


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(buffer, "PNG")
    return buffer.getvalue()


PNG = picture()
assert len(PNG) > 100_000


def packed(opener: Any, folder: Path) -> Any:
    with opener(folder / "cat.png.packed", "wb") as file:
        file.write(PNG)
    return opener(folder / "cat.png.packed", "rb")


def zipped(folder: Path) -> Any:
    # In memory: the archive itself is closed by nobody but the garbage collector.
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cat.png", PNG)
    return zipfile.ZipFile(packed).open("cat.png")


def mapped(folder: Path) -> Any:
    (folder / "cat.png").write_bytes(PNG)
    with (folder / "cat.png").open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def spooled(folder: Path) -> Any:
    file = tempfile.SpooledTemporaryFile()  # noqa: SIM115 - the test closes it
    file.write(PNG)
    return file


class Short(io.RawIOBase):
    """A raw file that gives a few bytes at a time."""

    def __init__(self) -> None:
        self.whole = io.BytesIO(PNG)
        self.seek, self.tell = self.whole.seek, self.whole.tell  # type: ignore[method-assign]

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.whole.readinto(memoryview(buffer)[:7])


class Upload:
    """As an upload of FastAPI is: a file whose methods are awaited."""

    def __init__(self) -> None:
        self.file = io.BytesIO(PNG)

    async def read(self, size: int = -1) -> bytes:
        return self.file.read(size)

    async def seek(self, offset: int) -> None:
        self.file.seek(offset)


class Late:
    """A file whose read is a coroutine, which nothing tells beforehand."""

    def read(self, size: int = -1) -> Any:
        return Upload().read(size)


class Broken:
    def read(self, size: int = -1) -> bytes:
        raise RuntimeError("boom\n" + "x" * 5000)


class Once:
    """A file object that has nothing but `read`."""

    def __init__(self) -> None:
        self.read = io.BytesIO(PNG).read


SOURCES: dict[str, Callable[[Path], Any]] = {
    "gzip": lambda folder: packed(gzip.open, folder),
    "bz2": lambda folder: packed(bz2.open, folder),
    "lzma": lambda folder: packed(lzma.open, folder),
    "zip": zipped,
    "mmap": mapped,
    "spooled": spooled,
    "memoryview": lambda folder: memoryview(PNG),
    "read-only": lambda folder: Once(),
    "short": lambda folder: Short(),
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("kind", SOURCES)
def test_every_attempt_sends_the_bytes_of_the_source(kind: str, shell: str, tmp_path: Path) -> None:
    async def handler(received: Received) -> None:
        assert received.body.count(PNG) == 1
        if len(server.requests) == 1:
            await received.answer(b"{}", status="503 Busy")
        else:
            await received.answer(b'{"id": "file_1", "url": "https://files.test/1"}')

    async def run() -> None:
        source = SOURCES[kind](tmp_path)
        async with client_of(shell, server.url, retry=TWICE) as client:
            await settled(client.files.create(Media(source, name="cat.png")))
        if hasattr(source, "close"):
            assert not source.closed
            source.close()

    with HostileServer(handler) as server:
        asyncio.run(run())
    assert [len(received.body) for received in server.requests] == [len(server.requests[0].body)] * 2


def delete(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    path.with_name("other").write_bytes(PNG)
    path.with_name("other").replace(path)


def grow(path: Path) -> None:
    path.write_bytes(PNG + b"more")


def shrink(path: Path) -> None:
    path.write_bytes(PNG[:50])


def overwrite(path: Path) -> None:
    path.write_bytes(bytes(len(PNG)))


# Of a file that is open already, only another size shows.
CHANGES = [(change, False) for change in (delete, replace, grow, shrink, overwrite)] + [(grow, True), (shrink, True)]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("change", "opened"), CHANGES)
def test_a_file_that_changes_between_two_attempts(
    change: Callable[[Path], None], shell: str, tmp_path: Path, *, opened: bool
) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)

    async def handler(received: Received) -> None:
        change(path)
        await received.answer(b"{}", status="503 Busy")

    async def run() -> ValidationError:
        async with client_of(shell, server.url, retry=TWICE) as client:
            with path.open("rb") as file, pytest.raises(ValidationError) as raised:
                await settled(client.image.grok_imagine.create("a cat", references=[file if opened else path]))
            return raised.value

    with HostileServer(handler) as server:
        error = asyncio.run(run())
        server.wait_until_alone()
    (problem,) = error.problems
    assert (problem.code, problem.parameter) == ("file-changed", "references[0]")
    assert "cat.png cannot be uploaded" in str(error)
    assert "No job was started" in str(error)
    assert len([received for received in server.requests if received.body]) == 1


def brand(text: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + text + b"\x00\x00\x00\x00mif1" + text + bytes(200)


TEXT = base64.b64encode(PNG).decode()
SHORT = base64.b64encode(b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02").decode()
REFUSED: list[tuple[Any, str]] = [
    *[(brand(text), "convert it to one of these") for text in (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"crx ")],
    (b"GIF89a" + bytes(100), "convert it to one of these"),
    (f"data:image/png;base64,{TEXT}", "pass the bytes that it holds"),
    (f"DATA:image/gif;base64,{SHORT}", "pass the bytes that it holds"),
    ("data:,hello", "pass the bytes that it holds"),
    *[
        (f"{blank}data:image/png;base64,{TEXT}", "pass the bytes that it holds")
        for blank in (" ", "\n", "\t\u00a0", "\0")
    ],
    (SimpleNamespace(url=f" data:image/png;base64,{TEXT}", kind="image"), ""),
    *[(f"{scheme}//host/cat.png", "only http:// and https") for scheme in ("file:", "s3:", "FTP:", "blob:https:")],
    (Upload(), "file.file of FastAPI's UploadFile"),
    (Late(), "await file.read()"),
    (Broken(), "boom x"),
    (TEXT, "data in base64"),
    (SHORT, "data in base64"),
    (base64.encodebytes(PNG).decode(), "data in base64"),
    (array.array("B", PNG), "bytes, a binary file object"),
    ("." + "x" * 5000, "x…"),
]


@pytest.mark.parametrize("shell", ["sync-httpx", "async-httpx2"])
@pytest.mark.parametrize(("source", "reason"), REFUSED, ids=lambda value: str(value)[:20])
def test_what_is_not_taken_is_not_quoted(source: Any, reason: str, shell: str) -> None:
    async def run() -> None:
        async with client_of(shell, server.url) as client:
            for call in (
                lambda: client.files.create(source),
                lambda: client.image.grok_imagine.create("a cat", references=[Media(source)]),
                lambda: client.chat.claude_sonnet_4_6.send("hello", attachments=[source]),
            ):
                with pytest.raises(ValidationError) as raised:
                    await settled(call())
                assert reason in str(raised.value)
                assert len(str(raised.value)) < 500
                assert not isinstance(source, str) or source[-30:] not in str(raised.value)
            item = {"url": f"data:image/png;base64,{TEXT}", "kind": "image"}
            request = {"model": "grok-imagine", "prompt": "a cat", "params": {"referenceMediaItems": [item]}}
            with pytest.raises(ValidationError, match="data:…") as raised:
                await settled(client.generations.create(request))
            assert "base64" not in str(raised.value)

    with HostileServer(lambda received: received.answer()) as server:
        asyncio.run(run())
    assert server.requests == []
