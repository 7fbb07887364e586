"""Parameter classes: what they accept, and which problem each mistake becomes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any

import pytest
from acme._messages import MESSAGES
from acme._platform import PLATFORM
from acme.models import painter, speaker
from runtime._core.problems import Problem
from runtime._spec.findings import Findings
from runtime._spec.schema import Maximum, Minimum, Parameters
from runtime._validation.parameters import check_parameters


def problems_of(params: Mapping[str, Any], model: Any = speaker) -> list[Problem]:
    findings = Findings(PLATFORM, model.MODEL)
    check_parameters(findings, model.MODEL.params, params, "params")
    return findings.problems


def spoken(**params: Any) -> dict[str, Any]:
    return {"voice": "ada", **params}


MISTAKES: list[tuple[dict[str, Any], str, str, str]] = [
    ({}, "missing-parameter", "params.voice", 'params.voice: required, but not given; allowed: "ada", "bob"'),
    (
        spoken(sped=1.0),
        "unknown-parameter",
        "params.sped",
        'params.sped: Speaker has no such parameter (did you mean "speed"?); it has: '
        "voice, speed, loop, negativeText, image_url, dialogue",
    ),
    (
        {"voice": "adda"},
        "unknown-option",
        "params.voice",
        'params.voice: "adda" is not an option (did you mean "ada"?); allowed: "ada", "bob"',
    ),
    ({"voice": 7}, "unknown-option", "params.voice", 'params.voice: 7 is not an option; allowed: "ada", "bob"'),
    (
        {"voice": None},
        "null-not-allowed",
        "params.voice",
        'params.voice: null is not allowed here; give a value; allowed: "ada", "bob"',
    ),
    (spoken(speed=None), "null-not-allowed", "params.speed", "params.speed: null is not allowed here; leave it out"),
    (
        spoken(sped=None),
        "unknown-parameter",
        "params.sped",
        'params.sped: Speaker has no such parameter (did you mean "speed"?); it has: '
        "voice, speed, loop, negativeText, image_url, dialogue",
    ),
    (spoken(speed="1"), "wrong-type", "params.speed", 'params.speed: "1" is not a finite number'),
    (spoken(speed=True), "wrong-type", "params.speed", "params.speed: true is not a finite number"),
    (spoken(speed=math.nan), "wrong-type", "params.speed", "params.speed: NaN is not a finite number"),
    (spoken(speed=math.inf), "wrong-type", "params.speed", "params.speed: Infinity is not a finite number"),
    (spoken(speed=0.65), "below-minimum", "params.speed", "params.speed: 0.65 is below the minimum of 0.7"),
    (spoken(speed=1.25), "above-maximum", "params.speed", "params.speed: 1.25 is above the maximum of 1.2"),
    (spoken(speed=1), "", "", ""),
    (
        spoken(speed=0.72),
        "off-step",
        "params.speed",
        "params.speed: 0.72 is not on a step of 0.05 counted from 0.7",
    ),
    (spoken(loop="true"), "wrong-type", "params.loop", 'params.loop: "true" is not true or false'),
    (spoken(loop=1), "wrong-type", "params.loop", "params.loop: 1 is not true or false"),
    (spoken(negativeText=5), "wrong-type", "params.negativeText", "params.negativeText: 5 is not a string"),
    (
        spoken(negativeText="x" * 6),
        "too-long",
        "params.negativeText",
        "params.negativeText: 6 characters, at most 5 allowed",
    ),
    (
        spoken(negativeText="x"),
        "too-short",
        "params.negativeText",
        "params.negativeText: 1 character, at least 2 needed",
    ),
    (spoken(negativeText="𝒳𝒴𝒵𝒳𝒴"), "", "", ""),
    (
        spoken(image_url="ftp://a"),
        "wrong-type",
        "params.image_url",
        'params.image_url: "ftp://a" is not an http(s) address',
    ),
    (spoken(dialogue={}), "wrong-type", "params.dialogue", "params.dialogue: {} is not a list"),
    (spoken(dialogue=[]), "too-short", "params.dialogue", "params.dialogue: 0 items, at least 1 needed"),
    (
        spoken(dialogue=[{"voice": "bob"}] * 4),
        "too-long",
        "params.dialogue",
        "params.dialogue: 4 items, at most 3 allowed",
    ),
    (spoken(dialogue=["hi"]), "wrong-type", "params.dialogue[0]", 'params.dialogue[0]: "hi" is not an object'),
    (
        spoken(dialogue=[{"voice": "bob"}, {"voice": "bub"}]),
        "unknown-option",
        "params.dialogue[1].voice",
        'params.dialogue[1].voice: "bub" is not an option (did you mean "bob"?); allowed: "ada", "bob"',
    ),
    (
        spoken(dialogue=[{"voice": "bob", "txt": "hi"}]),
        "unknown-parameter",
        "params.dialogue[0].txt",
        'params.dialogue[0].txt: Speaker has no such parameter (did you mean "text"?); it has: voice, text',
    ),
    (
        spoken(dialogue=[{"voice": "bob", "text": None}]),
        "null-not-allowed",
        "params.dialogue[0].text",
        "params.dialogue[0].text: null is not allowed here; leave it out",
    ),
]


@pytest.mark.parametrize(("params", "code", "parameter", "message"), MISTAKES)
def test_mistake(params: dict[str, Any], code: str, parameter: str, message: str) -> None:
    found = problems_of(params)
    if not code:
        assert found == []
        return
    assert [(problem.code, problem.parameter, problem.severity) for problem in found] == [(code, parameter, "error")]
    assert found[0].message() == message
    assert found[0].message("zh-Hant").startswith(parameter)
    # Every template of the catalogue is filled in, in every locale.
    assert not any(mark in found[0].message(locale) for locale in ("en", "zh-Hant") for mark in "{}") or "{}" in message


def test_all_mistakes_at_once_in_a_fixed_order() -> None:
    params = {"zz": 1, "speed": 9, "negativeText": 1, "aa": 2}
    places = [(problem.code, problem.parameter) for problem in problems_of(params)]
    assert places == [
        ("missing-parameter", "params.voice"),
        ("above-maximum", "params.speed"),
        ("wrong-type", "params.negativeText"),
        ("unknown-parameter", "params.zz"),
        ("unknown-parameter", "params.aa"),
    ]


@pytest.mark.parametrize(("value", "word"), [(True, "true"), ("False", "false"), ("tru", "true")])
def test_flags_are_strings_on_the_wire(value: object, word: str) -> None:
    (problem,) = problems_of({"enable_pro": value}, painter)
    assert problem.code == "unknown-option"
    assert f'(did you mean "{word}"?)' in problem.message()


def test_wire_names_only() -> None:
    assert [problem.code for problem in problems_of({"aspect_ratio": "1:1"}, painter)] == ["unknown-parameter"]
    assert problems_of({"aspectRatio": "1:1"}, painter) == []


def test_integers_are_not_floats() -> None:
    assert [problem.code for problem in problems_of({"count": 2.5}, painter)] == ["wrong-type"]
    assert problems_of({"count": 2.5}, painter)[0].message() == "params.count: 2.5 is not an integer"


class Loudness(Parameters):
    level: Annotated[float | None, Minimum(-20), Maximum(1)] = None


@pytest.mark.parametrize(("level", "bound"), [(2, "maximum of 1"), (2.5, "maximum of 1"), (-21, "minimum of -20")])
def test_a_whole_bound_of_any_number_is_told_as_the_spec_says_it(level: float, bound: str) -> None:
    findings = Findings(PLATFORM, speaker.MODEL)
    check_parameters(findings, Loudness, {"level": level}, "params")
    assert findings.problems[0].message().endswith(f" the {bound}")


@pytest.mark.parametrize("step", range(11))
def test_every_step_of_the_range_is_accepted_however_it_is_computed(step: int) -> None:
    exact = round(0.7 + step * 0.05, 2)
    summed = 0.7
    for _ in range(step):
        summed += 0.05
    for value in (exact, 0.7 + step * 0.05, min(summed, 1.2), float(f"{exact:.2f}")):
        assert [p.code for p in problems_of(spoken(speed=value)) if p.code == "off-step"] == []
    between = round(exact + 0.01, 2)
    assert between > 1.2 or [p.code for p in problems_of(spoken(speed=between))] == ["off-step"]


@pytest.mark.parametrize("value", [10**400, 1e300, -1e300])
def test_absurd_numbers_are_problems_not_crashes(value: float) -> None:
    assert len(problems_of(spoken(speed=value))) == 1


def test_long_values_are_cut() -> None:
    message = problems_of({"voice": "x" * 10_000})[0].message()
    assert len(message) < 200


def test_unknown_locale_falls_back_on_english() -> None:
    (problem,) = problems_of({})
    assert problem.message("tlh") == problem.message("en")


def test_catalogue_has_every_text_in_every_locale() -> None:
    assert {code for code, texts in MESSAGES.items() if set(texts) != {"en", "zh-Hant"}} == set()
