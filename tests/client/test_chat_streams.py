"""Streamed replies: events, their end, early stops and interruptions, in both clients and over both HTTP libraries."""

from __future__ import annotations

import asyncio
import gc
import json
import pickle
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from harness import KEY, AsyncHarness, Harness, Step, failure, uploaded
from runtime._core.messages import Response, value_at
from runtime.chat.events import ChatEvent
from runtime.errors import (
    BadRequestError,
    ConfigurationError,
    ConnectionFailedError,
    RateLimitError,
    RivyaError,
    StreamInterruptedError,
    SubmissionUncertainError,
    UnexpectedResponseError,
    ValidationError,
)
from samples import PNG

DONE = {
    "id": "chatcmpl_1",
    "session_id": "session_1",
    "message": {"role": "assistant", "content": "Hello."},
    "usage": {"total_tokens": 12},
    "credits": {"reserved": 3, "final": 2},
}


CAT = 'data: {"delta": "貓 🐈"}\n\n'.encode()


def sse(data: object, event: str = "", event_id: str = "") -> bytes:
    """Return an event as the standard writes it."""
    fields = {"id": event_id, "event": event, "data": data if isinstance(data, str) else json.dumps(data)}
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value).encode() + b"\n"


class Body:
    """A body that comes in chunks, may break off, and knows whether it was closed."""

    def __init__(self, *chunks: bytes | BaseException) -> None:
        self.chunks = chunks
        self.read = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.read += 1
            if isinstance(chunk, BaseException):
                raise chunk
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            await asyncio.sleep(0)
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def streamed(harness: Harness, body: Body, **headers: str) -> Step:
    """Return an answer with a body that is streamed, in the library under test."""
    library = harness.library
    body.chunks = tuple(harness.translated(one) if isinstance(one, Exception) else one for one in body.chunks)
    kind = type("Stream", (Body, library.SyncByteStream, library.AsyncByteStream), {})
    stream = kind.__new__(kind)
    stream.__dict__ = body.__dict__
    named = {"content-type": "text/event-stream"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _request: library.Response(200, headers=named, stream=stream)


def read(stream: Any, most: int | None = None, then: Callable[[], object] | None = None) -> list[ChatEvent]:
    """Iterate over a stream of either client, at most so many events, and leave the loop."""
    found: list[ChatEvent] = []
    if hasattr(stream, "__iter__"):
        for event in stream:
            found.append(event)
            if len(found) == most:
                if then is not None:
                    then()
                break
        return found

    async def iterate() -> None:
        async for event in stream:
            found.append(event)
            if len(found) == most:
                if then is not None:
                    then()
                break

    asyncio.run(iterate())
    return found


def enter(stream: Any, block: Callable[[Any], list[ChatEvent]] | None = None) -> Any:
    """Read a stream inside `with`, or leave the block at once."""
    if hasattr(stream, "__enter__"):
        with stream:
            return list(stream) if block is None else block(stream)

    async def inside() -> Any:
        async with stream:
            return [event async for event in stream] if block is None else block(stream)

    return asyncio.run(inside())


# --- To the end -------------------------------------------------------------------------------------------------------


def test_a_stream(harness: Harness) -> None:
    body = Body(
        b": welcome\n\n",
        sse({"delta": "Hel"}, "message.delta", "1"),
        sse({"delta": "lo."}),
        sse(DONE, "done"),
        sse("[DONE]"),
    )
    client = harness.script(streamed(harness, body)).client()
    stream = client.every.chatter.stream("Hi")
    assert harness.sent == []
    events = enter(stream)
    assert [(event.event, event.id, event.text) for event in events] == [
        ("message.delta", "1", "Hel"),
        ("message", "1", "lo."),
        ("done", "1", ""),
    ]
    assert events[0].json() == {"delta": "Hel"}
    assert body.closed
    assert harness.call(stream.text()) == "Hello."
    reply = stream.reply
    assert (reply.text, reply.id, reply.session_id) == ("Hello.", "chatcmpl_1", "session_1")
    assert (reply.usage.total_tokens, reply.credits.final) == (12, 2)
    assert reply.session.id == "session_1"
    assert reply.http_response.status == 200
    sent = harness.sent[0]
    assert (sent.method, sent.url) == ("POST", "https://api.acme.test/v1/chat/stream")
    assert sent.json == {"model": "chatter", "message": "Hi"}
    assert sent.headers["accept"] == "text/event-stream"
    assert "idempotency-key" not in sent.headers
    assert read(stream) == []


@pytest.mark.parametrize(
    ("chunks", "text"),
    [
        ((sse({"delta": "Hi"}), sse("[DONE]"), sse({"delta": "late"})), "Hi"),
        ((sse({"delta": "Hi"}), sse({"ok": True}, "done")), "Hi"),
        ((sse({"delta": "Hi"}),), "Hi"),
        ((sse({"delta": "Hi"}), b"data: [DONE]"), "Hi"),
        ((sse({"delta": "Hi"}), b"event: done\n"), "Hi"),
        ((sse({"delta": "Hi"}), sse({"delta": "!"}, "done")), "Hi!"),
        ((sse({"delta": "Hi"}), sse({"delta": "Hi"}, "done")), "Hi"),
        ((sse({"choices": [{"delta": {"content": "Hi"}}]}), sse({"choices": []})), "Hi"),
        ((sse(DONE, "done"),), "Hello."),
        ((sse("ping"), sse({"type": "start"}), sse({"delta": "Hi"})), "Hi"),
        ((b'\xef\xbb\xbfdata: {"delta":\r\ndata: "Hi"}\r\n\r\n',), "Hi"),
        ((CAT[:-7], CAT[-7:]), "貓 🐈"),
        (tuple(bytes([byte]) for byte in 'data: {"delta": "貓"}\n\n'.encode()), "貓"),
    ],
    ids=[
        "end data",
        "end event",
        "end of the body",
        "end data without its last lines",
        "end event without data",
        "a last piece in the end event",
        "the whole again in the end event",
        "another path",
        "only the whole",
        "events without text",
        "several lines",
        "split in a code point",
        "byte by byte",
    ],
)
def test_the_text_of_a_stream(harness: Harness, chunks: tuple[bytes, ...], text: str) -> None:
    body = Body(*chunks)
    client = harness.script(streamed(harness, body)).client()
    stream = client.every.chatter.stream("Hi")
    assert harness.call(stream.text()) == text
    assert stream.reply.text == text
    assert body.closed


def test_the_encoding_is_that_of_the_standard(harness: Harness) -> None:
    body = Body('data: {"delta": "貓"}\n\n'.encode())
    client = harness.script(streamed(harness, body, content_type="text/event-stream; charset=latin-1")).client()
    assert harness.call(client.every.chatter.stream("Hi").text()) == "貓"


def test_fields_that_mean_something_else_do_no_harm(harness: Harness) -> None:
    body = Body(sse({"delta": "Hi", "usage": "little", "session_id": 5, "message": "text"}))
    client = harness.script(streamed(harness, body)).client()
    stream = client.every.chatter.stream("Hi")
    harness.call(stream.text())
    assert (stream.reply.text, stream.reply.usage) == ("Hi", None)
    assert stream.reply.raw["usage"] == "little"


def test_a_session_and_a_model_by_its_id_stream_too(harness: Harness) -> None:
    bodies = [Body(sse({"delta": "Hi"})), Body(sse({"delta": "Ho"}))]
    client = harness.script(streamed(harness, bodies[0]), uploaded(), streamed(harness, bodies[1])).client()
    stream = client.chat.session("session_1", model="chatter").stream("More", reasoning_effort="low")
    assert harness.call(stream.text()) == "Hi"
    assert harness.sent[0].json == {
        "model": "chatter",
        "message": "More",
        "session_id": "session_1",
        "reasoning_effort": "low",
    }
    stream = client.chat.stream(model="newest", message="Who?", attachments=PNG)
    assert harness.call(stream.text()) == "Ho"
    assert harness.sent[2].json == {"model": "newest", "message": "Who?", "attachments": [{"file_id": "file_1"}]}


# --- Stopped early ----------------------------------------------------------------------------------------------------


def endless() -> Body:
    return Body(*[sse({"delta": f"{number} "}) for number in range(1000)])


def test_breaking_out_of_the_loop(harness: Harness) -> None:
    body = endless()
    client = harness.script(streamed(harness, body)).client()
    stream = client.every.chatter.stream("Count")
    assert [event.text for event in read(stream, 2)] == ["0 ", "1 "]
    gc.collect()
    assert body.closed
    assert body.read <= 3
    assert stream.text_so_far == "0 1 "
    assert harness.call(stream.text()) == "0 1 "
    with pytest.raises(RivyaError, match="end of the stream"):
        _ = stream.reply


def test_an_exception_of_the_consumer(harness: Harness) -> None:
    body = endless()
    client = harness.script(streamed(harness, body)).client()

    def fail() -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        read(client.every.chatter.stream("Count"), 2, fail)
    gc.collect()
    assert body.closed


def test_leaving_the_block_without_reading(harness: Harness) -> None:
    body = endless()
    client = harness.script(streamed(harness, body)).client()
    stream = client.every.chatter.stream("Count")
    assert enter(stream, lambda _: []) == []
    assert body.closed
    assert body.read == 0
    assert len(harness.sent) == 1


def test_closing_inside_the_loop(harness: Harness) -> None:
    body = endless()
    client = harness.script(streamed(harness, body)).client()
    stream = client.every.chatter.stream("Count")
    if hasattr(stream, "close"):
        found = []
        for event in stream:
            found.append(event)
            stream.close()
    else:

        async def iterate() -> list[ChatEvent]:
            found = []
            async for event in stream:
                found.append(event)
                await stream.aclose()
            return found

        found = asyncio.run(iterate())
    assert len(found) == 1
    assert body.closed


def test_a_stream_that_is_never_used_sends_nothing(harness: Harness) -> None:
    client = harness.client()
    stream = client.every.chatter.stream("Hi")
    assert "chatter" in repr(stream)
    del stream
    gc.collect()
    assert harness.sent == []


def test_cancelling_the_reader() -> None:
    harness = AsyncHarness()
    never = asyncio.Event()

    class Waiting(Body, httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield sse({"delta": "Hi"})
            await never.wait()

    body = Waiting()
    client = harness.script(
        lambda _request: httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=body)
    ).client()

    async def story() -> None:
        task = asyncio.create_task(client.every.chatter.stream("Hi").text())
        for _ in range(10):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(story())
    assert body.closed


# --- Interrupted ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end",
    [
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
        httpx.ReadError("reset"),
        httpx.ReadTimeout("silent"),
        b'data: {"delta": "lo',
        b'data: {"delta": "lo."}\n',
    ],
    ids=["truncated", "reset", "silent", "within an event", "before the end of an event"],
)
def test_a_stream_that_breaks_off(harness: Harness, end: bytes | Exception) -> None:
    body = Body(sse({"delta": "Hel", "session_id": "session_1"}), end)
    client = harness.script(streamed(harness, body)).client()
    stream = client.every.chatter.stream("Hi")
    with pytest.raises(StreamInterruptedError, match="broke off") as caught:
        read(stream)
    assert caught.value.text.startswith("Hel")
    assert (caught.value.session_id, caught.value.code) == ("session_1", None)
    assert body.closed
    assert len(harness.sent) == 1, "a message must not be sent twice"
    with pytest.raises(RivyaError, match="end of the stream"):
        _ = stream.reply


