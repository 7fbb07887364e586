"""Calls that both type checkers accept, and calls that both must reject: those carry a mark at the end of their line.

What follows the mark is a regular expression for what mypy says of the line; pyright only has to object to it.
"""

from __future__ import annotations

import gzip
import io
import mmap
from pathlib import Path
from typing import assert_type

import httpx
import httpx2
from rivya import (
    AsyncJob,
    AsyncReply,
    AsyncRivya,
    AsyncSession,
    Budget,
    ChatEvent,
    CreditEstimate,
    FileId,
    Job,
    Media,
    PollPolicy,
    Reply,
    Response,
    RetryPolicy,
    Rivya,
    Session,
    Timeouts,
    WebhookEvent,
    webhooks,
)


def accepted(client: Rivya) -> None:
    job = client.image.grok_imagine.create("A lighthouse")
    assert_type(job, Job)
    client.image.grok_imagine.create("A lighthouse", aspect_ratio="16:9", enable_pro=True)
    client.video.kling_3_0.create("A lighthouse", duration=5)
    client.video.kling_3_0.create("A lighthouse", duration="5", sound=True)
    client.image.midjourney.create("A lighthouse", version=7)
    client.image.midjourney.create("A lighthouse", version=6.1)
    client.image.midjourney.create("A lighthouse", version="niji7")
    client.image.grok_imagine.create(prompt="A lighthouse", references=["cat.png", Path("dog.png"), b"bytes"])
    client.image.grok_imagine.create("A lighthouse", references=[gzip.GzipFile("cat.png.gz"), io.BytesIO(b"x")])
    client.image.grok_imagine.create("A lighthouse", references=mmap.mmap(-1, 1))
    client.image.grok_imagine.create("A lighthouse", references=[Media("https://example.com/1", kind="image")])
    client.image.grok_imagine.create("A lighthouse", idempotency_key="order-1", timeout=30, validate="warn")
    client.image.grok_imagine.create("A lighthouse", retry=RetryPolicy(attempts=1), extra_params={"new": 1})
    client.generations.create({"model": "grok-imagine", "prompt": "A lighthouse", "params": {"aspect_ratio": "1:1"}})
    assert_type(job.wait(), Job)
    assert_type(job.wait(timeout=5).save("out"), list[Path])
    assert_type(job.save(Path("out"), name="cat"), list[Path])
    assert_type(job.wait(timeout=5, poll=PollPolicy(interval=1)), Job)
    assert_type(client.generations.wait_all([job], timeout=60, on_update=lambda one: print(one.status)), list[Job])
    for one in client.generations.as_completed([job]):
        assert_type(one, Job)
    assert_type(client.with_options(timeout=Timeouts(request=5), validate="off", max_credits=5), Rivya)
    with client.budget(50) as budget:
        assert_type(budget, Budget)
    price = client.image.grok_imagine.credits
    assert_type(price.estimate(3), CreditEstimate)
    assert_type(
        price.estimate_call("A lighthouse", aspect_ratio="1:1", references=["a.png"], timeout=5), CreditEstimate
    )
    assert_type(client.chat.gpt_5_2.credits.estimate_call("Hi", reasoning_effort="low"), CreditEstimate)
    assert_type(job.http_response, Response | None)
    assert_type(client.credits.balance(), float)
    Rivya("key", poll=PollPolicy(interval=1), timeouts=Timeouts(request=5), locale="zh-Hant")
    Rivya("key", max_credits=50, proxy="http://proxy.test:8080", on_request=lambda sent: print(sent.url), tracing=True)
    Rivya("key", http_client=httpx.Client())
    Rivya("key", http_client=httpx2.Client())
    AsyncRivya("key", http_client=httpx.AsyncClient())
    AsyncRivya("key", http_client=httpx2.AsyncClient())


async def accepted_async(client: AsyncRivya) -> None:
    job = await client.image.grok_imagine.create("A lighthouse", aspect_ratio="1:1")
    await client.video.kling_3_0.create("A lighthouse", duration=5)
    assert_type(job, AsyncJob)
    assert_type(await (await job.wait()).save(), list[Path])
    assert_type(await client.generations.wait_all([job]), list[AsyncJob])
    async for one in client.generations.as_completed([job]):
        assert_type(one, AsyncJob)
    assert_type(client.with_options(locale="zh-Hant"), AsyncRivya)
    assert_type(client.video.kling_3_0.credits.estimate_call("A lighthouse", duration=5), CreditEstimate)


def accepted_chat(client: Rivya) -> None:
    reply = client.chat.send("Hi", model="newest", attachments=["cat.png", b"bytes", FileId("file_1")])
    assert_type(reply, Reply)
    assert_type(reply.text, str)
    assert_type(reply.session, Session)
    assert_type(reply.session.send("More", enable_web_search=True, reasoning_effort="low", timeout=5), Reply)
    assert_type(client.chat.create({"model": "newest", "message": "Hi"}), Reply)
    with client.chat.stream(model="newest", message="Hi") as stream:
        for event in stream:
            assert_type(event, ChatEvent)
    assert_type(stream.text(), str)
    assert_type(stream.reply, Reply)


