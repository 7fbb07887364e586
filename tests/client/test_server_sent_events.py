"""Server-sent events: the grammar of the standard, in whatever pieces the bytes arrive; httpx-sse reads the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

import pytest
from httpx_sse import EventSource
from hypothesis import given
from hypothesis import strategies as st
from runtime._transport.server_sent_events import EventDecoder

Read = list[tuple[str, str, str]]


def decode(*chunks: bytes) -> Read:
    decoder = EventDecoder()
    return [(event.event, event.data, event.id) for chunk in chunks for event in decoder.feed(chunk)]


def one_byte_at_a_time(stream: bytes) -> Iterator[bytes]:
    return (stream[place : place + 1] for place in range(len(stream)))


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        ("data: a\n\n", [("message", "a", "")]),
        ("data:a\n\n", [("message", "a", "")]),
        ("data:  a \n\n", [("message", " a ", "")]),
        ("data: a\r\rdata: b\r\n\r\ndata: c\n\r", [("message", "a", ""), ("message", "b", ""), ("message", "c", "")]),
        ("data: a\r\n\ndata: b\n\n", [("message", "a", ""), ("message", "b", "")]),
        ("data: a\ndata\ndata: b\n\n", [("message", "a\n\nb", "")]),
        ("data\n\n", [("message", "", "")]),
        ("data: a: b\n\n", [("message", "a: b", "")]),
        (": nothing\n:\n\n\n\ndata: a\n: more\n\n", [("message", "a", "")]),
        ("event: x\n\ndata: a\n\n", [("message", "a", "")]),
        ("event: x\nevent: y\ndata: a\n\ndata: b\n\n", [("y", "a", ""), ("message", "b", "")]),
        ("event: x\nevent\ndata: a\n\n", [("message", "a", "")]),
        ("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", [("message", "a", "1"), ("message", "b", "1"), ("message", "c", "")]),
        ("id: 1\n\ndata: a\n\n", [("message", "a", "1")]),
        ("id: 1\nid: 2\0\ndata: a\n\n", [("message", "a", "1")]),
        ("retry: 5\nnever: heard\nDATA: a\n data: b\ndata: c\n\n", [("message", "c", "")]),
        ("\ufeffdata: a\n\n\ufeffdata: b\n\n", [("message", "a", "")]),
        ("data: a\u2028b\x85c\x0bd\x1ce\n\n", [("message", "a\u2028b\x85c\x0bd\x1ce", "")]),
        ("data: 貓 🐈\n\n", [("message", "貓 🐈", "")]),
        ("data: a", []),
        ("data: a\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_the_grammar(stream: str, events: Read) -> None:
    encoded = stream.encode()
    assert decode(encoded) == events
    assert decode(*one_byte_at_a_time(encoded)) == events
    for place in range(len(encoded)):
        assert decode(encoded[:place], b"", encoded[place:]) == events


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert decode(b"data: \xff\xe8\n\n") == [("message", "\ufffd\ufffd", "")]


@pytest.mark.parametrize("end", ["\n\n", "\r\r", "\r\n\r", "\r\n\r\n"])
def test_an_event_is_there_with_its_last_byte(end: str) -> None:
    *before, last = one_byte_at_a_time(f"data: a{end}".removesuffix("\n" if end == "\r\n\r\n" else "").encode())
    decoder = EventDecoder()
    assert not [event for chunk in before for event in decoder.feed(chunk)]
    assert [event.data for event in decoder.feed(last)] == ["a"]


@pytest.mark.parametrize(
    ("stream", "left"),
    [
        ("data: a\n\n", None),
        ("data: a\r\n\r", None),
        ("", None),
        (": a comment", None),
        ("data: a", ("message", "a")),
        ("data: a\n", ("message", "a")),
        ("data: a\ndata: 貓", ("message", "a\n貓")),
        ("data: a\n\nevent: x\n", ("x", "")),
    ],
)
def test_what_is_left_at_the_end(stream: str, left: tuple[str, str] | None) -> None:
    decoder = EventDecoder()
    for chunk in one_byte_at_a_time(stream.encode()):
        decoder.feed(chunk)
    found = decoder.finish()
    assert (found and (found.event, found.data)) == left


def test_a_code_point_that_was_cut_at_the_end() -> None:
    decoder = EventDecoder()
    decoder.feed("data: 貓".encode()[:-1])
    found = decoder.finish()
    assert found is not None
    assert found.data == "\ufffd"


class Text:
    """What httpx-sse reads of a response: its text, in one piece."""

    def __init__(self, stream: bytes) -> None:
        self.headers = {"content-type": "text/event-stream"}
        self._text = stream.decode("utf-8-sig", "replace")

    def iter_text(self) -> Iterator[str]:
        yield self._text


FIELDS = st.sampled_from(["data", "event", "id", "retry", "", "other"])
VALUES = st.text("ab 1:\0\u2028\x85貓🐈\ufeff", max_size=6)
LINES = st.tuples(FIELDS, st.sampled_from(["", ":", ": "]), VALUES).map("".join)
ENDS = st.sampled_from(["\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n"])
STREAMS = st.tuples(
    st.sampled_from(["", "\ufeff"]), st.lists(st.tuples(LINES, ENDS).map("".join), max_size=12).map("".join)
).map(lambda parts: "".join(parts).encode())


@given(stream=STREAMS | st.binary(max_size=40), data=st.data())
def test_the_events_with_data_are_those_of_httpx_sse(stream: bytes, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(stream)), max_size=len(stream)))
    cuts = [0, *sorted(places), len(stream)]
    chunks = [stream[start:end] for start, end in pairwise(cuts)]
    read = [
        (event.event, event.data, event.id) for event in EventSource(cast("Any", Text(stream))).iter_sse() if event.data
    ]
    assert [event for event in decode(*chunks) if event[1]] == read
