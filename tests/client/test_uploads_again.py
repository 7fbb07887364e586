"""The same call makes the same request: what was uploaded once and has not changed is used again."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness import EPOCH, Harness, failure, task, uploaded
from runtime._core.messages import Answer, Response
from runtime._transport.upload_cache import LARGEST_KEPT, MARGIN, MOST_KEPT, Content, UploadCache
from runtime.errors import BadRequestError, TransportError
from runtime.files.media import Media
from runtime.files.uploads import PIECE
from samples import JPEG, PNG

LIFETIME = 3600.0
REPLY = httpx.Response(200, json={"id": "chat_1", "message": {"role": "assistant", "content": "Hi"}})
SOURCES: dict[str, Callable[[Path], Any]] = {
    "path": lambda path: path,
    "text": str,
    "bytes": lambda path: path.read_bytes(),
    "file": lambda path: io.BytesIO(path.read_bytes()),
    "named": lambda path: Media(path, name="other.png"),
}


def paint(harness: Harness, client: Any, *references: Any, **options: Any) -> Any:
    return harness.call(client.every.painter.create("a cat", references=list(references), **options))


def kinds(harness: Harness) -> str:
    return "".join("u" if sent.url.endswith("/files") else "c" for sent in harness.sent)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "cat.png").write_bytes(PNG)
    return tmp_path / "cat.png"


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_the_same_call_is_the_same_request(harness: Harness, source: Callable[[Path], Any], path: Path) -> None:
    client = harness.script(uploaded(), task(), task(), task()).client()
    for one in (client, client, client.with_options(timeout=5)):
        paint(harness, one, source(path), idempotency_key="order-1")
    assert kinds(harness) == "uccc"
    assert len({(sent.body, sent.headers["idempotency-key"]) for sent in harness.sent[1:]}) == 1


def test_attachments_are_uploaded_once(harness: Harness, path: Path) -> None:
    client = harness.script(uploaded(), REPLY, REPLY, uploaded(2), task()).client()
    for source in (path, PNG):
        harness.call(client.every.chatter.send("Hello", attachments=source))
    paint(harness, client, path)  # another model: the API checks an upload against the one that it is for
    assert kinds(harness) == "uccuc"
    assert harness.sent[1].body == harness.sent[2].body


def test_other_content_is_uploaded(harness: Harness, path: Path) -> None:
    client = harness.script(uploaded(1), task(), uploaded(2), task(), task()).client()
    paint(harness, client, path)
    path.write_bytes(PNG + b"more")
    paint(harness, client, path)
    paint(harness, client, path)
    assert kinds(harness) == "ucucc"
    urls = [sent.json["params"]["referenceMediaItems"][0]["url"] for sent in harness.sent[1::2]]
    assert urls == ["https://files.test/1", "https://files.test/2"]


@pytest.mark.parametrize(
    ("fields", "seconds", "kept"),
    [
        ({}, LIFETIME - 1, True),
        ({}, LIFETIME, False),
        ({"expires_at": None}, LIFETIME - 1, True),
        ({"expires_at": "2027-01-15T09:00:00Z"}, LIFETIME - MARGIN - 1, True),
        ({"expires_at": "2027-01-15T09:00:00Z"}, LIFETIME - MARGIN, False),
        ({"expires_at": "2027-01-15T09:00:00.000"}, LIFETIME - MARGIN, False),
        ({"expires_at": "2027-02-15T08:00:00+00:00"}, 2 * LIFETIME, True),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 0, False),
        ({"expires_at": "in a while"}, 0, False),
        ({"expires_at": EPOCH + 9000}, 0, False),
        ({"padding": "x" * LARGEST_KEPT}, 0, False),
    ],
)
def test_until_an_upload_expires(harness: Harness, fields: dict[str, Any], seconds: float, kept: bool) -> None:
    client = harness.script(uploaded(**fields), task(), *([] if kept else [uploaded(2)]), task()).client()
    paint(harness, client, PNG)
    harness.seconds += seconds
    paint(harness, client, PNG)
    assert kinds(harness) == ("ucc" if kept else "ucuc")


def test_nobody_else_uses_it(harness: Harness) -> None:
    for _ in range(2):
        paint(harness, harness.script(uploaded(), task()).client(), PNG)
    assert kinds(harness) == "ucuc"


def test_an_upload_by_the_caller_is_made(harness: Harness) -> None:
    client = harness.script(uploaded(1), task(), uploaded(2), uploaded(3), task()).client()
    paint(harness, client, PNG)
    for _ in range(2):
        harness.call(client.files.create(PNG, model="painter"))
    paint(harness, client, PNG)
    assert kinds(harness) == "ucuuc"
    assert harness.sent[1].json == harness.sent[-1].json


def test_a_refused_request_doubts_its_uploads(harness: Harness) -> None:
    refused = failure(400, "validation_failed")
    client = harness.script(uploaded(1), refused, uploaded(2), task(), task()).client()
    with pytest.raises(BadRequestError):
        paint(harness, client, PNG)
    paint(harness, client, PNG)
    paint(harness, client, PNG)
    assert kinds(harness) == "ucucc"


def test_an_upload_that_failed_is_made_again(harness: Harness) -> None:
    steps = [*[httpx.ConnectError("refused")] * 3, uploaded(), task()]
    client = harness.script(*steps).client()
    with pytest.raises(TransportError):
        paint(harness, client, PNG)
    paint(harness, client, PNG)
    assert kinds(harness) == "uuuuc"


def test_what_changes_while_it_is_sent_is_not_kept(harness: Harness, path: Path) -> None:
    def changed(_: Any) -> httpx.Response:
        path.write_bytes(PNG + b"meanwhile")
        return uploaded(1)

    client = harness.script(changed, task(), uploaded(2), task()).client()
    paint(harness, client, path)
    path.write_bytes(PNG)
    paint(harness, client, path)
    assert kinds(harness) == "ucuc"


def test_equal_files_of_one_call(harness: Harness, path: Path) -> None:
    def answer(request: Any) -> httpx.Response:
        return uploaded(len(harness.sent)) if str(request.url).endswith("/files") else task()

    paint(harness, harness.script(*[answer] * 3).client(), path, PNG)
    items = harness.sent[-1].json["params"]["referenceMediaItems"]
    assert len(items) == 2
    assert len({item["url"] for item in items}) == 1  # the first upload, though a second may have been under way


def test_a_caller_s_file_that_cannot_be_read_twice_is_sent(harness: Harness) -> None:
    class Moody(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            type(self).reads += 1
            if type(self).reads == 2:
                raise RuntimeError("not now")
            return super().read(size)

    client = harness.script(uploaded(), task()).client()
    paint(harness, client, Moody(PNG))
    assert PNG in harness.sent[0].body


def test_a_large_file_is_read_beside_the_event_loop(harness: Harness) -> None:
    readers: list[int] = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            readers.append(threading.get_ident())
            return super().read(size)

    large = JPEG + b"x" * (3 * PIECE)
    client = harness.script(uploaded(), task(), task()).client(validate="off")
    paint(harness, client, large)
    paint(harness, client, Watched(large))
    assert kinds(harness) == "ucc"
    beside = [reader != threading.get_ident() for reader in readers[1:]]  # the first looks at the head
    assert beside == ["async" in type(harness).__name__.lower()] * 5


def test_few_are_remembered(harness: Harness) -> None:
    cache = UploadCache()
    answer: Answer[Any] = Answer(None, {}, Response(200, {}))
    contents = [Content(str(number), "image", "image/png", None) for number in range(MOST_KEPT + 10)]
    for content in contents:
        cache.keep(content, answer, 0.0, LIFETIME)
    assert [cache.find(content, 1.0) is not None for content in contents] == [False] * 10 + [True] * MOST_KEPT
