"""Chat: messages, attachments and sessions, in both clients and over both HTTP libraries."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import httpx
import pytest
from acme.types import File
from harness import Harness, failure, uploaded
from runtime.budgets import BudgetExceededError
from runtime.chat.attachments import FileId
from runtime.errors import (
    ConfigurationError,
    ConflictError,
    NotFoundError,
    RivyaError,
    RivyaWarning,
    SubmissionUncertainError,
    UnexpectedResponseError,
    ValidationError,
)
from runtime.files.media import Media
from runtime.options import RetryPolicy
from samples import MP4, PNG


def said(text: str = "Hello.", **fields: Any) -> httpx.Response:
    """Return an answer with a reply in it."""
    body = {
        "id": "chatcmpl_1",
        "session_id": "session_1",
        "model": "chatter",
        "message": {"role": "assistant", "content": text},
        "usage": {"total_tokens": 12},
        "credits": {"reserved": 3, "final": 2},
    }
    return httpx.Response(200, json=body | fields)


def codes(error: ValidationError) -> list[str]:
    return [problem.code for problem in error.problems]


# --- Replies ----------------------------------------------------------------------------------------------------------


def test_a_reply(harness: Harness) -> None:
    client = harness.script(said()).client()
    reply = harness.call(client.every.chatter.send("Hi", reasoning_effort="low", client_request_id="trace-1"))
    sent = harness.sent[0]
    assert (sent.method, sent.url) == ("POST", "https://api.acme.test/v1/chat")
    assert sent.json == {
        "model": "chatter",
        "message": "Hi",
        "reasoning_effort": "low",
        "client_request_id": "trace-1",
    }
    assert len(sent.headers["idempotency-key"]) == 36
    assert (reply.text, reply.id, reply.session_id, reply.model) == ("Hello.", "chatcmpl_1", "session_1", "chatter")
    assert (reply.usage.total_tokens, reply.credits.final) == (12, 2)
    assert reply.raw["message"] == {"role": "assistant", "content": "Hello."}
    assert reply.http_response.status == 200
    assert "Hello" not in repr(reply)


def test_unknown_fields_of_a_reply_are_kept_and_missing_ones_are_none(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, json={"message": {"content": None}, "mood": "good"})).client()
    reply = harness.call(client.every.chatter.send("Hi"))
    assert (reply.text, reply.usage, reply.credits, reply.session_id) == ("", None, None, None)
    assert reply.model == "chatter"
    assert reply.raw["mood"] == "good"
    with pytest.raises(RivyaError, match="no session"):
        _ = reply.session


def test_a_conversation(harness: Harness) -> None:
    client = harness.script(said(), said("And again."), said("Other.")).client()
    first = harness.call(client.every.chatter.send("Hi"))
    second = harness.call(first.session.send("More", reasoning_effort="high", enable_web_search=True))
    assert second.text == "And again."
    assert harness.sent[1].json == {
        "model": "chatter",
        "message": "More",
        "session_id": "session_1",
        "reasoning_effort": "high",
        "enable_web_search": True,
    }
    handle = client.chat.session("session_9", model="chatter")
    assert (handle.id, handle.model) == ("session_9", "chatter")
    harness.call(handle.send("Still there?"))
    assert harness.sent[2].json["session_id"] == "session_9"
    assert len({sent.headers["idempotency-key"] for sent in harness.sent}) == 3


def test_the_vendors_json_pasted(harness: Harness) -> None:
    client = harness.script(said()).client()
    request = {"model": "chatter", "message": "Hi", "attachments": [{"file_id": "file_1"}]}
    assert harness.call(client.chat.create(request, extra_params={"thoughts": True})).text == "Hello."
    assert harness.sent[0].json == request | {"thoughts": True}


def test_a_model_that_the_package_does_not_know(harness: Harness) -> None:
    client = harness.script(uploaded(), said(model="newest")).client()
    reply = harness.call(client.chat.send(model="newest", message="x" * 99, attachments=PNG, reasoning_effort="max"))
    assert reply.model == "newest"
    assert harness.sent[1].json == {
        "model": "newest",
        "message": "x" * 99,
        "reasoning_effort": "max",
        "attachments": [{"file_id": "file_1"}],
    }
    with pytest.raises(ValidationError) as caught:
        harness.call(client.chat.send("Hi", model="newest", attachments=MP4))
    assert codes(caught.value) == ["reference-kind"]
    with pytest.raises(ValidationError) as caught:
        harness.call(client.chat.create({"model": "newest", "message": "Hi"}))
    assert codes(caught.value) == ["unknown-model"]


def test_a_known_model_by_its_id_is_checked(harness: Harness) -> None:
    client = harness.client()
    with pytest.raises(ValidationError) as caught:
        harness.call(client.chat.send("x" * 21, model="chatter", reasoning_effort="max"))
    assert codes(caught.value) == ["too-long", "unknown-option"]
    assert [problem.parameter for problem in caught.value.problems] == ["message", "reasoning_effort"]
    assert "Limits of Chatter" in str(caught.value)
    assert harness.sent == []


@pytest.mark.parametrize(
    ("request_body", "expected"),
    [
        ({"model": "chatter"}, [("missing-prompt", "message")]),
        ({"model": "chatter", "message": " "}, [("missing-prompt", "message")]),
        ({"model": "chatter", "message": "Hi", "messages": []}, [("unknown-field", "messages")]),
        ({"model": "chatter", "message": "Hi", "params": {}}, [("unknown-field", "params")]),
        ({"model": "chatter", "message": "Hi", "session_id": 5}, [("wrong-type", "session_id")]),
        (
            {"model": "chatter", "message": "Hi", "attachments": [{"url": "https://a.test/1.png"}]},
            [("missing-parameter", "attachments[0].file_id"), ("unknown-parameter", "attachments[0].url")],
        ),
    ],
)
def test_raw_requests_are_checked(
    harness: Harness, request_body: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    client = harness.client()
    with pytest.raises(ValidationError) as caught:
        harness.call(client.chat.create(request_body))
    assert sorted((problem.code, problem.parameter) for problem in caught.value.problems) == expected
    assert harness.sent == []


def test_each_kind_of_model_is_sent_to_its_own_operation(harness: Harness) -> None:
    client = harness.client()
    for call in (
        lambda: client.generations.create({"model": "chatter", "message": "Hi"}),
        lambda: client.chat.create({"model": "painter", "prompt": "a cat"}),
        lambda: client.chat.send("Hi", model="painter"),
    ):
        with pytest.raises(ValidationError) as caught:
            harness.call(call())
        assert codes(caught.value) == ["other-operation"]
    assert harness.sent == []


def test_stepping_over_limits(harness: Harness) -> None:
    client = harness.script(said(), said()).client()
    with pytest.warns(RivyaWarning, match="at most 20"):
        harness.call(client.every.chatter.send("x" * 21, validate="warn"))
    harness.call(client.every.chatter.send("x" * 21, validate="off", extra_params={"thoughts": True}))
    assert harness.sent[1].json == {"model": "chatter", "message": "x" * 21, "thoughts": True}


def test_a_misspelt_keyword(harness: Harness) -> None:
    client = harness.client()
    with pytest.raises(ValidationError, match='did you mean "reasoning_effort"'):
        harness.call(client.every.chatter.send("Hi", reasoning_efort="low"))
    with pytest.raises(ValidationError, match="reasoning_efort"):
        harness.call(client.chat.send("Hi", model="newest", reasoning_efort="low"))


# --- Faults -----------------------------------------------------------------------------------------------------------


def test_a_message_is_sent_again_under_the_same_key(harness: Harness) -> None:
    lost = httpx.RemoteProtocolError("Server disconnected")
    client = harness.script(lost, failure(502), said()).client()
    assert harness.call(client.every.chatter.send("Hi")).text == "Hello."
    assert len({sent.headers["idempotency-key"] for sent in harness.sent}) == 1
    assert len({sent.body for sent in harness.sent}) == 1


def test_when_nobody_knows_the_message_can_be_repeated(harness: Harness) -> None:
    client = harness.script(*[httpx.ReadTimeout("silent")] * 3, said("At last.")).client()
    with pytest.raises(SubmissionUncertainError) as caught:
        harness.call(client.every.chatter.send("Hi"))
    assert caught.value.request == {"model": "chatter", "message": "Hi"}
    reply = harness.call(caught.value.repeat())
    assert reply.text == "At last."
    assert harness.sent[3].body == harness.sent[0].body
    assert harness.sent[3].headers["idempotency-key"] == caught.value.idempotency_key


def test_errors_of_the_api(harness: Harness) -> None:
    client = harness.script(failure(409, "chat_session_conflict"), failure(500, "oops"), failure(500)).client()
    with pytest.raises(ConflictError) as conflict:
        harness.call(client.every.chatter.send("Hi", session_id="session_0"))
    assert conflict.value.code == "chat_session_conflict"
    for _ in range(2):
        with pytest.raises(SubmissionUncertainError):
            harness.call(client.every.chatter.send("Hi", retry=RetryPolicy(attempts=1)))


def test_an_answer_that_is_no_reply(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, html="<p>hello</p>"), httpx.Response(200, json={"id": "x"})).client()
    for _ in range(2):
        with pytest.raises(UnexpectedResponseError, match="is not a ChatCompletion"):
            harness.call(client.every.chatter.send("Hi"))


def test_replies_count_against_a_budget(harness: Harness) -> None:
    client = harness.script(uploaded(), said(), said(credits={"final": 4})).client(max_credits=9)
    (budget,) = client.budgets
    harness.call(client.every.chatter.send("Hi", attachments=PNG))
    assert (budget.spent, budget.reserved) == (2, 0)
    harness.call(client.every.chatter.send("Hi"))
    assert (budget.spent, budget.reserved) == (6, 0)
    poor = client.with_options(max_credits=2)
    with pytest.raises(BudgetExceededError):
        harness.call(poor.every.chatter.send("Hi", attachments=PNG))
    assert len(harness.sent) == 3


# --- Attachments ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["path", "string", "bytes", "file", "media", "alone"])
def test_local_attachments_are_uploaded_first(harness: Harness, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    given: Any = {
        "path": [path],
        "string": [str(path)],
        "bytes": [PNG],
        "file": [io.BytesIO(PNG)],
        "media": [Media(path, name="Tom.png")],
        "alone": path,
    }[kind]
    client = harness.script(uploaded(), said()).client()
    harness.call(client.every.chatter.send("Who is it?", attachments=given))
    upload, message = harness.sent
    assert upload.url.endswith("/v1/files")
    assert PNG in upload.body
    assert b'name="kind"\r\n\r\nimage' in upload.body
    assert b'name="model"\r\n\r\nchatter' in upload.body
    assert message.json["attachments"] == [{"file_id": "file_1"}]


def test_attachments_that_the_api_holds_already(harness: Harness) -> None:
    client = harness.script(said()).client()
    files = [
        FileId("file_7"),
        File(id="file_8", url="https://f.test/8"),
        File(file_id="file_9", url="https://f.test/9"),
    ]
    harness.call(client.every.chatter.send("Which?", attachments=files))
    assert harness.sent[0].json["attachments"] == [{"file_id": f"file_{number}"} for number in (7, 8, 9)]


def test_order_is_kept_and_nothing_is_uploaded_twice(harness: Harness, tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    client = harness.script(uploaded(1), said()).client()
    harness.call(client.every.chatter.send("Same?", attachments=[path, FileId("file_7"), str(path)]))
    assert harness.sent[1].json["attachments"] == [{"file_id": "file_1"}, {"file_id": "file_7"}, {"file_id": "file_1"}]


def test_all_that_is_wrong_before_a_byte_is_sent(harness: Harness, tmp_path: Path) -> None:
    text = tmp_path / "text.png"
    text.write_text("not a picture")
    client = harness.client()
    attachments = [
        text,
        MP4,
        PNG + b"x" * 1000,
        "https://example.com/cat.png?signature=secret",
        tmp_path / "missing.png",
        FileId(" "),
        File(url="https://f.test/1"),
        5,
    ]
    with pytest.raises(ValidationError) as caught:
        harness.call(client.every.chatter.send("x" * 21, attachments=attachments))
    found = sorted((problem.parameter, problem.code) for problem in caught.value.problems)
    assert found == [
        ("attachments[0]", "file-signature"),
        ("attachments[1]", "reference-kind"),
        ("attachments[2]", "file-too-large"),
        ("attachments[3]", "wrong-type"),
        ("attachments[4]", "file-unreadable"),
        ("attachments[5]", "wrong-type"),
        ("attachments[6]", "wrong-type"),
        ("attachments[7]", "wrong-type"),
        ("message", "too-long"),
    ]
    assert "takes no addresses" in str(caught.value)
    assert "signature=secret" not in str(caught.value)
    assert harness.sent == []


def test_an_upload_without_an_id(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, json={"url": "https://f.test/1"})).client()
    with pytest.raises(UnexpectedResponseError, match="no id to attach it by"):
        harness.call(client.every.chatter.send("Hi", attachments=PNG))


# --- Sessions and the catalogue ---------------------------------------------------------------------------------------


def test_sessions(harness: Harness) -> None:
    listed = httpx.Response(200, json={"object": "list", "data": [{"id": "session_1"}], "next": None})
    bare = httpx.Response(200, json=[{"id": "session_1"}])
    one = httpx.Response(200, json={"id": "session_1", "messages": [{"content": "Hi"}]})
    client = harness.script(listed, bare, one, failure(404, "not_found")).client()
    assert harness.call(client.chat.sessions.list()).data == [{"id": "session_1"}]
    assert harness.call(client.chat.sessions.list()).data == [{"id": "session_1"}]
    session = harness.call(client.chat.sessions.retrieve("a/b"))
    assert session.messages == [{"content": "Hi"}]
    assert harness.sent[2].url == "https://api.acme.test/v1/chat/sessions/a%2Fb"
    with pytest.raises(NotFoundError):
        harness.call(client.chat.sessions.retrieve("session_2"))


def test_one_model_of_the_catalogue(harness: Harness) -> None:
    listed = httpx.Response(200, json={"data": [{"id": "painter", "base_credits": 4}, {"id": "chatter"}]})
    client = harness.script(listed, listed).client(api_key="")
    assert harness.call(client.models.get("painter")).base_credits == 4
    with pytest.raises(NotFoundError, match=r"'paintr' \(did you mean \"painter\"\?\)"):
        harness.call(client.models.get("paintr"))


def test_the_openapi_document(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, json={"openapi": "3.1.0", "paths": {}})).client(api_key="")
    assert harness.call(client.openapi.retrieve()) == {"openapi": "3.1.0", "paths": {}}


def test_without_a_key_nothing_is_sent(harness: Harness) -> None:
    client = harness.client(api_key="")
    with pytest.raises(ConfigurationError, match="ACME_API_KEY"):
        harness.call(client.every.chatter.send("Hi", attachments=PNG))
    assert harness.sent == []
