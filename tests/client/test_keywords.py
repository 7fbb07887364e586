"""What stands in the wrong place gets the right advice, in the words of the call that it stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from acme._platform import PLATFORM
from acme.models import speaker
from harness import Harness
from runtime._spec.schema import Field, Parameters
from runtime._validation.request import check_request
from runtime._validation.wire_values import wire_values
from runtime.errors import ValidationError

Call = Callable[[Any], Any]
RAW = {"model": "painter", "prompt": "a"}
TALK = {"model": "chatter", "message": "a"}

ADVICE: list[tuple[Call, str]] = [
    # Beside the JSON of a request.
    (lambda c: c.generations.create(RAW, count=5), "count: in the wrong place: put it into params of the request"),
    (
        lambda c: c.generations.create(RAW, aspect_ratio="1:1"),
        'aspect_ratio: in the wrong place: put it into params of the request, as "aspectRatio"',
    ),
    (
        lambda c: c.generations.create(RAW, references=["a.png"]),
        'references: in the wrong place: put it into params of the request, as "referenceMediaItems"',
    ),
    (lambda c: c.generations.create(RAW, prompt="b"), "prompt: in the wrong place: put it into the request"),
    (lambda c: c.generations.create(RAW, model="b"), "model: in the wrong place: put it into the request"),
    (lambda c: c.generations.create(RAW, params={}), "params: in the wrong place: put it into the request"),
    (lambda c: c.generations.create(RAW, refernces=[]), '(did you mean "references"?)'),
    (lambda c: c.generations.create(RAW, refernces=[]), "parameters of the model belong in params of the request"),
    (lambda c: c.generations.create(RAW, tmeout=5), 'tmeout: not an option of this call (did you mean "timeout"?)'),
    (lambda c: c.generations.create({"model": "newer"}, size=5), "size: not an option of this call; options: "),
    (
        lambda c: c.chat.create(TALK, reasoning_effort="low"),
        "reasoning_effort: in the wrong place: put it into the request",
    ),
    (lambda c: c.chat.create(TALK, message="b"), "message: in the wrong place: put it into the request"),
    # In the JSON of a request.
    (
        lambda c: c.generations.create({**RAW, "count": 2}),
        "count: in the wrong place: put it into params of the request",
    ),
    (
        lambda c: c.generations.create({**RAW, "params": {"prompt": "b"}}),
        "params.prompt: in the wrong place: put it into the",
    ),
    # In a call of a model's own method.
    (lambda c: c.every.painter.create("a", refernces=[]), '(did you mean "references"?)'),
    (lambda c: c.every.painter.create("a", aspectRatio="1:1"), '(did you mean "aspect_ratio"?)'),
    (lambda c: c.every.painter.create("a", referenceMediaItems=[]), '(did you mean "references"?)'),
    (lambda c: c.every.painter.create("a", model="painter"), "model: this method calls Painter: leave it out"),
    (
        lambda c: c.every.painter.create("a", params={"count": 5}),
        "params: this method takes each parameter as a keyword",
    ),
    (lambda c: c.every.chatter.send("a", prompt="b"), '(did you mean "message"?)'),
    (lambda c: c.every.chatter.send("a", references="b"), '(did you mean "attachments"?)'),
    (
        lambda c: c.chat.send("a", model="newer", refernces="b"),
        'refernces: newer has no such parameter (did you mean "attachments"?)',
    ),
    (lambda c: c.chat.send("a", model="newer", web_search=True), '(did you mean "enable_web_search"?)'),
    (lambda c: c.chat.session("s", model="newer").send("a", web_search=True), '(did you mean "enable_web_search"?)'),
]


@pytest.mark.parametrize(("call", "said"), ADVICE)
def test_the_advice_fits_the_place(harness: Harness, call: Call, said: str) -> None:
    with pytest.raises(ValidationError) as raised:
        harness.call(call(harness.client()))
    assert said in str(raised.value)
    assert not any("{" in problem.message("zh-Hant") for problem in raised.value.problems)
    assert harness.sent == []


PYTHON: list[tuple[Call, str]] = [
    (lambda e: e.painter.create("a", enable_pro="yes"), 'enable_pro: expected True or False, not "yes"'),
    (lambda e: e.painter.create("a", enable_pro=1), "enable_pro: expected True or False, not 1"),
    (lambda e: e.speaker.create(voice="ada", dialogue=["hi"]), 'dialogue[0]: "hi" is not a dictionary'),
    (lambda e: e.speaker.create(voice="ada", dialogue=[{"voice": "bub"}]), "dialogue[0].voice: "),
    (lambda e: e.speaker.create(voice=None), 'voice: required, but not given; allowed: "ada", "bob"'),
    (lambda e: e.painter.create("a", aspect_ratio="16:9"), 'count: needed when aspect_ratio is "16:9"'),
    (
        lambda e: e.painter.create("a", aspect_ratio="1:1", count=4),
        "aspect_ratio: not allowed when no references are given and count is 4",
    ),
    (lambda e: e.painter.create(5), "prompt: 5 is not a string"),
]
WIRE: list[tuple[dict[str, Any], str]] = [
    ({"enable_pro": True}, 'params.enable_pro: true is not an option (did you mean "true"?); allowed: "false", "true"'),
    ({"aspectRatio": "16:9"}, 'params.count: needed when params.aspectRatio is "16:9"'),
    ({"count": "3"}, 'params.count: "3" is not an integer'),
]


@pytest.mark.parametrize(("call", "said"), PYTHON)
def test_calls_of_python_speak_python(harness: Harness, call: Call, said: str) -> None:
    with pytest.raises(ValidationError) as raised:
        harness.call(call(harness.client().every))
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"loop": "true"}, 'loop: expected True or False, not "true"'),
        ({"negativeText": True}, "negative: True is not a string"),
        ({"image_url": "x"}, 'image: "x" is not an http(s) address'),
    ],
)
def test_arguments_have_the_names_of_python(params: dict[str, Any], said: str) -> None:
    request = {"model": "speaker", "params": {"voice": "ada", **params}}
    (problem,) = check_request(speaker.MODEL, request, PLATFORM, python=True)
    assert problem.message() == said


@pytest.mark.parametrize(("params", "said"), WIRE)
def test_requests_in_json_speak_json(harness: Harness, params: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as raised:
        harness.call(harness.client().generations.create({**RAW, "params": params}))
    assert str(raised.value).startswith(said)


class ClipParams(Parameters):
    """Selects of digits, and of other things."""

    duration: Annotated[Literal["5", "10", "auto"] | None, Field(alias="duration")] = None
    version: Annotated[Literal["7", "6.1", "6", "niji6"] | None, Field(alias="version")] = None
    padded: Annotated[Literal["05", "5.0", "1e3"] | None, Field(alias="padded")] = None
    sound: Annotated[Literal["true", "false", "auto"] | None, Field(alias="sound")] = None


@pytest.mark.parametrize(
    ("key", "value", "sent"),
    [
        ("duration", 5, "5"),
        ("duration", 10.0, "10"),
        ("duration", "5", "5"),
        ("duration", 6, 6),
        ("duration", True, True),
        ("duration", 10**400, 10**400),
        ("duration", float("inf"), float("inf")),
        ("version", 6.1, "6.1"),
        ("version", 6.1 + 1e-15, "6.1"),
        ("version", 6, "6"),
        ("version", 7.0, "7"),
        ("padded", 5, 5),
        ("padded", 5.0, "5.0"),
        ("padded", 1000, 1000),
        ("sound", False, "false"),
        ("sound", 0, 0),
    ],
)
def test_a_select_of_digits_takes_the_number(key: str, value: object, sent: object) -> None:
    assert wire_values(ClipParams, {key: value}, python=True) == {key: sent}
    assert wire_values(ClipParams, {key: "5"}, python=False) == {key: "5"}
    assert wire_values(ClipParams, {"duration": 5}, python=False) == {"duration": 5}


def test_entries_of_a_list_are_read_like_parameters() -> None:
    class Show(Parameters):
        clips: list[ClipParams] | None = None

    sent = wire_values(Show, {"clips": [{"duration": 5, "sound": True}]}, python=True)
    assert sent == {"clips": [{"duration": "5", "sound": "true"}]}