async def accepted_chat_async(client: AsyncRivya) -> None:
    reply = await client.chat.session("session_1", model="newest").send("Hi")
    assert_type(reply.session, AsyncSession)
    async with reply.session.stream("More") as stream:
        async for event in stream:
            assert_type(event.text, str)
    assert_type(await stream.text(), str)
    assert_type(stream.reply, AsyncReply)


def accepted_webhooks(client: Rivya, body: bytes, headers: httpx.Headers) -> None:
    endpoint = client.webhooks.create(url="https://example.com/hook", event_types=["generation.failed"])
    assert endpoint.signing_secret is not None
    assert_type(endpoint.signing_secret.get_secret_value(), str)
    event = webhooks.parse_event(body, headers, [endpoint.signing_secret, "whsec_old"], tolerance=60)
    assert_type(event, WebhookEvent)
    assert_type(event.id, str)
    webhooks.verify(body, {"webhook-id": "1"}, "whsec_x", now=5)
    print(client.webhooks.deliveries(endpoint.id).anything, client.models.get("z-image").base_credits)


def rejected_chat(client: Rivya) -> None:
    client.chat.send("Hi")  # E: Missing named argument "model"
    client.chat.send("Hi", "newest")  # E: Too many positional arguments
    client.chat.send("Hi", model="newest", attachments=[5])  # E: incompatible type "int"
    client.chat.send("Hi", model="newest", web_search=True)  # E: Unexpected keyword argument "web_search"
    client.chat.nothing.send("Hi")  # E: has no attribute "nothing"
    client.webhooks.create(name="Mine")  # E: Missing named argument "url"
    webhooks.verify("{}", {}, "whsec_x")  # E: incompatible type "str"; expected "bytes"
    webhooks.parse_event(b"{}", {})  # E: Missing positional argument "secret"


def rejected(client: Rivya) -> None:
    Rivya("key", http_client=httpx.AsyncClient())  # E: incompatible type "AsyncClient"
    AsyncRivya("key", http_client=httpx2.Client())  # E: incompatible type "Client"
    client.with_options(timeouts=5)  # E: Unexpected keyword argument "timeouts"
    client.budget("50")  # E: incompatible type "str"; expected "float"
    client.generations.wait_all(["task_1"])  # E: incompatible type "str"; expected "Job"
    client.image.grok_imagine.create()  # E: Missing positional argument "prompt"
    client.image.grok_imagine.create(5)  # E: incompatible type "int"; expected "str"
    client.image.grok_imagine.create("x", aspect_ratio="4:3")  # E: incompatible type "Literal\['4:3'\]"
    client.image.grok_imagine.create("x", enable_pro="true")  # E: incompatible type "str"; expected "bool \| None"
    client.video.kling_3_0.create("x", duration=16)  # E: incompatible type "Literal\[16\]"
    client.video.kling_3_0.create("x", duration="16")  # E: incompatible type "Literal\['16'\]"
    client.video.kling_3_0.create("x", duration=5.5)  # E: incompatible type "float"
    client.image.grok_imagine.create("x", aspect_ratio=1)  # E: incompatible type "Literal\[1\]"
    client.image.midjourney.create("x", version="8")  # E: incompatible type "Literal\['8'\]"
    client.image.grok_imagine.create("x", aspect_ration="1:1")  # E: Unexpected keyword argument "aspect_ration"
    client.image.grok_imagine.create("x", "1:1")  # E: Too many positional arguments
    client.image.grok_imagine.create("x", references=5)  # E: incompatible type "int"
    client.image.grok_imagine.create("x", references=[5])  # E: incompatible type "int"
    client.image.grok_imagine.create("x", validate="maybe")  # E: incompatible type "Literal\['maybe'\]"
    client.image.grok_imagine.create("x", retry=3)  # E: incompatible type "int"; expected "RetryPolicy"
    client.image.grok_imagine.credits.estimate_call("x", aspect_ratio="4:3")  # E: incompatible type "Literal\['4:3'\]"
    client.image.grok_imagine.credits.estimate_call()  # E: Missing positional argument "prompt"
    client.image.grok_imagine.credits.estimate_call("x", aspect="1:1")  # E: Unexpected keyword argument "aspect"
    client.image.grok_imagin.create("x")  # E: has no attribute "grok_imagin"
    client.images.grok_imagine.create("x")  # E: has no attribute "images"
    client.image.grok_imagine.create("x").wait("5")  # E: incompatible type "str"; expected "float \| None"
    client.generations.create("grok-imagine")  # E: incompatible type "str"; expected "Mapping
    client.credits.balance(1)  # E: Too many arguments
    client.image.grok_imagine.create("x", references=[io.StringIO("x")])  # E: incompatible type
    Media("x", kind="text")  # E: incompatible type "Literal\['text'\]"


async def rejected_async(client: AsyncRivya) -> None:
    client.image.grok_imagine.create("x").save()  # E: has no attribute "save"
    await client.video.kling_3_0.create("x", duration=16)  # E: incompatible type "Literal\[16\]"
    await client.image.grok_imagine.create("x", aspect_ratio="4:3")  # E: incompatible type "Literal\['4:3'\]"