def test_an_empty_stream(harness: Harness) -> None:
    client = harness.script(streamed(harness, Body(b": hello\n\n"))).client()
    with pytest.raises(StreamInterruptedError, match="before its first event"):
        read(client.every.chatter.stream("Hi"))


@pytest.mark.parametrize(
    ("event", "code", "message"),
    [
        (
            sse({"error": {"code": "rate_limited", "message": "Slow down", "requestId": "req_1"}}),
            "rate_limited",
            "Slow",
        ),
        (sse({"error": {"code": "new_code", "message": "Oh"}}, "error"), "new_code", "Oh"),
        (sse("it broke", "error"), None, "it broke"),
        (sse(f"key {KEY}", "error"), None, "key \\[API key\\]"),
        (sse({"error": {"code": KEY, "message": f"{'x' * 490}{KEY}"}}), "[API key]", r"x\[API key\]"),
    ],
    ids=["the documented error object", "an unknown code", "plain text", "a quoted key", "a key that would be cut"],
)
def test_an_error_in_the_stream(harness: Harness, event: bytes, code: str | None, message: str) -> None:
    body = Body(sse({"delta": "Hel"}), event, sse({"delta": "lo."}))
    client = harness.script(streamed(harness, body)).client()
    with pytest.raises(StreamInterruptedError, match=message) as caught:
        read(client.every.chatter.stream("Hi"))
    assert (caught.value.text, caught.value.code) == ("Hel", code)
    assert KEY not in str(caught.value)
    assert body.closed


