"""Saving results: names, completeness, faults, and no key on the way."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness import Harness, failure, task
from runtime.jobs.destinations import safe_stem
from runtime.jobs.errors import DownloadError, JobFailedError
from samples import PNG


def finished(harness: Harness, *urls: str, **fields: Any) -> Any:
    result = {"primary_url": urls[0] if urls else None, "urls": list(urls)}
    client = harness.script(task("succeeded", result=result, **fields)).client()
    return harness.call(client.generations.retrieve("task_1"))


def content(body: bytes, content_type: str = "") -> httpx.Response:
    return httpx.Response(200, content=body, headers={"content-type": content_type} if content_type else {})


def broken(request: Any) -> Any:
    """Answer with a body that breaks off, in the library that asks."""
    library = sys.modules[type(request).__module__.partition(".")[0]]

    class Broken(library.SyncByteStream, library.AsyncByteStream):  # type: ignore[misc]
        def __iter__(self) -> Iterator[bytes]:
            yield PNG[:20]
            raise library.ReadError("broke off")

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for chunk in self:
                yield chunk

    return library.Response(200, stream=Broken(), headers={"content-type": "image/png"})


@pytest.mark.parametrize(
    ("content_type", "extension"),
    [
        ("image/png", ".png"),
        ("IMAGE/PNG; charset=binary", ".png"),
        ("video/quicktime", ".png"),
        ("application/octet-stream", ".png"),
        ("", ".png"),
        ("image/gif", ".png"),
    ],
)
def test_name_comes_from_the_job_and_the_media_type(
    harness: Harness, tmp_path: Path, content_type: str, extension: str
) -> None:
    job = finished(harness, "https://cdn.test/../../evil.exe?sig=secret")
    harness.script(content(PNG, content_type))
    saved = harness.call(job.save(tmp_path / "new" / "folder"))
    assert saved == [tmp_path / "new" / "folder" / f"task_1{extension}"]
    assert saved[0].read_bytes() == PNG
    assert [path.name for path in saved[0].parent.iterdir()] == [f"task_1{extension}"]


@pytest.mark.parametrize(
    ("content_type", "extension"),
    [("application/x-unheard-of", ".bin"), ("image/gif", ".bin"), ("video/quicktime", ".mov"), ("audio/x-wav", ".wav")],
)
def test_types_beyond_the_table(harness: Harness, tmp_path: Path, content_type: str, extension: str) -> None:
    job = finished(harness, "https://cdn.test/a")
    harness.script(content(b"GIF89a\x01\x00", content_type))
    (path,) = harness.call(job.save(tmp_path))
    assert path.suffix == extension


def test_several_files_are_numbered(harness: Harness, tmp_path: Path) -> None:
    job = finished(harness, "https://cdn.test/a", "https://cdn.test/b")
    harness.script(content(PNG, "image/png"), content(b"ID3", "audio/mpeg"))
    saved = harness.call(job.save(str(tmp_path)))
    assert [path.name for path in saved] == ["task_1-1.png", "task_1-2.mp3"]


def test_no_key_on_downloads(harness: Harness, tmp_path: Path) -> None:
    job = finished(harness, "https://cdn.test/a")
    harness.script(content(PNG, "image/png"))
    harness.call(job.save(tmp_path))
    assert harness.sent[1].url == "https://cdn.test/a"
    assert "authorization" not in harness.sent[1].headers


def test_a_broken_download_is_tried_again_from_the_start(harness: Harness, tmp_path: Path) -> None:
    job = finished(harness, "https://cdn.test/a")
    harness.script(broken, failure(503), content(PNG, "image/png"))
    (path,) = harness.call(job.save(tmp_path))
    assert path.read_bytes() == PNG
    assert harness.sleeps == [0.5, 1.0]


def test_nothing_partial_is_left_and_an_older_file_stays(harness: Harness, tmp_path: Path) -> None:
    older = tmp_path / "task_1.png"
    older.write_bytes(b"older")
    job = finished(harness, "https://cdn.test/a")
    harness.script(broken, broken, broken)
    with pytest.raises(DownloadError, match="broke off") as raised:
        harness.call(job.save(tmp_path))
    assert raised.value.job is job
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"older"]
    harness.script(content(PNG, "image/png"))
    assert harness.call(job.save(tmp_path)) == [tmp_path / "task_1_2.png"]
    assert older.read_bytes() == b"older"


def test_error_names_what_was_saved_but_no_signature(harness: Harness, tmp_path: Path) -> None:
    job = finished(harness, "https://cdn.test/a", "https://cdn.test/b?sig=secret")
    harness.script(content(PNG, "image/png"), failure(403))
    with pytest.raises(DownloadError, match=r"https://cdn\.test/b could not be fetched") as raised:
        harness.call(job.save(tmp_path))
    assert (raised.value.status, [path.name for path in raised.value.saved]) == (403, ["task_1-1.png"])
    assert "secret" not in str(raised.value)
    # A failed download asks for nothing but the files.
    assert [sent.method for sent in harness.sent] == ["GET"] * 3


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://cdn.test/a", "/etc/passwd", "data:,x"])
def test_only_http_addresses_are_fetched(harness: Harness, tmp_path: Path, url: str) -> None:
    job = finished(harness, url)
    with pytest.raises(DownloadError, match="not an http"):
        harness.call(job.save(tmp_path))
    assert len(harness.sent) == 1


MALFORMED = [
    "http://",
    "http://[::1",
    "http://cdn.test:99999999/a",
    "http://a\nb/",
    "http://xn--/",
    "http://\N{REPLACEMENT CHARACTER}/",
]


@pytest.mark.parametrize("url", MALFORMED)
@pytest.mark.parametrize("tracing", [False, True])
def test_a_malformed_address_is_an_error_of_the_download(
    harness: Harness, tmp_path: Path, url: str, *, tracing: bool
) -> None:
    refused = [httpx.ConnectError("no such place")] * 3
    result = {"primary_url": url, "urls": [url]}
    client = harness.script(task("succeeded", result=result), *refused).client(tracing=tracing)
    with pytest.raises(DownloadError, match="could not be fetched"):
        harness.call(harness.call(client.generations.retrieve("task_1")).save(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_message_has_no_password_and_no_end(harness: Harness, tmp_path: Path) -> None:
    job = finished(harness, f"http://me:secret@cdn.test/{'x' * 5000}")
    harness.script(failure(404))
    with pytest.raises(DownloadError, match=r"http://cdn\.test/xxx") as raised:
        harness.call(job.save(tmp_path))
    assert "secret" not in str(raised.value)
    assert len(str(raised.value)) < 500


def test_jobs_without_files(harness: Harness, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="the result has no files"):
        harness.call(finished(harness).save(tmp_path))
    client = harness.script(task("processing"), task("failed")).client()
    with pytest.raises(DownloadError, match=r"it has not finished \(status processing\): call wait"):
        harness.call(harness.call(client.generations.retrieve("task_1")).save(tmp_path))
    with pytest.raises(JobFailedError):
        harness.call(harness.call(client.generations.retrieve("task_1")).save(tmp_path))
    with pytest.raises(DownloadError, match="status unknown"):
        harness.call(client.generations.job("task_1").save(tmp_path))


@pytest.mark.parametrize(
    ("job_id", "stem"),
    [
        ("task_z-1", "task_z-1"),
        ("../../etc/passwd", "etc_passwd"),
        ("..", "job"),
        ("C:\\x", "C_x"),
        ("a\0b\nc", "a_b_c"),
        ("工作", "job"),
        ("x" * 500, "x" * 100),
        ("Aux", "job_Aux"),
    ],
)
def test_safe_stem(job_id: str, stem: str) -> None:
    assert safe_stem(job_id, 1, 1) == stem
