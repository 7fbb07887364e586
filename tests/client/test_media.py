"""References: what a look at them shows, and what becomes of them on the wire."""

from __future__ import annotations

import io
import os
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import puremagic
import pytest
from acme._platform import PLATFORM
from acme.models import painter
from harness import Harness, task, uploaded
from runtime._spec.file_rules import FileRule, ReferenceRule
from runtime._spec.findings import Findings
from runtime._spec.media_types import head_length, matching_types
from runtime._validation.facts import ReferenceFacts
from runtime._validation.references import check_references
from runtime.errors import RivyaWarning, ValidationError
from runtime.files.media import LocalFile, Media, Unreadable, is_uploaded, look_at
from runtime.files.references import Planner
from samples import JPEG, M4A, MOV, MP3, MP4, MP4_V2, OGG, PNG, WAV, WEBM, WEBP

CONTENTS = [
    ("image/png", PNG),
    ("image/jpeg", JPEG),
    ("image/webp", WEBP),
    ("video/mp4", MP4),
    ("video/quicktime", MOV),
    ("video/webm", WEBM),
    ("audio/wav", WAV),
    ("audio/mpeg", MP3),
    ("audio/mp4", M4A),
    ("audio/ogg", OGG),
]
SAME_TYPE = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/x-m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
}


@pytest.mark.parametrize(("mime_type", "content"), CONTENTS)
def test_signatures_say_what_another_library_says(mime_type: str, content: bytes) -> None:
    head = content[: head_length(PLATFORM.media_types)]
    assert mime_type in [row.mime_type for row in matching_types(head, PLATFORM.media_types)]
    others = {SAME_TYPE.get(match.mime_type, match.mime_type) for match in puremagic.magic_string(content)}
    assert mime_type in others or (mime_type == "audio/ogg" and "video/ogg" in others | {"video/ogg"})


NO_MEDIA = [
    b"",
    b"P",
    b"hello, world",
    b"%PDF-1.7",
    b"GIF89a",
    b"\0" * 64,
    b"RIFF....AVI ",
    b"<svg/>",
    b"BM6\0",
    b"\x1a\x45\xdf\xa3matroska",
]


@pytest.mark.parametrize("content", NO_MEDIA)
def test_other_contents_fit_nothing(content: bytes) -> None:
    assert matching_types(content, PLATFORM.media_types) == []


def test_local_sources_look_alike(tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    with path.open("rb") as opened:
        opened.seek(5)
        sources: list[Any] = [path, str(path), opened, PNG, io.BytesIO(PNG)]
        for source in sources:
            file = look_at(source, None, PLATFORM.media_types)
            assert isinstance(file, LocalFile)
            assert (file.size, [row.mime_type for row in file.types]) == (len(PNG), ["image/png"])
            for _ in range(2):
                with file.opened() as content:
                    assert content.read() == PNG
        assert not opened.closed
    names = [look_at(source, None, PLATFORM.media_types).name for source in (path, str(path), PNG)]
    assert names == ["cat.png", "cat.png", "file"]


def test_pipes_are_kept_for_the_next_attempt() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as sink:
        sink.write(PNG)
    with os.fdopen(reading, "rb") as pipe:
        file = look_at(pipe, "cat.png", PLATFORM.media_types)
    assert isinstance(file, LocalFile)
    for _ in range(2):
        with file.opened() as content:
            assert content.read() == PNG


def test_unreadable_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "fifo")
    details = {
        "missing": look_at("folder/missing.png", None, PLATFORM.media_types),
        "folder": look_at(tmp_path, None, PLATFORM.media_types),
        "fifo": look_at(tmp_path / "fifo", None, PLATFORM.media_types),
        "text": look_at(io.StringIO("x"), None, PLATFORM.media_types),  # type: ignore[arg-type]
        "null": look_at("a\0b", None, PLATFORM.media_types),
        "closed": look_at(closed_file(), None, PLATFORM.media_types),
    }
    assert all(isinstance(found, Unreadable) for found in details.values()), details
    assert details["missing"] == Unreadable("folder/missing.png", "No such file or directory")


def closed_file() -> io.BytesIO:
    file = io.BytesIO(PNG)
    file.close()
    return file


