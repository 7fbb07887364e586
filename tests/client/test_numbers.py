"""Numbers of every kind are sent as the number they stand for, or refused under the name of their parameter."""

from __future__ import annotations

import json
import math
import numbers
import re
from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

import pytest
from acme.models import painter, speaker
from harness import Harness, task
from runtime._core.numbers_as_json import plain_number
from runtime._spec.findings import Findings
from runtime._spec.schema import Parameters
from runtime._validation.parameters import check_parameters
from runtime._validation.wire_values import wire_values
from runtime.errors import ConfigurationError, ValidationError
from runtime.options import PollPolicy, RetryPolicy, SizeLimits, Timeouts


class Scalar:
    """A number of an array library: no `int` and no `float`, with the digits of its own width."""

    shape = ()

    def __init__(self, value: Any, digits: str = "") -> None:
        self.value, self.digits = value, digits or str(value)

    def item(self) -> Any:
        return self.value

    def __str__(self) -> str:
        return self.digits


class Int64(Scalar):
    def __index__(self) -> int:
        return int(self.value)


class Float32(Scalar):
    def __float__(self) -> float:
        return float(self.value)


class Float64(float):
    def __repr__(self) -> str:
        return f"np.float64({float(self)})"


class Index:
    def __index__(self) -> int:
        return 3


class Floating:
    def __float__(self) -> float:
        return 0.75


class Several(Scalar):
    shape = (2,)  # type: ignore[assignment]

    def __len__(self) -> int:
        return 2

    def __float__(self) -> float:
        raise TypeError("only one number can be converted")


class Level(IntEnum):
    HIGH = 3


numbers.Integral.register(Int64)
numbers.Real.register(Float32)

STANDS_FOR: list[tuple[object, float]] = [
    (3, 3),
    (2.5, 2.5),
    (Int64(3), 3),
    (Float64(0.75), 0.75),
    (Float32(0.10000000149011612, "0.1"), 0.1),
    (Scalar(0.75), 0.75),
    (Scalar(3), 3),
    (Decimal("0.1"), 0.1),
    (Decimal("1E+2"), 100),
    (Fraction(3, 4), 0.75),
    (Fraction(1, 10), 0.1),
    (Fraction(6, 3), 2),
    (Index(), 3),
    (Floating(), 0.75),
    (Level.HIGH, 3),
]
NONE: list[object] = [
    math.nan,
    math.inf,
    Float64("nan"),
    Float32(math.nan),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("1E+999999999"),
    Decimal("1E-999999999"),
    Decimal("0.12345678901234567890123"),
    Fraction(1, 3),
    Fraction(10**400),
    1j,
    "3",
    b"3",
    None,
    Several(3),
    [3],
    object(),
]


@pytest.mark.parametrize(("value", "number"), STANDS_FOR, ids=lambda one: type(one).__name__)
def test_a_number_is_the_one_that_it_stands_for(value: object, number: float) -> None:
    found = plain_number(value)
    assert type(found) in {int, float}
    assert json.loads(json.dumps(found)) == number


@pytest.mark.parametrize("value", NONE, ids=lambda value: type(value).__name__)
def test_what_is_no_number_or_not_exactly_one(value: object) -> None:
    assert plain_number(value) is None


SENT: list[tuple[type[Parameters], str, object, object]] = [
    (painter.PainterParams, "count", 3.0, 3),
    (painter.PainterParams, "count", Int64(3), 3),
    (painter.PainterParams, "count", Float64(3.0), 3),
    (painter.PainterParams, "count", Decimal("3.0"), 3),
    (painter.PainterParams, "count", Fraction(6, 2), 3),
    (painter.PainterParams, "count", 0.1 * 30, 3),
    (painter.PainterParams, "count", 2.5, 2.5),
    (painter.PainterParams, "count", True, True),
    (painter.PainterParams, "count", "3", "3"),
    (speaker.SpeakerParams, "speed", 0.7 + 0.05 * 10, 1.2),
    (speaker.SpeakerParams, "speed", 0.1 + 0.7, 0.8),
    (speaker.SpeakerParams, "speed", 0.30000000000000004, 0.3),
    (speaker.SpeakerParams, "speed", Float32(1.100000023841858, "1.1"), 1.1),
    (speaker.SpeakerParams, "speed", Scalar(1.100000023841858), 1.100000023841858),
    (speaker.SpeakerParams, "speed", 1, 1),
    (speaker.SpeakerParams, "loop", Scalar(True), True),
    (speaker.SpeakerParams, "other", Decimal("1.5"), 1.5),
    (speaker.SpeakerParams, "dialogue", ({"voice": "ada", "n": Int64(5)},), [{"voice": "ada", "n": 5}]),
]