def test_no_stream_keeps_the_key(harness: Harness) -> None:
    deltas = ["It is ", KEY[:9], KEY[9:], f" or {KEY.encode().hex()}."]
    ending = sse({"id": f"chat_{KEY}", "usage": {"note": KEY}}, KEY)
    client = harness.script(streamed(harness, Body(*(sse({"delta": one}) for one in deltas), ending))).client()
    stream = client.every.chatter.stream("Which key?")
    events = read(stream)
    assert stream.text_so_far == stream.reply.text == "It is [API key] or [API key]."
    for told in (repr(events), repr(stream.reply.raw), repr(pickle.dumps(stream.reply)), repr(stream.reply.usage)):
        assert KEY not in told
    assert pickle.loads(pickle.dumps(stream.reply)).text == stream.reply.text


def test_a_session_that_quotes_the_key_is_refused(harness: Harness) -> None:
    body = Body(sse({"delta": "Hel"}), sse({"session_id": f"sess_{KEY}"}), sse({"delta": "lo."}))
    client = harness.script(streamed(harness, body)).client()
    with pytest.raises(StreamInterruptedError, match="the API key is quoted in session_id") as caught:
        read(client.every.chatter.stream("Hi"))
    assert (caught.value.text, caught.value.session_id) == ("Hel", None)
    assert body.closed


