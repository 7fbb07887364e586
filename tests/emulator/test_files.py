"""Uploads: their rules, their metadata, and that nothing refused is kept."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from emulator.conftest import Stored
from emulator.small_world import SmallEmulator
from emulator.wire import FILES, PNG, WAV, assert_error, upload


def test_a_file_is_described_and_served(client: httpx.Client, server: SmallEmulator) -> None:
    response = upload(client, PNG, client_request_id="mine")
    assert response.status_code == 200
    file = response.json()
    assert file == {
        "id": file["id"],
        "object": "file",
        "url": f"{server.url}/media/{file['id']}.png",
        "kind": "image",
        "mime_type": "image/png",
        "size": len(PNG),
        "created_at": "2026-05-11T00:00:00.000Z",
    }
    assert client.get(f"{FILES}/{file['id']}").json() == file
    assert server.files == [file]
    content = httpx.get(file["url"])
    assert (content.content, content.headers["content-type"]) == (PNG, "image/png")


def test_timed_media_carry_a_duration_token(client: httpx.Client) -> None:
    file = upload(client, WAV, "note.wav", "audio").json()
    assert file["mime_type"] == "audio/wav"
    assert file["duration_token"].startswith("duration_")


def test_large_parts_are_stored_whole(client: httpx.Client) -> None:
    content = PNG + bytes(range(256)) * 6000
    assert httpx.get(upload(client, content).json()["url"]).content == content


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ((b"Dear diary", "diary.png"), ["diary.png", "not a media file"]),
        ((b"", "empty.png"), ["empty.png", "not a media file"]),
        ((WAV, "cat.png"), ["cat.png", "audio/wav", "image/png, image/webp"]),
        ((b"GIF89a", "cat.gif"), ["cat.gif", "image/gif", "image/png, image/webp"]),
        ((PNG, "cat.png", "audio"), ["image/png", "audio/wav"]),
        ((PNG, "cat.png", "text"), ["text", "image, audio, video"]),
        ((PNG, "cat.png", None), ["kind: required"]),
        ((PNG + bytes(2_000_000),), ["2,000,108 bytes", "2,000,000 bytes"]),
        ((bytes(2_000_001),), ["2,000,001 bytes", "not a media file"]),
    ],
)
def test_a_wrong_file_is_refused_and_not_stored(
    client: httpx.Client, server: SmallEmulator, stored: Stored, form: tuple[Any, ...], words: list[str]
) -> None:
    assert_error(upload(client, *form), 400, "validation_failed", *words)
    assert server.files == []
    assert stored() == []


@pytest.mark.parametrize(
    ("form", "fields", "words"),
    [
        ((PNG,), {"client_request_id": "x" * 129}, ["client_request_id", "128"]),
        ((PNG,), {"model": "nobody"}, ["model", "nobody"]),
        ((PNG,), {"model": "filmer"}, ["model", "no reference files"]),
        ((WAV, "a.wav", "audio"), {"model": "painter-1.0"}, ["audio", "image"]),
        ((b"RIFF\0\0\0\0WEBP", "a.webp"), {"model": "painter-1.0"}, ["image/webp", "image/png"]),
        ((PNG + bytes(3_000_000),), {"model": "painter-1.0"}, ["3,000,108 bytes", "3,000,000 bytes"]),
        ((WAV, "a.wav", "image"), {"model": "sculptor"}, ["audio/wav", "image"]),
    ],
)
def test_a_wrong_field_is_refused(
    client: httpx.Client, stored: Stored, form: tuple[Any, ...], fields: dict[str, str], words: list[str]
) -> None:
    assert_error(upload(client, *form, **fields), 400, "validation_failed", *words)
    assert stored() == []


def test_a_chat_model_takes_files_by_the_rules_of_the_platform(client: httpx.Client) -> None:
    assert upload(client, PNG, model="talker").status_code == 200
    assert_error(upload(client, b"GIF89a", model="talker"), 400, "validation_failed", "image/gif")


def test_a_container_is_what_it_is_sent_as(client: httpx.Client) -> None:
    content = bytes(4) + b"ftypisom"
    assert upload(client, content, "a.m4a", "audio").json()["mime_type"] == "audio/mp4"
    assert upload(client, content, "a.mp4", "video").json()["mime_type"] == "video/mp4"


def test_a_model_may_take_larger_files(client: httpx.Client) -> None:
    content = PNG + bytes(2_500_000)
    assert_error(upload(client, content), 400, "validation_failed", "2,000,000 bytes")
    assert upload(client, content, model="painter-1.0").json()["size"] == len(content)


@pytest.mark.parametrize("declared", [True, False])
def test_an_oversize_upload_is_neither_stored_nor_held(
    client: httpx.Client, server: SmallEmulator, stored: Stored, *, declared: bool
) -> None:
    size = 64 * 1024 * 1024
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG

    def body() -> Iterator[bytes]:
        yield head
        for _ in range(size // 65_536):
            yield bytes(65_536)

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    if declared:
        headers["Content-Length"] = str(len(head) + size)
    tracemalloc.start()
    try:
        response = client.post(FILES, content=body(), headers=headers)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert_error(response, 400, "validation_failed", "larger than 3065536 bytes")
    assert peak < 16 * 1024 * 1024
    assert server.requests[-1].body_size <= (0 if declared else 4_000_000)
    assert stored() == []


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        ("application/json", b"{}", ["multipart/form-data"]),
        ("multipart/form-data", b"x", ["boundary"]),
        ("multipart/form-data; boundary=b", b"garbage", ["form cannot be read"]),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: x\r\n\r\n1\r\n--b--",
            ["form cannot be read"],
        ),
        ("multipart/form-data; boundary=b", b"--b--\r\n", ["file: required", "kind: required"]),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--b--',
            ["file: required, as a part with a file name"],
        ),
    ],
)
def test_a_form_that_is_none_is_refused(client: httpx.Client, content_type: str, body: bytes, words: list[str]) -> None:
    response = client.post(FILES, content=body, headers={"Content-Type": content_type})
    assert_error(response, 400, "validation_failed", *words)


def test_a_form_has_one_file(client: httpx.Client) -> None:
    response = client.post(FILES, data={"kind": "image"}, files=[("file", PNG), ("file", PNG)])
    assert_error(response, 400, "validation_failed", "Too many files")


def test_an_unknown_file_is_not_found(client: httpx.Client) -> None:
    assert_error(client.get(f"{FILES}/file_0"), 404, "not_found")
