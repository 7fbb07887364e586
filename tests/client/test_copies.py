"""What calls return can be pickled and copied, without the client; what belongs to a client says what to do instead.

The classes are those that the package itself names: in what its methods return, and in what it exports.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import dataclasses
import inspect
import json
import pickle
import time
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import rivya
from client.faults.both_shells import client_of, events, settled
from client.faults.hostile_server import HostileServer, Received
from client.test_type_hints import functions, named_in
from pydantic import BaseModel
from rivya import AsyncRivya, ConfigurationError, PollPolicy, Rivya, RivyaError, webhooks
from rivya._platform import PLATFORM
from rivya.emulator import Emulator, Fault
from rivya.webhooks.signing import sign_delivery

KEY = "rvya_sk_0123456789abcdef"
POLL = PollPolicy(first=0.01, interval=0.02)
COPIES: list[Callable[[Any], Any]] = [
    copy.deepcopy,
    *(lambda one, n=protocol: pickle.loads(pickle.dumps(one, n)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)),
]
SHELLS = {"sync": Rivya, "async": AsyncRivya}
ADVICE = (
    "make a client where it is used",
    "and copy what its calls return",
    "over the same connections",
    "copy its reply, or its text",
)
HANDED = (rivya.SentRequest, rivya.AttemptOutcome)
"""What a caller gets in other ways than as what a call returns."""


def returned(client_class: type[Any]) -> set[str]:
    """Return the names of the classes that are returned by what is public, and by what that returns in turn."""
    waiting: list[type] = [client_class, *HANDED]
    waiting += named_in(typing.get_type_hints(webhooks.parse_event)["return"])
    seen: set[type] = set()
    while waiting:
        one = waiting.pop()
        if one in seen or one.__module__.startswith(("rivya.emulator", "rivya.emulator")):
            continue
        seen.add(one)
        members = {name: member for owner in reversed(one.__mro__) for name, member in vars(owner).items()}
        for name, member in members.items():
            if not name.startswith("_") and getattr(member, "__module__", "rivya").startswith("rivya"):
                for function in functions(member):
                    waiting += named_in(typing.get_type_hints(function).get("return"))
    return {one.__name__ for one in seen} - {"Secret"}  # which is pydantic's


def public(one: Any) -> dict[str, Any]:
    """Return the public attributes of an object, as far as it has them."""
    found = {}
    for name in dir(one):
        if not name.startswith(("_", "model_") if isinstance(one, BaseModel) else "_"):
            with suppress(RivyaError, AttributeError):
                found[name] = getattr(one, name)
    return found


def parts(found: Any, seen: dict[int, Any]) -> None:
    """Note an object of the package, and all that its public attributes are."""
    if isinstance(found, list | tuple):
        for entry in found:
            parts(entry, seen)
    if not type(found).__module__.startswith("rivya") or inspect.isroutine(found) or id(found) in seen:
        return
    seen[id(found)] = found
    if not hasattr(found, "clock"):  # what a transport works with is nobody else's
        for value in public(found).values():
            parts(value, seen)


def event() -> Any:
    """Return the event of a delivery."""
    secret = f"{PLATFORM.webhook_scheme.secret_prefix}{base64.b64encode(bytes(24)).decode()}"
    told: Any = {"id": "task_1", "status": "failed", "error": {"code": "x", "message": "y"}}
    for name in reversed(PLATFORM.webhook_scheme.generation_key.split(".")):
        told = {name: told}
    body = json.dumps({"id": "evt_1", "type": "generation.failed", **told}).encode()
    moment = str(int(time.time()))
    scheme = PLATFORM.webhook_scheme
    signature = sign_delivery(scheme, secret, "msg_1", moment, body)
    headers = {scheme.id_header: "msg_1", scheme.timestamp_header: moment, scheme.signature_header: signature}
    return webhooks.parse_event(body, headers, secret)


async def story(shell: str, emulator: Emulator) -> list[Any]:
    """Make every call of a client once, and return all that it gave."""
    watched: list[Any] = []
    options: dict[str, Any] = {"on_request": watched.append, "on_response": watched.append, "poll": POLL}
    async with client_of(f"{shell}-own", emulator.url, key=KEY, **options) as client:
        job = await settled((await settled(client.image.grok_imagine.create("Rain"))).wait())
        model = client.chat.gpt_5_2
        stream, unused = model.stream("Hello"), model.stream("Hello")
        streamed = await events(stream)
        reply = await settled(model.send("Hello"))
        endpoint = await settled(client.webhooks.create(url="http://127.0.0.1:9/webhook"))
        answers = [
            client.generations.retrieve(job.id),
            client.files.create(b"\x89PNG\r\n\x1a\n"),
            client.credits.retrieve(),
            client.models.list(),
            client.models.retrieve("grok-imagine"),
            client.chat.sessions.list(),
            client.chat.sessions.retrieve(reply.session_id),
            client.webhooks.list(),
            client.webhooks.test(endpoint.id),
            client.webhooks.deliveries(endpoint.id),
            client.webhooks.events(),
        ]
        made = [await settled(answer) for answer in answers]
        budget = client.budget(5)
        estimate = client.image.grok_imagine.credits.estimate(2)
        given = [client, job, stream, unused, *streamed, reply, endpoint, *made, budget, estimate, *watched, event()]
        seen: dict[int, Any] = {}
        parts([*given, stream.reply], seen)
        return list(seen.values())


def known(one: Any) -> dict[str, Any]:
    """Return what an object says of itself: the values of its fields, or else its repr and its public values."""
    if dataclasses.is_dataclass(one):  # the repr of a set has another order in a copy
        return {"type": type(one), **{field.name: getattr(one, field.name) for field in dataclasses.fields(one)}}
    plain = {name: value for name, value in public(one).items() if isinstance(value, str | float | bytes | list | dict)}
    return {"type": type(one), "repr": repr(one), **{name: repr(value) for name, value in plain.items()}}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(key=KEY, credits=1000, job_seconds=0, allow_local_webhooks=True) as emulator:
        yield emulator


@pytest.mark.parametrize("shell", SHELLS)
def test_what_calls_return_is_copied_or_says_what_to_do(shell: str, emulator: Emulator) -> None:
    found = asyncio.run(story(shell, emulator))
    assert returned(SHELLS[shell]) - {owner.__name__ for one in found for owner in type(one).__mro__} == set()
    refused: dict[str, str] = {}
    for one in found:
        for copied in COPIES:
            try:
                other = copied(one)
            except TypeError as error:
                refused[type(one).__name__] = str(error)
            else:
                assert other == one or known(other) == known(one)
                assert KEY not in repr(pickle.dumps(one))
    assert [text for text in refused.values() if not text.endswith(ADVICE) or "\n" in text] == []
    kept = {type(one).__name__ for one in found} - refused.keys()
    mark = "Async" if shell == "async" else ""
    assert {f"{mark}Job", f"{mark}Reply", f"{mark}Session", "File", "CreditBalance", "WebhookEvent"} <= kept
    assert {f"{mark}Rivya", f"{mark}ChatStream", f"{mark}Generations"} <= refused.keys()


@pytest.mark.parametrize("shell", SHELLS)
def test_a_copy_has_no_client(shell: str, emulator: Emulator) -> None:
    async def run() -> None:
        async with client_of(f"{shell}-own", emulator.url, key=KEY) as client:
            reply = await settled(client.chat.gpt_5_2.send("Hello"))
            for one in (copy.deepcopy(reply).session, copy.deepcopy(reply.session)):
                with pytest.raises(ConfigurationError, match=r"client\.chat\.session\("):
                    await settled(one.send("Hello"))

    asyncio.run(run())


# --- Errors -----------------------------------------------------------------------------------------------------------


ERRORS = [getattr(rivya, name) for name in rivya.__all__ if name.endswith("Error")]


async def arguments(shell: str, emulator: Emulator) -> dict[str, Any]:
    """Return what errors are made of, by the names of their parameters."""
    once = rivya.RetryPolicy(attempts=1)
    async with client_of(f"{shell}-own", emulator.url, key=KEY, retry=once) as client:
        job = await settled(client.image.grok_imagine.create("Rain"))
        with pytest.raises(rivya.ValidationError) as invalid:
            await settled(client.image.grok_imagine.create(""))
        emulator.faults.add(Fault("drop", "after", operation="generations.create"))
        with pytest.raises(rivya.SubmissionUncertainError) as uncertain:
            await settled(client.image.grok_imagine.create("Snow"))
        return {
            **dict.fromkeys(("message", "code", "operation", "body", "reason", "setting", "text"), "x"),
            **dict.fromkeys(("status", "attempts", "limit", "needed", "remaining", "deadline"), 500),
            "idempotency_key": "x",
            "request_id": "req_1",
            "session_id": None,
            "retryable": True,
            "locale": "en",
            "note": "",
            "saved": [],
            "others": [job],
            "response": job.http_response,
            "job": job,
            "jobs": [job],
            "errors": [RivyaError("x")],
            "budget": client.budget(5),
            "problems": invalid.value.problems,
            "request": uncertain.value.request,
        }


def made(error_class: type[Any], values: dict[str, Any]) -> Any:
    if error_class.__init__ is Exception.__init__:
        return error_class("x")
    bound = inspect.signature(error_class).bind_partial()
    for name in inspect.signature(error_class).parameters:
        bound.arguments[name] = values[name]
    return error_class(*bound.args, **bound.kwargs)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_error_is_copied(shell: str, emulator: Emulator) -> None:
    values = asyncio.run(arguments(shell, emulator))
    assert len(ERRORS) > 20
    for error_class in ERRORS:
        error = made(error_class, values)
        for copied in COPIES:
            other = copied(error)
            assert (type(other), str(other), other.args) == (type(error), str(error), error.args)
            assert {name: type(value) for name, value in vars(other).items() if name not in {"_flow", "_again"}} == {
                name: type(value) for name, value in vars(error).items() if name not in {"_flow", "_again"}
            }
        assert KEY not in repr(pickle.dumps(error))


@pytest.mark.parametrize("shell", SHELLS)
def test_an_error_of_an_upload_leaves_the_open_file_behind(shell: str, tmp_path: Path) -> None:
    async def nonsense(received: Received) -> None:
        await received.answer(b"?")

    async def run() -> None:
        path = tmp_path / "cat.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n")
        async with client_of(f"{shell}-own", server.url, key=KEY) as client:
            with path.open("rb") as file, pytest.raises(rivya.UnexpectedResponseError) as caught:
                await settled(client.files.create(file))
            for copied in COPIES:
                assert str(copied(caught.value)) == str(caught.value)

    with HostileServer(nonsense) as server:
        asyncio.run(run())