def test_an_http_response_is_a_file_object_not_an_uploaded_file() -> None:
    response = urllib.request.addinfourl(io.BytesIO(PNG), {}, "https://a.test/x.png")  # type: ignore[arg-type]
    assert not is_uploaded(response)
    assert is_uploaded(SimpleNamespace(url="https://a.test/x.png"))


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_everything_wrong_with_files_and_parameters_is_one_error(harness: Harness, tmp_path: Path) -> None:
    references: list[Any] = [
        write(tmp_path, "notes.png", b"just text"),
        tmp_path / "missing.png",
        write(tmp_path, "big.png", PNG + bytes(1_000)),
        write(tmp_path, "song.mp3", MP3),
        "https://a.test/no-extension",
        42,
        write(tmp_path, "film.webm", WEBM),
    ]
    client = harness.client()
    with pytest.raises(ValidationError) as raised:
        harness.call(client.every.painter.create("", references=references))
    assert [(problem.code, problem.parameter) for problem in raised.value.problems] == [
        ("file-unreadable", "references[1]"),
        ("reference-shape", "references[4]"),
        ("wrong-type", "references[5]"),
        ("missing-prompt", "prompt"),
        ("file-signature", "references[0]"),
        ("file-too-large", "references[2]"),
        ("reference-kind", "references[3]"),
        ("file-type", "references[6]"),
    ]
    for locale in ("en", "zh-Hant"):
        assert all("{" not in problem.message(locale) for problem in raised.value.problems)
    assert harness.sent == []


def test_a_file_is_what_its_content_says(harness: Harness, tmp_path: Path) -> None:
    path = write(tmp_path, "photo.png", JPEG)
    client = harness.script(uploaded(), task()).client()
    harness.call(client.every.painter.create("a", references=[path]))
    (item,) = harness.sent[1].json["params"]["referenceMediaItems"]
    assert item == {"url": "https://files.test/1", "kind": "image", "name": "photo.png", "mimeType": "image/jpeg"}
    assert b"Content-Type: image/jpeg" in harness.sent[0].body


WIRE: list[tuple[Any, dict[str, Any]]] = [
    ("https://a.test/x.PNG?sig=1", {"url": "https://a.test/x.PNG?sig=1", "kind": "image"}),
    ("HTTPS://a.test/x.mp4", {"url": "HTTPS://a.test/x.mp4", "kind": "video"}),
    (Media("https://a.test/42", kind="video"), {"url": "https://a.test/42", "kind": "video"}),
    (
        Media("https://a.test/42", kind="image", name="cat", mime_type="image/png"),
        {"url": "https://a.test/42", "kind": "image", "name": "cat", "mimeType": "image/png"},
    ),
    (
        SimpleNamespace(url="https://files.test/1", kind="video", duration_token="tok"),
        {"url": "https://files.test/1", "kind": "video", "durationToken": "tok"},
    ),
    (
        Media(SimpleNamespace(url="https://files.test/1", duration_token=None), kind="image"),
        {"url": "https://files.test/1", "kind": "image"},
    ),
]


@pytest.mark.parametrize(("reference", "item"), WIRE)
def test_what_is_remote_is_passed_on(harness: Harness, reference: Any, item: dict[str, Any]) -> None:
    client = harness.script(task()).client()
    harness.call(client.every.painter.create("a", references=[reference]))
    assert harness.sent[0].json["params"]["referenceMediaItems"] == [item]


def test_a_lone_path_is_one_reference(harness: Harness) -> None:
    client = harness.script(task()).client()
    harness.call(client.every.painter.create("a", references="https://a.test/x.png"))
    assert len(harness.sent[0].json["params"]["referenceMediaItems"]) == 1


def test_local_files_are_uploaded_once_in_order_with_their_tokens(harness: Harness, tmp_path: Path) -> None:
    cat = write(tmp_path, "cat.png", PNG)
    film = write(tmp_path, "film.mp4", MP4)

    def answer(request: Any) -> httpx.Response:  # whichever file comes first
        return uploaded(1) if b"cat.png" in request.content else uploaded(2, duration_token="tok_2")

    client = harness.script(answer, answer, task()).client()
    references = [cat, film, tmp_path / "." / "cat.png"]
    harness.call(client.every.painter.create("a", references=references))
    assert [(sent.method, sent.url.rpartition("/")[2]) for sent in harness.sent] == [
        ("POST", "files"),
        ("POST", "files"),
        ("POST", "generations"),
    ]
    assert harness.sent[2].json["params"]["referenceMediaItems"] == [
        {"url": "https://files.test/1", "kind": "image", "name": "cat.png", "mimeType": "image/png"},
        {
            "url": "https://files.test/2",
            "kind": "video",
            "name": "film.mp4",
            "mimeType": "video/mp4",
            "durationToken": "tok_2",
        },
        {"url": "https://files.test/1", "kind": "image", "name": "cat.png", "mimeType": "image/png"},
    ]
    (body,) = [sent.body for sent in harness.sent[:2] if b"cat.png" in sent.body]
    assert b'name="kind"\r\n\r\nimage\r\n' in body
    assert b'name="model"\r\n\r\npainter\r\n' in body
    assert b'name="file"; filename="cat.png"' in body
    assert PNG in body


AMBIGUOUS: list[tuple[Any, str]] = [
    (MP4_V2, "video/mp4"),
    (Media(MP4_V2, name="speech.m4a"), "video/mp4"),
    (Media(MOV, name="film.mp4"), "video/quicktime"),
    (Media(M4A, name="film.mp4"), "audio/mp4"),
    (Media(MP4_V2, kind="audio"), "audio/mp4"),
    (Media(MP4_V2, mime_type="audio/mp4"), "audio/mp4"),
]