@pytest.mark.parametrize("python", [True, False])
@pytest.mark.parametrize(("owner", "key", "value", "sent"), SENT)
def test_what_is_sent(owner: type[Parameters], key: str, value: object, sent: object, *, python: bool) -> None:
    found = wire_values(owner, {key: value}, python=python)[key]
    assert (type(found), found) == (type(sent), sent)


@pytest.mark.parametrize("value", [0.1234567890123456, 1e-13, 1e300, 123456789.123])
def test_digits_that_are_no_noise_are_kept(value: float) -> None:
    class Free(Parameters):
        weight: float

    assert wire_values(Free, {"weight": value}, python=True) == {"weight": value}


def test_numbers_of_a_call(harness: Harness) -> None:
    client = harness.script(task(), task(), task(), task()).client()
    harness.call(client.every.painter.create("a", count=Int64(3), extra_params={"new": Decimal("1.5"), "n": Int64(7)}))
    harness.call(client.every.speaker.create(voice="ada", speed=Fraction(3, 4)))
    raw = {"model": "painter", "prompt": "a", "params": MappingProxyType({"count": Decimal(3), "aspectRatio": "1:1"})}
    harness.call(client.generations.create(raw))
    harness.call(client.generations.create({"model": "newer", "n": Int64(5), "t": (Fraction(1, 2),)}, validate="off"))
    assert [sent.json.get("params", sent.json) for sent in harness.sent] == [
        {"count": 3, "new": 1.5, "n": 7},
        {"voice": "ada", "speed": 0.75},
        {"count": 3, "aspectRatio": "1:1"},
        {"model": "newer", "n": 5, "t": [0.5]},
    ]


INEXACT: list[tuple[Callable[[Any], Any], str]] = [
    (lambda every: every.speaker.create(voice="ada", speed=math.nan), "speed: NaN is not a finite number"),
    (
        lambda every: every.speaker.create(voice="ada", speed=Fraction(1, 3)),
        "speed: 1/3 is not a number that JSON holds",
    ),
    (lambda every: every.speaker.create(voice="ada", speed=Decimal("0.8" + "1" * 30)), "speed: 0.8"),
    (lambda every: every.speaker.create(voice="ada", speed=1j), "speed: 1j is not a finite number"),
    (lambda every: every.speaker.create(voice="ada", speed=10**30), "speed: 1000000000"),
    (lambda every: every.speaker.create(voice="ada", speed=10**5000), "speed: "),
    (lambda every: every.painter.create("a", count=Decimal("2.5")), "count: 2.5 is not an integer"),
    (lambda every: every.painter.create("a", count=Decimal("Infinity")), "count: Infinity is not an integer"),
    (lambda every: every.painter.create("a", count=True), "count: True is not an integer"),
    (lambda every: every.painter.create("a", count="3"), 'count: "3" is not an integer'),
    (lambda every: every.painter.create("a", count=2**60), "count: .* is above the maximum of 4"),
    (lambda every: every.painter.create("a", count=math.inf, validate="off"), r"count: Infinity is not a number"),
    (
        lambda every: every.speaker.create(voice="ada", speed=Fraction(1, 3), validate="off"),
        "speed: 1/3 is not a number",
    ),
    (lambda every: every.chatter.send("Hi", session_id=5), "session_id: 5 is not a string"),
]


@pytest.mark.parametrize(("call", "message"), INEXACT)
def test_what_json_cannot_hold_names_its_parameter(harness: Harness, call: Callable[[Any], Any], message: str) -> None:
    client = harness.client()
    with pytest.raises(ValidationError, match=f"^{message}") as raised:
        harness.call(call(client.every))
    assert len(raised.value.problems) == 1
    assert raised.value.problems[0].message("zh-Hant")
    assert harness.sent == []


