"""Null on its way: `NULL` as an argument, `None` in what lies deeper, null in JSON; and what is said where none goes."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest
from client.generated_package import run
from rivya import NULL, Null

pytestmark = pytest.mark.xdist_group("generated package")

BEFORE = """
import json
import httpx
from rivya import NULL, Rivya, ValidationError
sent = []
def answer(request):
    sent.append(json.loads(request.content).get("params"))
    return httpx.Response(200, json={"id": "task_1", "status": "queued"})
client = Rivya("rvya_sk_test", http_client=httpx.Client(transport=httpx.MockTransport(answer)))
create = client.image.dice.create
"""
SENDING = """
create("x", seed=NULL, style=None, glow=NULL, steps=[1, None], camera={"zoom": None, "path": [NULL]})
create("x", seed=1, weights=NULL, extra_params={"strength": NULL, "grid": None})
create("x", seed=1, steps=NULL, validate="off")
client.generations.create({"model": "dice", "prompt": "x", "params": {"seed": None, "camera": None}})
print(json.dumps(sent))
"""
REFUSALS = """
client = client.with_options(locale=LOCALE)
for params in (
    {"seed": NULL, "steps": NULL, "moods": NULL},
    {"seed": None},
    {"seed": 1, "camera": {"zoom": None, "path": [{"x": None}]}},
    {"seed": 1, "weights": [None, True, None]},
    {"seed": "null", "style": "none", "upscale": 3, "moods": ["x"]},
):
    try:
        client.image.dice.create("x", **params)
    except ValidationError as error:
        print(*(problem.message(LOCALE) for problem in error.problems), sep="\\n")
try:
    client.generations.create({"model": "dice", "prompt": "x", "params": {"seed": 1, "steps": None, "style": 5}})
except ValidationError as error:
    print(*(problem.message(LOCALE) for problem in error.problems), sep="\\n")
print(sent)
"""


def test_what_is_sent(cases_output: Path) -> None:
    assert json.loads(run(cases_output, "-c", BEFORE + SENDING)) == [
        {"seed": None, "glow": None, "steps": [1, None], "camera": {"zoom": None, "path": [None]}},
        {"seed": 1, "weights": None, "strength": None, "grid": None},
        {"seed": 1, "steps": None},
        {"seed": None, "camera": None},
    ]


def test_what_is_refused(cases_output: Path) -> None:
    assert run(cases_output, "-c", f'LOCALE = "en"\n{BEFORE}{REFUSALS}').splitlines() == [
        "steps: NULL is not allowed here; leave it out",
        "moods: NULL is not allowed here; leave it out",
        "seed: required, but not given",
        "camera.path[0].x: None is not allowed here; leave it out",
        "weights: None stands more than once; each entry must be another",
        'seed: "null" is not an integer',
        'style: "none" is not an option; allowed: "photo", "drawing", "null", NULL',
        "upscale: 3 is not an option; allowed: 2, 4, NULL",
        'moods[0]: "x" is not an option; allowed: "calm", "wild", None',
        'params.style: 5 is not an option; allowed: "photo", "drawing", "null", null',
        "params.steps: null is not allowed here; leave it out",
        "[]",
    ]
    said = run(cases_output, "-c", f'LOCALE = "zh-Hant"\n{BEFORE}{REFUSALS}').splitlines()
    assert said[0] == "steps：這裡不能是 NULL；請省略"


def test_null_is_one_value_that_is_falsy() -> None:
    assert copy.deepcopy(NULL) is NULL
    assert pickle.loads(pickle.dumps(NULL)) is NULL
    assert (not NULL, repr(NULL), list(Null)) == (True, "NULL", [NULL])