@pytest.mark.parametrize(("source", "mime_type"), AMBIGUOUS)
def test_containers_that_fit_several_types(harness: Harness, source: Any, mime_type: str) -> None:
    client = harness.script(uploaded()).client()
    harness.call(client.files.create(source))
    assert f"Content-Type: {mime_type}".encode() in harness.sent[0].body


def test_a_contradicted_kind_is_a_problem(harness: Harness) -> None:
    with pytest.raises(ValidationError, match="file is image/png; allowed for video files: video/mp4"):
        harness.call(harness.client().every.painter.create("a", references=[Media(PNG, kind="video")]))


def test_warn_uploads_what_has_no_signature(harness: Harness) -> None:
    client = harness.script(uploaded(), task()).client(validate="warn")
    with pytest.warns(RivyaWarning, match="not a media file"):
        harness.call(client.every.painter.create("a", references=[Media(b"raw", kind="image", name="x.webp")]))
    assert b"Content-Type: image/webp" in harness.sent[0].body


def test_missing_files_are_errors_in_every_mode(harness: Harness) -> None:
    client = harness.client(validate="off")
    with pytest.raises(ValidationError, match="cannot be read: No such file"):
        harness.call(client.every.painter.create("a", references=["/no/such/file.png"]))


def test_upload_attempts_are_byte_equal(harness: Harness) -> None:
    import httpx

    client = harness.script(httpx.ReadError("x"), httpx.Response(502), uploaded()).client()
    harness.call(client.files.create(io.BytesIO(PNG), model="painter"))
    assert len({sent.body for sent in harness.sent}) == 1
    assert PNG in harness.sent[0].body
    assert "idempotency-key" not in harness.sent[0].headers
    assert harness.sent[0].timeout["read"] == 300.0


@pytest.mark.parametrize(
    ("source", "options", "code"),
    [
        (PNG + bytes(2_000), {}, "file-too-large"),
        (PNG + bytes(1_000), {}, None),
        (PNG + bytes(1_000), {"model": "painter"}, "file-too-large"),
        (WEBM, {"model": "painter"}, "file-type"),
        (MP3, {"model": "painter"}, "reference-kind"),
        (MP3, {"model": "speaker"}, "references-not-taken"),
        (b"text", {}, "file-signature"),
        ("https://a.test/x.png", {}, "wrong-type"),
    ],
)
def test_files_create(harness: Harness, source: Any, options: dict[str, str], code: str | None) -> None:
    client = harness.script(uploaded(duration_token="tok")).client()
    if code is None:
        file = harness.call(client.files.create(source, **options))
        assert (file.url, file.duration_token) == ("https://files.test/1", "tok")
    else:
        with pytest.raises(ValidationError) as raised:
            harness.call(client.files.create(source, **options))
        assert [problem.code for problem in raised.value.problems] == [code]
        assert harness.sent == []


def test_an_uploaded_file_is_a_reference(harness: Harness) -> None:
    client = harness.script(uploaded(kind="video", duration_token="tok"), task()).client()
    file = harness.call(client.files.create(MP4))
    harness.call(client.every.painter.create("a", references=[file]))
    item = {"url": "https://files.test/1", "kind": "video", "durationToken": "tok"}
    assert harness.sent[1].json["params"]["referenceMediaItems"] == [item]


def test_media_with_bytes_has_a_short_repr() -> None:
    assert len(repr(Media(bytes(10_000), kind="image"))) < 100


def test_painter_takes_what_the_table_says() -> None:
    assert painter.MODEL.references is not None
    assert painter.MODEL.references.kinds == ("image", "video")


@pytest.mark.parametrize("accepted", ["audio/wav", "audio/x-wav"])
def test_another_name_of_the_same_type_is_the_same_type(accepted: str) -> None:
    rule = ReferenceRule(files=(FileRule("audio", None, (accepted,)),))
    findings = Findings(PLATFORM)
    planned = Planner(PLATFORM, rule, findings).plan([WAV])
    assert [one.item["mimeType"] for one in planned] == [accepted]
    for mime_type, codes in (("audio/wav", []), ("audio/x-wav", []), ("audio/mpeg", ["file-type"])):
        found = Findings(PLATFORM)
        check_references(
            found, rule, PLATFORM, "references", [ReferenceFacts("references[0]", "audio", "a", mime_type)]
        )
        assert [problem.code for problem in found.problems] == codes


def test_files_retrieve(harness: Harness) -> None:
    client = harness.script(uploaded(7)).client()
    assert harness.call(client.files.retrieve("file/7")).url == "https://files.test/7"
    assert (harness.sent[0].method, harness.sent[0].url) == ("GET", "https://api.acme.test/v1/files/file%2F7")