RAW: list[tuple[dict[str, Any], str]] = [
    ({"model": "speaker", "params": {"voice": "ada", "speed": math.nan}}, "params.speed"),
    ({"model": "newer", "params": {"deep": [{"x": Fraction(1, 3)}]}}, "params.deep[0].x"),
    ({"model": "newer", "seed": math.inf}, "seed"),
]


@pytest.mark.parametrize(("request_", "parameter"), RAW)
@pytest.mark.parametrize("mode", ["strict", "warn", "off"])
@pytest.mark.filterwarnings("ignore::runtime.errors.RivyaWarning")
def test_numbers_of_a_pasted_request(harness: Harness, request_: dict[str, Any], parameter: str, mode: str) -> None:
    with pytest.raises(ValidationError) as raised:
        harness.call(harness.client().generations.create(request_, validate=mode))
    assert [problem.parameter for problem in raised.value.problems if problem.parameter != "model"] == [parameter]


def test_whole_numbers_without_a_maximum_have_the_one_of_json() -> None:
    class Free(Parameters):
        seed: int | None = None

    Free(seed=2**53)
    for value in (2**53 + 1, -(2**53) - 1, 2**64):
        with pytest.raises(ValueError, match="inexact"):
            Free(seed=value)


@pytest.mark.parametrize(
    "value",
    [math.nan, -math.inf, Fraction(1, 3), Decimal("1E+5000"), 10**5000, 1j, {1}, b"x", object(), UUID(int=1)],
    ids=lambda value: type(value).__name__,
)
def test_what_json_cannot_hold_is_named_whatever_brings_it(harness: Harness, value: Any) -> None:
    client = harness.client()
    every, extra = client.every, {"new": [value]}
    calls: list[tuple[Callable[[], Any], str]] = [
        (lambda: every.painter.create("a", extra_params=extra), "params.new[0]"),
        (lambda: client.generations.create({"model": "newer", "params": extra}, validate="off"), "params.new[0]"),
        (lambda: every.chatter.send("Hi", extra_params=extra), "new[0]"),
        (lambda: client.chat.create({"model": "newer", **extra}, validate="off"), "new[0]"),
        (lambda: client.chat.send("Hi", model="newer", reasoning_effort=value), "reasoning_effort"),
    ]
    said = "is not a number" if isinstance(value, numbers.Number) else "cannot be written as JSON"
    for call, path in calls:
        with pytest.raises(ValidationError, match=f"^{re.escape(path)}: .* {said}"):
            harness.call(call())
    assert harness.sent == []


def test_what_is_no_name_in_json_and_what_never_ends(harness: Harness) -> None:
    with pytest.raises(ValidationError, match=r"^params\.new\..*cannot be written as JSON"):
        harness.call(harness.client().every.painter.create("a", extra_params={"new": {("a", "b"): 1}}))
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ConfigurationError, match="cannot be written as JSON"):
        harness.call(harness.client().generations.create({"model": "newer", "x": endless}, validate="off"))


# --- Settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "number"), STANDS_FOR, ids=lambda one: type(one).__name__)
def test_settings_take_the_number_that_a_value_stands_for(harness: Harness, value: Any, number: float) -> None:
    client = harness.script(task(), task("succeeded")).client(max_credits=value)
    found = [
        client.budgets[0].limit,
        client.budget(value).limit,
        Timeouts(request=value, upload=value).upload,
        PollPolicy(first=value, deadline=value).deadline,
        RetryPolicy(maximum=value).maximum,
        client.with_options(timeout=value)._transport.settings.timeouts.request,
    ]
    assert [type(one) for one in found] == [type(plain_number(value))] * len(found)
    assert found == [number] * len(found)
    roomy = client.with_options(timeout=1000)
    roomy._transport.settings.budgets[0].limit = 10
    job = harness.call(roomy.every.painter.create("a", timeout=value))
    assert harness.sent[0].timeout["read"] == number
    assert harness.call(job.wait(timeout=value)).done


