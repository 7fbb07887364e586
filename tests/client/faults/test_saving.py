"""What `save` writes over real HTTP: only media, under safe names, complete, and never in the place of another file."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import resource
import stat
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from client.faults.both_shells import SHELLS, client_of, settled
from client.faults.hostile_server import HostileServer, Received, head, job
from PIL import Image
from rivya import ConfigurationError, DownloadError, RetryPolicy, RivyaError
from rivya.jobs.destinations import safe_stem

ONCE = RetryPolicy(attempts=1)


def picture(file_format: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "pink").save(buffer, file_format)
    return buffer.getvalue()


PNG, JPEG, GIF = picture("PNG"), picture("JPEG"), picture("GIF")
Answer = Callable[[Received], Awaitable[None]]


def with_file(
    body: bytes, content_type: str = "image/png", status: str = "200 OK", *, job_id: str = "task_1", count: int = 1
) -> Answer:
    """Answer with a job of so many files, and each of these so."""

    async def handler(received: Received) -> None:
        if received.path.startswith("/file"):
            await received.answer(body, content_type, status)
        else:
            urls = [f"http://{received.headers['host']}/file/{number}" for number in range(count)]
            await received.answer(job("succeeded", job_id, result={"urls": urls}))

    return handler


def save(shell: str, handler: Answer, *arguments: Any, times: int = 1, job_id: str = "task_1", **named: Any) -> Any:
    """Save a job, or several times; return the paths of the last, or raise its error."""

    async def run() -> Any:
        async with client_of(shell, server.url, retry=ONCE) as client:
            found = await settled(client.generations.retrieve(job_id))
            try:
                for _ in range(times - 1):
                    await settled(found.save(*arguments, **named))
                return await settled(found.save(*arguments, **named))
            except (RivyaError, OSError) as error:
                return error

    with HostileServer(handler) as server:
        ended = asyncio.run(run())
        server.wait_until_alone()
    if isinstance(ended, Exception):
        raise ended
    return ended


def fetched(server: HostileServer) -> list[str]:
    return [received.path for received in server.requests if received.path.startswith("/file")]


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    text: str = request.param
    return text


@pytest.fixture(params=["sync-httpx", "async-httpx2"])
def either(request: pytest.FixtureRequest) -> str:
    """What has to do with the disk alone is the same with each HTTP library."""
    text: str = request.param
    return text


@pytest.mark.parametrize(
    ("content_type", "body", "ending"),
    [
        ("image/png", PNG, ".png"),
        ("image/png", JPEG, ".jpg"),
        ("application/x-unheard-of", b"\x01\x02", ".bin"),
        ("image/gif", GIF, ".bin"),
        ("application/x-msdownload", b"MZ\x01", ".bin"),
        ("audio/x-wav", b"\x01\x02", ".wav"),
    ],
)
def test_endings_are_those_of_the_platform(
    either: str, content_type: str, body: bytes, ending: str, tmp_path: Path
) -> None:
    assert save(either, with_file(body, content_type), tmp_path) == [tmp_path / f"task_1{ending}"]
    assert [path.name for path in tmp_path.iterdir()] == [f"task_1{ending}"]


NAMES = [
    ("con", "job_con"),
    ("NUL", "job_NUL"),
    ("aux.", "job_aux"),
    ("lpt1", "job_lpt1"),
    ("console", "console"),
    ("a. ", "a"),
    ("a:b", "a_b"),
    ("...", "job"),
    ("工作", "job"),
    ("../../x", "x"),
    ("x" * 3000, "x" * 100),
]


@pytest.mark.parametrize(("job_id", "stem"), NAMES)
def test_names_are_safe_on_every_system(job_id: str, stem: str, tmp_path: Path) -> None:
    assert safe_stem(job_id, 1, 1) == stem


def test_the_names_of_a_server_are_data(either: str, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("mine")
    handler = with_file(PNG, "application/x-python", job_id="conftest")
    assert save(either, handler, tmp_path, job_id="conftest") == [tmp_path / "conftest.png"]
    assert (tmp_path / "conftest.py").read_text() == "mine"


def test_the_same_job_gives_the_same_file(either: str, tmp_path: Path) -> None:
    assert save(either, with_file(PNG), tmp_path, times=3) == [tmp_path / "task_1.png"]
    before = (tmp_path / "task_1.png").stat()
    assert save(either, with_file(PNG), tmp_path, times=2) == [tmp_path / "task_1.png"]
    assert (tmp_path / "task_1.png").stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in tmp_path.iterdir()] == ["task_1.png"]


def other_file(path: Path) -> None:
    path.write_bytes(b"mine")


def same_size(path: Path) -> None:
    path.write_bytes(bytes(len(PNG)))


def link(path: Path) -> None:
    path.symlink_to(path.parent / "elsewhere")


def link_to_the_same(path: Path) -> None:
    (path.parent / "elsewhere").write_bytes(PNG)
    link(path)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


FOREIGN = [other_file, same_size, link, link_to_the_same, folder, pipe]


@pytest.mark.parametrize("make", FOREIGN)
def test_what_is_there_stays(either: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "task_1.png")
    before = {path.name: (path.lstat().st_ino, path.lstat().st_size) for path in tmp_path.iterdir()}
    assert save(either, with_file(PNG), tmp_path, times=2) == [tmp_path / "task_1_2.png"]
    assert (tmp_path / "task_1_2.png").read_bytes() == PNG
    after = {path.name: (path.lstat().st_ino, path.lstat().st_size) for path in tmp_path.iterdir()}
    assert {**after, **before} == after
    assert after.keys() - before.keys() == {"task_1_2.png"}
    assert not os.path.exists(tmp_path / "elsewhere") or (tmp_path / "elsewhere").read_bytes() == PNG


@pytest.mark.parametrize("make", [make for make in FOREIGN if make is not folder])
def test_a_whole_name_is_kept_to(either: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "cat.png")
    before = sorted(path.name for path in tmp_path.iterdir())
    for arguments, named in (((tmp_path / "cat.png",), {}), ((tmp_path,), {"name": "cat.png"})):
        with pytest.raises(DownloadError, match=r"cat\.png is another file, and stays") as raised:
            save(either, with_file(PNG), *arguments, **named)
        assert raised.value.status == 200
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", [str, Path])
@pytest.mark.parametrize("name", ["cat.png", "Cat.PNG", ".cat.v2.png", "貓.png", "new/folder/cat.png"])
def test_a_path_with_the_ending_of_a_medium_is_the_file(either: str, kind: Any, name: str, tmp_path: Path) -> None:
    assert save(either, with_file(PNG), kind(tmp_path / name), times=2) == [tmp_path / name]
    assert (tmp_path / name).read_bytes() == PNG
    assert len(list((tmp_path / name).parent.iterdir())) == 1


def test_other_endings_of_the_same_medium_fit(either: str, tmp_path: Path) -> None:
    assert save(either, with_file(JPEG, "image/jpeg"), tmp_path / "cat.jpeg") == [tmp_path / "cat.jpeg"]


@pytest.mark.parametrize(("body", "content_type"), [(JPEG, "image/png"), (JPEG, "image/jpeg"), (GIF, "image/gif")])
def test_an_ending_that_does_not_fit_is_refused(either: str, body: bytes, content_type: str, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"save it as \.(jpg|bin)"):
        save(either, with_file(body, content_type), tmp_path / "cat.png")
    assert list(tmp_path.iterdir()) == []


def test_one_name_for_several_files_is_refused_before_anything_is_fetched(shell: str, tmp_path: Path) -> None:
    async def run() -> None:
        async with client_of(shell, server.url, retry=ONCE) as client:
            found = await settled(client.generations.retrieve("task_1"))
            with pytest.raises(DownloadError, match=r"cat\.png names one file, but the result has 2"):
                await settled(found.save(tmp_path / "cat.png"))

    with HostileServer(with_file(PNG, count=2)) as server:
        asyncio.run(run())
        assert fetched(server) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["cat.png", "cat.png/", "new.png/", "v1.5", "out"])
def test_a_folder_is_a_folder_whatever_it_is_called(either: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "cat.png").mkdir()
    assert save(either, with_file(PNG), f"{tmp_path}/{place}") == [tmp_path / place / "task_1.png"]


@pytest.mark.parametrize(
    ("name", "count", "names"),
    [
        ("cat", 1, ["cat.png"]),
        ("cat.png", 1, ["cat.png"]),
        ("cat v1.5", 1, ["cat v1.5.png"]),
        ("貓", 2, ["貓-1.png", "貓-2.png"]),
    ],
)
def test_a_name_can_be_chosen(either: str, name: str, count: int, names: list[str], tmp_path: Path) -> None:
    saved = save(either, with_file(PNG, count=count), tmp_path / "out", name=name)
    assert saved == [tmp_path / "out" / one for one in names]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        *[("", name) for name in ("", ".", "..", "a/b", "a\\b", "../x", "a\0", "con", "nul.png", "a.", "a ", "C:x")],
        *[
            ("", name)
            for name in ("x" * 300, "\ud800", 42, ".png", ".JPG", "cat\u202egnp", "cat\u200b", "\u3164", "\x9b")
        ],
        *[("", name) for name in ("COM¹", "lpt³.png", "CONIN$", "conout$.txt", "con .x", "nul  .png", "Aux.tar.gz")],
        (".png", None),
        ("dog.png", "cat"),
        ("a\0b", None),
        ("~nobody-is-called-so/x", None),
    ],
)
def test_what_is_no_name_is_refused(either: str, place: str, name: Any, tmp_path: Path) -> None:
    where = place if place.startswith("~") else f"{tmp_path}/{place}"
    with pytest.raises(ConfigurationError, match=r"^(name|directory)\b"):
        save(either, with_file(PNG), where, name=name)
    assert list(tmp_path.iterdir()) == []


def test_the_tilde_is_the_home_folder(either: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert save(either, with_file(PNG), "~/out") == [tmp_path / "out" / "task_1.png"]
    assert save(either, with_file(PNG), Path("~/cat.png")) == [tmp_path / "cat.png"]


PAGE = b"<!DOCTYPE html><title>Sign in</title>"
NO_RESULTS = [
    (b"", "image/png", "200 OK", "the file is empty"),
    (b"", "image/png", "204 No Content", "204"),
    (PNG, "image/png", "206 Partial Content", "206"),
    (PAGE, "text/html; charset=utf-8", "200 OK", "'text/html' arrived"),
    (PNG, "text/plain", "200 OK", "'text/plain' arrived"),
    (b"{}", "application/json", "200 OK", "'application/json' arrived"),
    (b"{}", "Application/Problem+JSON", "200 OK", "json' arrived"),
    (PAGE, "application/xhtml+xml", "200 OK", "xml' arrived"),
    (b"\xef\xbb\xbf\r\n" + PAGE, "image/png", "200 OK", "a page or JSON arrived"),
    (b'{"error": {}}', "application/octet-stream", "200 OK", "a page or JSON arrived"),
    (b'[{"error": "expired"}]', "image/png", "200 OK", "a page or JSON arrived"),
    (
        b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
        "binary/octet-stream",
        "200 OK",
        "a page or JSON",
    ),
    (b"\n<!-- gone --><head>", "image/png", "200 OK", "a page or JSON arrived"),
    ("<!doctype html>".encode("utf-16"), "image/png", "200 OK", "a page or JSON arrived"),
    *[
        (text, content_type, "200 OK", "text arrived instead of a medium")
        for text in (b"Internal error, sorry\n", "出錯了，請稍後再試。".encode() * 5000)
        for content_type in ("image/png", "AUDIO/x-wav; q=1", "application/octet-stream", "")
    ],
]


@pytest.mark.parametrize(("body", "content_type", "status", "reason"), NO_RESULTS)
def test_what_is_no_medium_is_no_result(  # noqa: PLR0917 - pytest gives them by name
    shell: str, body: bytes, content_type: str, status: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(DownloadError, match=reason) as raised:
        save(shell, with_file(body, content_type, status), tmp_path)
    assert raised.value.status == int(status[:3])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "content_type", "ending"),
    [
        (b"words only", "model/obj", ".bin"),
        (b"readable, " * 100 + b"\x00", "application/octet-stream", ".bin"),
        ("caf\u00e9".encode("latin-1"), "image/png", ".png"),
        (b"ID3 in letters only", "audio/mpeg", ".mp3"),
    ],
)
def test_what_may_be_a_medium_is_kept(shell: str, body: bytes, content_type: str, ending: str, tmp_path: Path) -> None:
    (path,) = save(shell, with_file(body, content_type), tmp_path)
    assert (path.suffix, path.read_bytes()) == (ending, body)


@pytest.mark.parametrize("cut", [1, 20])
def test_a_packed_file_that_breaks_off_is_no_result(shell: str, cut: int, tmp_path: Path) -> None:
    async def handler(received: Received) -> None:
        if received.path.startswith("/file"):
            await received.answer(gzip.compress(PNG)[:-cut], "image/png", content_encoding="gzip")
        else:
            await with_file(PNG)(received)

    with pytest.raises(DownloadError, match="breaks off"):
        save(shell, handler, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_breaks_off_is_no_result(shell: str, tmp_path: Path) -> None:
    async def handler(received: Received) -> None:
        if received.path.startswith("/file"):
            await received.send(head(len(PNG), "image/png"), PNG[:-1])
            received.hang_up()
        else:
            await with_file(PNG)(received)

    with pytest.raises(DownloadError, match="could not be fetched"):
        save(shell, handler, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_results_elsewhere_are_fetched_without_key_and_cookies(shell: str, tmp_path: Path) -> None:
    async def api(received: Received) -> None:
        if received.path == "/file":
            await received.answer(status="302 Found", location=f"{elsewhere.url}/moved", set_cookie="a=secret; Path=/")
        else:
            await received.answer(
                job("succeeded", result={"urls": [f"{server.url}/file"]}), set_cookie="session=secret; Path=/"
            )

    async def other(received: Received) -> None:
        if received.path == "/moved":
            await received.answer(status="307 Moved", location="again?signature=x")
        else:
            await received.answer(PNG, "image/png")

    async def run() -> list[Path]:
        async with client_of(shell, server.url, retry=ONCE) as client:
            http_client = client._transport.connection.client()
            http_client.auth = ("me", "secret")
            http_client.headers["Cookie"] = "other=secret"
            found = await settled(client.generations.retrieve("task_1"))
            paths: list[Path] = await settled(found.save(tmp_path))
            return paths

    with HostileServer(other) as elsewhere, HostileServer(api) as server:
        assert asyncio.run(run()) == [tmp_path / "task_1.png"]
    assert [received.path for received in elsewhere.requests] == ["/moved", "/again?signature=x"]
    for received in (*elsewhere.requests, *(one for one in server.requests if one.path == "/file")):
        assert not {"authorization", "cookie"} & received.headers.keys()


@pytest.mark.parametrize("location", ["file:///etc/passwd", "data:image/png;base64,c2VjcmV0", "ftp://a.test/x"])
def test_results_are_fetched_by_http_only(shell: str, location: str, tmp_path: Path) -> None:
    async def handler(received: Received) -> None:
        if received.path.startswith("/file"):
            await received.answer(status="302 Found", location=location)
        else:
            await with_file(PNG)(received)

    # With httpx, a path that does not begin with a slash does not come as far as to us.
    with pytest.raises(DownloadError, match=r"led to http\(s\) hosts only|InvalidURL") as raised:
        save(shell, handler, tmp_path)
    assert "c2VjcmV0" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_result_that_is_data_is_not_quoted(shell: str, tmp_path: Path) -> None:
    async def handler(received: Received) -> None:
        await received.answer(job("succeeded", result={"urls": ["data:image/png;base64,c2VjcmV0"]}))

    with pytest.raises(DownloadError, match="data:… is not an http") as raised:
        save(shell, handler, tmp_path)
    assert "c2VjcmV0" not in str(raised.value)


# --- Odd file systems -------------------------------------------------------------------------------------------------


def test_a_file_where_the_folder_should_be(either: str, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    for place in ("notes", "notes/deeper"):
        with pytest.raises(NotADirectoryError):
            save(either, with_file(PNG), tmp_path / place)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    yield
    path.chmod(stat.S_IRWXU)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder(either: str, tmp_path: Path) -> None:
    with read_only(tmp_path), pytest.raises(PermissionError):
        save(either, with_file(PNG), tmp_path)


def test_a_full_disk_leaves_nothing(shell: str, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            save(shell, with_file(PNG + bytes(100_000)), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_links(either: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **named: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    other_file(tmp_path / "task_1.png")
    assert save(either, with_file(PNG), tmp_path, times=2) == [tmp_path / "task_1_2.png"]
    assert (tmp_path / "task_1.png").read_bytes() == b"mine"
    assert len(list(tmp_path.iterdir())) == 2


def test_many_save_the_same_job_at_once(tmp_path: Path) -> None:
    async def run() -> list[list[Path]]:
        async with client_of("async-own", server.url, retry=ONCE) as client:
            found = await client.generations.retrieve("task_1")
            return await asyncio.gather(*[found.save(tmp_path) for _ in range(20)])

    with HostileServer(with_file(PNG)) as server:
        assert asyncio.run(run()) == [[tmp_path / "task_1.png"]] * 20
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [PNG]