# --- Before the stream ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "raised", "sent"),
    [
        ((failure(400, "validation_failed"),), BadRequestError, 1),
        ((failure(429, "rate_limited"),) * 3, RateLimitError, 3),
        ((httpx.ConnectError("refused"),) * 3, ConnectionFailedError, 3),
        ((httpx.RemoteProtocolError("lost"),), SubmissionUncertainError, 1),
        ((failure(502),), SubmissionUncertainError, 1),
        ((httpx.Response(200, html="<p>Log in</p>"),), UnexpectedResponseError, 1),
        ((httpx.Response(200, json=DONE),), UnexpectedResponseError, 1),
    ],
    ids=["refused", "always 429", "no connection", "lost", "502 of a proxy", "a page", "not streamed"],
)
def test_no_stream_begins(harness: Harness, steps: tuple[Step, ...], raised: type[RivyaError], sent: int) -> None:
    client = harness.script(*steps).client()
    with pytest.raises(RivyaError) as caught:
        read(client.every.chatter.stream("Hi"))
    assert type(caught.value) is raised
    assert len(harness.sent) == sent
    if isinstance(caught.value, SubmissionUncertainError):
        assert caught.value.idempotency_key is None
        assert "look before you repeat it" in str(caught.value)
        with pytest.raises(ConfigurationError, match="may do it twice"):
            caught.value.repeat()
    if isinstance(caught.value, UnexpectedResponseError):
        assert "not a stream of events" in str(caught.value)
        assert caught.value.body