@pytest.mark.parametrize("value", [3, 3.0, Int64(3), Decimal("3.0"), Fraction(6, 2), Index(), Level.HIGH])
def test_settings_that_count(value: Any) -> None:
    found = (RetryPolicy(attempts=value).attempts, SizeLimits(answer=value).answer, SizeLimits(download=value).download)
    assert [(type(one), one) for one in found] == [(int, 3)] * 3


@pytest.mark.parametrize(
    "value", [True, Scalar(True), Scalar("3"), *NONE[3:6], *NONE[9:]], ids=lambda value: type(value).__name__
)
def test_settings_refuse_what_is_no_number_or_not_exactly_one(harness: Harness, value: Any) -> None:
    client = harness.script(task()).client()
    job = harness.call(client.every.painter.create("a"))
    refused: list[tuple[str, Callable[[], object]]] = [
        ("SizeLimits.answer", lambda: SizeLimits(answer=value)),
        ("RetryPolicy.attempts", lambda: RetryPolicy(attempts=value)),
        ("RetryPolicy.jitter", lambda: RetryPolicy(jitter=value)),
        ("Timeouts.pool", lambda: Timeouts(pool=value)),
    ]
    if value is not None:  # which is what stands for nothing given
        refused += [
            ("PollPolicy.growth", lambda: PollPolicy(growth=value)),
            ("budget", lambda: harness.client(max_credits=value)),
            ("budget", lambda: client.budget(value)),
            ("timeout", lambda: client.with_options(timeout=value)),
            ("timeout", lambda: harness.call(client.every.painter.create("a", timeout=value))),
            ("timeout", lambda: harness.call(job.wait(timeout=value))),
        ]
    for name, call in refused:
        with pytest.raises(ConfigurationError, match=f"^{name} must be .*number"):
            call()
    assert len(harness.sent) == 1


@pytest.mark.parametrize("endless", [math.inf, Float64("inf"), Scalar(math.inf), Decimal("Infinity")])
def test_endless_patience_and_budgets(harness: Harness, endless: Any) -> None:
    assert harness.client(max_credits=endless).budgets[0].remaining == math.inf
    assert PollPolicy(deadline=endless).deadline == math.inf
    for refused in (lambda: Timeouts(request=endless), lambda: RetryPolicy(attempts=endless)):
        with pytest.raises(ConfigurationError):
            refused()


def test_money_is_counted_as_it_is_written(harness: Harness) -> None:
    client = harness.client(max_credits=Decimal("0.1"))
    assert str(client.budgets[0].limit) == "0.1"
    with pytest.raises(
        ConfigurationError,
        match=r"^budget must be a number of credits, at least 0, and one that a float holds exactly, got 0\.10*1",
    ):
        client.budget(Decimal("0.10000000000000000000000001"))


# --- Selects of digits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "advised"),
    [
        (10, "10"),
        (10.0, "10"),
        (Decimal(10), "10"),
        (Decimal("1E+1"), "10"),
        (1.0, "1"),
        (Int64(5), "5"),
        (Fraction(5, 2), "2.5"),
        (11, None),
        (10.5, None),
        (True, None),
        (math.nan, None),
    ],
)
def test_a_pasted_number_for_a_select_is_told_the_option(harness: Harness, value: object, advised: str | None) -> None:
    class Film(Parameters):
        seconds: Literal["1", "2.5", "5", "10"]

    findings = Findings(harness.client()._transport.settings.platform)
    check_parameters(findings, Film, wire_values(Film, {"seconds": value}, python=False), "params")
    (problem,) = findings.problems
    assert ("did you mean" in problem.message()) == (advised is not None)
    assert advised is None or f'did you mean "{advised}"?' in problem.message()


def test_a_request_that_is_too_deep_stays_as_its_caller_wrote_it(harness: Harness) -> None:
    endless: list[object] = []
    endless.append(endless)
    params = {"count": 3.0, "endless": endless}
    request = {"model": "painter", "prompt": "a", "params": params}
    for mode in ("strict", "off"):
        for given in (request, MappingProxyType(request)):
            with pytest.raises((ConfigurationError, ValidationError)):
                harness.call(harness.client().generations.create(given, client_request_id="mine", validate=mode))
    assert request == {"model": "painter", "prompt": "a", "params": params}
    assert type(params["count"]) is float
