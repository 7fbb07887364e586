"""Calls that both type checkers accept, and calls that both must reject: those carry a mark at the end of their line.

What follows the mark is a regular expression for what mypy says of the line; pyright only has to object to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

from rivya import AsyncJob, AsyncRivya, Job, Media, PollPolicy, RetryPolicy, Rivya, Timeouts


def accepted(client: Rivya) -> None:
    job = client.image.grok_imagine.create("A lighthouse")
    assert_type(job, Job)
    client.image.grok_imagine.create("A lighthouse", aspect_ratio="16:9", enable_pro=True)
    client.image.grok_imagine.create(prompt="A lighthouse", references=["cat.png", Path("dog.png"), b"bytes"])
    client.image.grok_imagine.create("A lighthouse", references=[Media("https://example.com/1", kind="image")])
    client.image.grok_imagine.create("A lighthouse", idempotency_key="order-1", timeout=30, validate="warn")
    client.image.grok_imagine.create("A lighthouse", retry=RetryPolicy(attempts=1), extra_params={"new": 1})
    client.generations.create({"model": "grok-imagine", "prompt": "A lighthouse", "params": {"aspect_ratio": "1:1"}})
    assert_type(job.wait(), Job)
    assert_type(job.wait(timeout=5).save("out"), list[Path])
    assert_type(client.credits.balance(), float)
    Rivya("key", poll=PollPolicy(interval=1), timeouts=Timeouts(request=5), locale="zh-Hant")


async def accepted_async(client: AsyncRivya) -> None:
    job = await client.image.grok_imagine.create("A lighthouse", aspect_ratio="1:1")
    assert_type(job, AsyncJob)
    assert_type(await (await job.wait()).save(), list[Path])


def rejected(client: Rivya) -> None:
    client.image.grok_imagine.create()  # E: Missing positional argument "prompt"
    client.image.grok_imagine.create(5)  # E: incompatible type "int"; expected "str"
    client.image.grok_imagine.create("x", aspect_ratio="4:3")  # E: incompatible type "Literal\['4:3'\]"
    client.image.grok_imagine.create("x", enable_pro="true")  # E: incompatible type "str"; expected "bool \| None"
    client.image.grok_imagine.create("x", aspect_ration="1:1")  # E: Unexpected keyword argument "aspect_ration"
    client.image.grok_imagine.create("x", "1:1")  # E: Too many positional arguments
    client.image.grok_imagine.create("x", references=5)  # E: incompatible type "int"
    client.image.grok_imagine.create("x", references=[5])  # E: incompatible type "int"
    client.image.grok_imagine.create("x", validate="maybe")  # E: incompatible type "Literal\['maybe'\]"
    client.image.grok_imagine.create("x", retry=3)  # E: incompatible type "int"; expected "RetryPolicy"
    client.image.grok_imagin.create("x")  # E: has no attribute "grok_imagin"
    client.images.grok_imagine.create("x")  # E: has no attribute "images"
    client.image.grok_imagine.create("x").wait("5")  # E: incompatible type "str"; expected "float \| None"
    client.generations.create("grok-imagine")  # E: incompatible type "str"; expected "Mapping
    client.credits.balance(1)  # E: Too many arguments
    Media("x", kind="text")  # E: incompatible type "Literal\['text'\]"


async def rejected_async(client: AsyncRivya) -> None:
    client.image.grok_imagine.create("x").save()  # E: has no attribute "save"
    await client.image.grok_imagine.create("x", aspect_ratio="4:3")  # E: incompatible type "Literal\['4:3'\]"