def test_opening_is_tried_again_where_nothing_was_begun(harness: Harness) -> None:
    body = Body(sse({"delta": "Hi"}))
    client = harness.script(
        httpx.ConnectError("refused"), failure(503, "switched_off"), streamed(harness, body)
    ).client()
    assert harness.call(client.every.chatter.stream("Hi").text()) == "Hi"
    assert harness.sleeps == [0.5, 1.0]


def test_a_stream_is_checked_like_a_message(harness: Harness) -> None:
    client = harness.client()
    with pytest.raises(ValidationError, match="at most 20"):
        read(client.every.chatter.stream("x" * 21))
    with pytest.raises(ConfigurationError, match="idempotency_key"):
        read(client.every.chatter.stream("Hi", idempotency_key="k-1"))
    assert harness.sent == []


def test_streams_count_against_a_budget(harness: Harness) -> None:
    whole, broken = Body(sse({"delta": "Hi"}), sse(DONE, "done")), Body(sse({"delta": "Hi"}), httpx.ReadError("reset"))
    client = harness.script(streamed(harness, whole), streamed(harness, broken)).client(max_credits=9)
    (budget,) = client.budgets
    read(client.every.chatter.stream("Hi"))
    assert (budget.spent, budget.reserved) == (2, 0)
    with pytest.raises(StreamInterruptedError):
        read(client.every.chatter.stream("Hi"))
    assert (budget.spent, budget.reserved) == (5, 0)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", {"b": [1, {"c": "x"}]}),
        ("a.b.1.c", "x"),
        ("a.b.2", None),
        ("a.b.x", None),
        ("a.c", None),
        ("a.b.1.c.0", None),
    ],
)
def test_values_at_paths(path: str, found: object) -> None:
    assert value_at({"a": {"b": [1, {"c": "x"}]}}, path) == found


# --- Who watches, and who cuts short ----------------------------------------------------------------------------------


def test_a_hook_sees_the_head_of_a_stream_and_nothing_to_read(harness: Harness) -> None:
    seen: list[Any] = []
    body = Body(sse({"delta": "Hi"}), sse("[DONE]"))
    client = harness.script(streamed(harness, body, x_request_id="req_1")).client(on_response=seen.append)
    assert harness.call(client.every.chatter.stream("Hi").text()) == "Hi"
    (outcome,) = seen
    assert type(outcome.response) is Response
    assert (outcome.response.status, outcome.response.body, outcome.response.request_id) == (200, b"", "req_1")
    assert not hasattr(outcome.response, "stream")


@pytest.mark.parametrize("cut_short", [KeyboardInterrupt, asyncio.CancelledError, SystemExit])
def test_what_cuts_a_stream_short_shows_no_frame_of_the_library(harness: Harness, cut_short: Any) -> None:
    async def unbroken(stream: Any) -> BaseException:
        try:
            async for _ in stream:
                pass
        except BaseException as error:
            return error
        raise AssertionError

    body = Body(sse({"delta": "Hi"}), cut_short())
    stream = harness.script(streamed(harness, body)).client().every.chatter.stream("Hi")
    if isinstance(harness, AsyncHarness):
        raised = asyncio.run(unbroken(stream))
    else:
        with pytest.raises(cut_short) as caught:
            list(stream)
        raised = caught.value
    assert type(raised) is cut_short
    modules = [str(frame.f_globals["__name__"]) for frame, _ in traceback.walk_tb(raised.__traceback__)]
    assert harness.library.__name__ not in {name.partition(".")[0] for name in modules}
    assert (stream.text_so_far, body.closed) == ("Hi", True)
