"""A job or a reply that a web application returns is its JSON, without the client behind it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from harness import KEY, Harness, task
from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_json, to_jsonable_python
from runtime.chat.async_conversation import AsyncReply
from runtime.chat.conversation import Reply
from runtime.jobs.async_job import AsyncJob
from runtime.jobs.job import Job

REPLY = {
    "id": "chatcmpl_1",
    "model": "chatter",
    "message": {"role": "assistant", "content": "Hello."},
    "more": [1, None],
}


def encoded(value: Any) -> Any:
    """Do what FastAPI's `jsonable_encoder` does with a value that it does not know."""
    if isinstance(value, dict):
        return {encoded(key): encoded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    try:
        return encoded(dict(value))
    except Exception:
        return encoded(vars(value))


def ways(value: Any) -> list[Any]:
    """Return what the usual encoders make of a value."""
    kind = type(value)

    class Holder(BaseModel):
        any: Any
        typed: kind  # type: ignore[valid-type]

    held = json.loads(Holder(any=[value], typed=value).model_dump_json())
    return [
        json.loads(TypeAdapter(Any).dump_json(value)),
        TypeAdapter(Any).dump_python(value, mode="json"),
        json.loads(TypeAdapter(object).dump_json({"in": [value]}))["in"][0],
        json.loads(TypeAdapter(kind).dump_json(value)),
        json.loads(TypeAdapter(list[kind]).dump_json([value]))[0],  # type: ignore[valid-type]
        held["any"][0],
        held["typed"],
        json.loads(to_json(value)),
        to_jsonable_python(value),
        encoded(value),
        encoded({"in": [value]})["in"][0],
        dict(value),
    ]


def test_a_job_is_its_json(harness: Harness) -> None:
    client = harness.script(task("succeeded", later={"new": [1]})).client()
    job = harness.call(client.generations.retrieve("task_1"))
    for way in ways(job):
        assert way == job.raw
        assert (way["id"], way["status"], way["later"]) == ("task_1", "succeeded", {"new": [1]})
        assert KEY not in json.dumps(way)


def test_a_handle_is_its_id(harness: Harness) -> None:
    assert ways(harness.client().generations.job("task_1"))[0] == {"id": "task_1"}


def test_a_reply_is_its_json(harness: Harness) -> None:
    reply = harness.call(harness.script(httpx.Response(200, json=REPLY)).client().every.chatter.send("hello"))
    for way in ways(reply):
        assert way == REPLY


@pytest.mark.parametrize("mode", ["validation", "serialization"])
@pytest.mark.parametrize("kind", [Job, AsyncJob, Reply, AsyncReply])
def test_the_schema_of_an_answer_can_be_made(kind: type[Any], mode: Any) -> None:
    class Holder(BaseModel):
        one: kind  # type: ignore[valid-type]
        several: list[kind]  # type: ignore[valid-type]
        named: dict[str, list[kind] | None] = {}  # type: ignore[valid-type]

    expected = {"title": kind.__name__, "type": "object", "additionalProperties": True}
    assert TypeAdapter(kind).json_schema(mode=mode) == expected
    fields = Holder.model_json_schema(mode=mode)["properties"]
    assert fields["one"] == {**expected, "title": "One"} or fields["one"] == expected
    assert fields["several"]["items"] == expected


def test_a_route_returns_it(harness: Harness) -> None:
    fastapi = pytest.importorskip("fastapi")
    responses = pytest.importorskip("fastapi.testclient")
    job = harness.call(harness.script(task("succeeded")).client().generations.retrieve("task_1"))
    kind = type(job)
    app = fastapi.FastAPI()
    app.get("/plain")(lambda: job)
    app.get("/nested")(lambda: {"jobs": [job]})

    def typed() -> Any:
        return job

    typed.__annotations__ = {"return": kind}
    app.get("/typed")(typed)
    with responses.TestClient(app) as web:
        assert web.get("/plain").json() == web.get("/typed").json() == job.raw
        assert web.get("/nested").json() == {"jobs": [job.raw]}
        assert web.get("/openapi.json").status_code == 200
