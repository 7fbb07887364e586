"""Chat: replies, sessions, streams, what is refused, and what it costs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.small_world import SmallEmulator
from emulator.wire import JSON, PNG, WAV, assert_error, upload
from httpx_sse import connect_sse
from runtime.emulator._api.clock import ManualClock

COMPLETIONS = "/api/v1/chat/completions"
STREAM = f"{COMPLETIONS}/stream"
SESSIONS = "/api/v1/chat/sessions"
REPLIES = [COMPLETIONS, STREAM]


def chat(message: str = "Hello", **fields: Any) -> dict[str, Any]:
    return {"model": "talker", "message": message, **fields}


def events(client: httpx.Client, body: dict[str, Any]) -> list[tuple[str, str]]:
    with connect_sse(client, "POST", STREAM, json=body) as source:
        assert source.response.status_code == 200
        return [(event.event, event.data) for event in source.iter_sse()]


def test_a_reply_has_the_documented_shape(client: httpx.Client, server: SmallEmulator) -> None:
    response = client.post(COMPLETIONS, json=chat("How are you?", client_request_id="mine"))
    assert response.status_code == 200
    reply = response.json()
    assert re.fullmatch(r"chatcmpl_[0-9a-f]{24}", reply.pop("id"))
    assert re.fullmatch(r"session_[0-9a-f]{24}", reply.pop("session_id"))
    assert re.fullmatch(r"msg_[0-9a-f]{24}", reply["message"].pop("id"))
    text = "You said: How are you?\nThis is reply 1 of the emulated Talker; no model was asked."
    assert reply == {
        "object": "chat.completion",
        "model": "talker",
        "created_at": "2026-05-11T00:00:00.000Z",
        "message": {"role": "assistant", "content": text},
        "usage": {"input_tokens": 3, "output_tokens": 21, "total_tokens": 24},
        "credits": {"reserved": 3, "final": 0.04},
    }
    assert server.credits == 999.96
    assert [(row.kind, row.amount) for row in server.ledger] == [("initial", 1000), ("reserve", -3), ("settle", 2.96)]


def test_a_session_goes_on_and_is_remembered(client: httpx.Client, clock: ManualClock) -> None:
    first = client.post(COMPLETIONS, json=chat("My name is Mei")).json()
    clock.advance(60)
    second = client.post(COMPLETIONS, json=chat("你好嗎？", session_id=first["session_id"])).json()
    assert second["session_id"] == first["session_id"]
    assert "你好嗎？" in second["message"]["content"]
    assert "My name is Mei" in second["message"]["content"]
    assert "reply 2" in second["message"]["content"]
    # The whole conversation is read again: 14, 85 and 12 bytes.
    assert second["usage"]["input_tokens"] == 4 + first["usage"]["output_tokens"] + 3
    session = client.get(f"{SESSIONS}/{first['session_id']}").json()
    assert [(said["role"], said["content"]) for said in session.pop("messages")] == [
        ("user", "My name is Mei"),
        ("assistant", first["message"]["content"]),
        ("user", "你好嗎？"),
        ("assistant", second["message"]["content"]),
    ]
    assert session == {
        "id": first["session_id"],
        "object": "chat.session",
        "model": "talker",
        "message_count": 4,
        "created_at": "2026-05-11T00:00:00.000Z",
        "updated_at": "2026-05-11T00:01:00.000Z",
    }
    assert client.get(SESSIONS).json() == {"object": "list", "data": [session]}


def test_the_session_that_went_on_last_is_listed_first(client: httpx.Client, clock: ManualClock) -> None:
    ids = []
    for message in ("a", "b", "c"):
        ids.append(client.post(COMPLETIONS, json=chat(message)).json()["session_id"])
        clock.advance(1)
    client.post(COMPLETIONS, json=chat("again", session_id=ids[1]))
    assert [session["id"] for session in client.get(SESSIONS).json()["data"]] == [ids[1], ids[2], ids[0]]


def test_an_unknown_session_is_not_found(client: httpx.Client) -> None:
    assert_error(client.get(f"{SESSIONS}/session_0"), 404, "not_found")


@pytest.mark.parametrize(
    "message", ["Hello", "一隻貓在燈塔上睡覺，沒有空白" * 5, " a  b\n\nc ", "\U0001f58d", "x" * 20_000]
)
def test_a_stream_is_the_reply_in_pieces(client: httpx.Client, message: str) -> None:
    whole = client.post(COMPLETIONS, content=json.dumps(chat(message)).encode(), headers=JSON).json()
    with connect_sse(client, "POST", STREAM, content=json.dumps(chat(message)).encode(), headers=JSON) as source:
        assert source.response.headers["content-type"].startswith("text/event-stream")
        found = [(event.event, event.data) for event in source.iter_sse()]
    *deltas, (name, last), end = found
    completion = json.loads(last)
    assert (name, end) == ("done", ("message", "[DONE]"))
    assert {event for event, _ in deltas} == {"message.delta"}
    assert "".join(json.loads(data)["delta"] for _, data in deltas) == completion["message"]["content"]
    assert len(deltas) > 5
    assert {json.loads(data)["session_id"] for _, data in deltas} == {completion["session_id"]}
    # Apart from its ids, the end of a stream is the very reply of the other endpoint.
    for reply in (whole, completion):
        del reply["id"], reply["session_id"], reply["message"]["id"]
    assert completion == whole


def test_a_reader_who_leaves_early_has_been_told_and_charged_once(client: httpx.Client, server: SmallEmulator) -> None:
    with connect_sse(client, "POST", STREAM, json=chat("word " * 3000)) as source:
        first = json.loads(next(source.iter_sse()).data)
    session = client.get(f"{SESSIONS}/{first['session_id']}").json()
    assert session["message_count"] == 2
    assert server.audit().other == round(1000 - server.credits, 6) > 0
    goes_on = client.post(COMPLETIONS, json=chat("and?", session_id=first["session_id"]))
    assert "reply 2" in goes_on.json()["message"]["content"]


@pytest.mark.parametrize("path", REPLIES)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("not an object", ["JSON object"]),
        ({"message": "Hello"}, ["model"]),
        ({"model": 3, "message": "Hello"}, ["model"]),
        ({"model": "talker"}, ["message"]),
        (chat(""), ["message"]),
        (chat("x" * 20_001), ["message", "20000"]),
        (chat(messages=[]), ["messages"]),
        (chat(session_id=7), ["session_id"]),
        (chat(reasoning_effort="extreme"), ["reasoning_effort", "xhigh"]),
        (chat(enable_web_search="yes", reasoning_effort=1), ["enable_web_search", "reasoning_effort"]),
        (chat(attachments=[{"url": "https://example.com/cat.png"}]), ["attachments[0].url", "attachments[0].file_id"]),
        (chat(attachments={"file_id": "file_1"}), ["attachments"]),
    ],
)
def test_a_wrong_body_names_every_problem(
    client: httpx.Client, server: SmallEmulator, path: str, body: object, words: list[str]
) -> None:
    assert_error(client.post(path, json=body), 400, "validation_failed", *words)
    assert (server.credits, client.get(SESSIONS).json()["data"]) == (1000, [])


@pytest.mark.parametrize("path", REPLIES)
@pytest.mark.parametrize("model", ["painter-1.0", "nobody", ""])
def test_only_chat_models_chat(client: httpx.Client, path: str, model: str) -> None:
    assert_error(client.post(path, json=chat(model=model)), 400, "chat_model_not_supported", f'"{model}"')


@pytest.mark.parametrize("path", REPLIES)
def test_a_session_belongs_to_one_model(client: httpx.Client, server: SmallEmulator, path: str) -> None:
    session_id = client.post(COMPLETIONS, json=chat()).json()["session_id"]
    left = server.credits
    other = client.post(path, json=chat(model="chatterbox", session_id=session_id))
    assert_error(other, 409, "chat_session_conflict", "talker")
    assert_error(client.post(path, json=chat(session_id="session_of_studio")), 409, "chat_session_conflict")
    assert server.credits == left
    assert client.get(f"{SESSIONS}/{session_id}").json()["message_count"] == 2


@pytest.mark.parametrize("path", REPLIES)
def test_attachments_are_uploaded_images(client: httpx.Client, path: str) -> None:
    image, sound = upload(client, PNG).json()["id"], upload(client, WAV, "a.wav", "audio").json()["id"]
    for wrong in (["file_0"], [sound], [image, sound]):
        body = chat(attachments=[{"file_id": file_id} for file_id in wrong])
        assert_error(client.post(path, json=body), 400, "chat_attachment_not_supported", "file_id")
    attached = chat("What is this?", attachments=[{"file_id": image}, {"file_id": image}])
    assert client.post(path, json=attached).status_code == 200
    (session,) = client.get(SESSIONS).json()["data"]
    asked, answered = client.get(f"{SESSIONS}/{session['id']}").json()["messages"]
    assert asked["attachments"] == [{"file_id": image}, {"file_id": image}]
    assert "2 images (image/png, image/png)" in answered["content"]


def test_an_image_is_read_again_with_every_message(client: httpx.Client) -> None:
    image = upload(client, PNG).json()["id"]
    first = client.post(COMPLETIONS, json=chat("1234", attachments=[{"file_id": image}])).json()
    assert first["usage"]["input_tokens"] == 1001
    second = client.post(COMPLETIONS, json=chat("1234", session_id=first["session_id"])).json()
    assert second["usage"]["input_tokens"] == 1002 + first["usage"]["output_tokens"]
    assert second["credits"] == {
        "reserved": 3,
        "final": pytest.approx(3 * second["usage"]["total_tokens"] / 2000, abs=0.005),
    }


def test_no_reply_costs_more_than_was_reserved(client: httpx.Client, server: SmallEmulator) -> None:
    reply = client.post(COMPLETIONS, json=chat("x" * 20_000, model="chatterbox")).json()
    assert reply["credits"] == {"reserved": 0.5, "final": 0.5}
    assert server.credits == 999.5


@pytest.mark.parametrize("path", REPLIES)
def test_too_few_credits_leave_no_trace(start: StartEmulator, path: str) -> None:
    server = start(credits=2)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}, verify=False) as client:
        assert_error(client.post(path, json=chat()), 402, "insufficient_credits", "3 credits", "2 are left")
        assert client.get(SESSIONS).json()["data"] == []
        assert client.post(path, json=chat(model="chatterbox")).status_code == 200
    assert len(server.ledger) == 3


def test_an_idempotency_key_repeats_the_reply(client: httpx.Client, server: SmallEmulator) -> None:
    headers = {"Idempotency-Key": "chat-turn-001"}
    first = client.post(COMPLETIONS, json=chat(), headers=headers)
    left = server.credits
    again = client.post(COMPLETIONS, json=chat(), headers=headers)
    assert (again.content, server.credits) == (first.content, left)
    session = client.get(f"{SESSIONS}/{first.json()['session_id']}").json()
    assert session["message_count"] == 2
    assert_error(client.post(COMPLETIONS, json=chat("Other"), headers=headers), 409, "idempotency_conflict")


def test_a_refused_message_leaves_its_key_free(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "chat-turn-002"}
    refused = client.post(COMPLETIONS, json=chat(session_id="session_0"), headers=headers)
    assert_error(refused, 409, "chat_session_conflict")
    assert client.post(COMPLETIONS, json=chat(), headers=headers).status_code == 200


def test_sessions_outlive_the_process(start: StartEmulator, tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with SmallEmulator(state=state) as server:
        headers = {"Authorization": f"Bearer {server.key}"}
        first = httpx.post(f"{server.url}{COMPLETIONS}", json=chat("Remember me"), headers=headers).json()
    server = start(state=state)
    body = chat("Who am I?", session_id=first["session_id"])
    again = httpx.post(f"{server.url}{COMPLETIONS}", json=body, headers=headers).json()
    assert "Before that you said: Remember me" in again["message"]["content"]


def test_events_arrive_one_by_one(client: httpx.Client) -> None:
    """The first piece is there long before a slow reader has taken the last one."""
    with client.stream("POST", STREAM, json=chat("word " * 4000)) as response:
        chunks = response.iter_raw()
        first = next(chunks)
        assert first.startswith(b"event: message.delta\ndata: {")
        assert b"[DONE]" not in first
        assert b"".join(chunks).endswith(b"data: [DONE]\n\n")
