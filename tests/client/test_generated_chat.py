"""Chat of a generated package against its emulator, over real HTTP: replies, sessions, attachments and streams."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from client.generated_package import run
from PIL import Image
from rivya_codegen.cli import main

pytestmark = pytest.mark.xdist_group("generated package")

SYNC = """
import gc
from io import BytesIO
from PIL import Image
from rivya import ConflictError, FileId, Rivya
from rivya.emulator import Emulator

picture = BytesIO()
Image.new("RGB", (8, 8), "red").save(picture, "PNG")
with Emulator(credits=100) as emulator, Rivya(emulator.key, base_url=emulator.url) as client:
    model = client.chat.talk_1_5
    first = model.send("Hello", reasoning_effort="low")
    print("Hello" in first.text, first.credits.reserved, first.usage.total_tokens > 0)
    second = first.session.send("And again", attachments=picture)
    print(second.session_id == first.session_id, "image/png" in second.text)
    file = client.files.create(picture, kind="image", model=model.table.id)
    third = client.chat.session(first.session_id, model=model.table.id).send("Once more", attachments=[file])
    print("image/png" in third.text)
    with first.session.stream("Streamed") as stream:
        pieces = [event.text for event in stream]
    print(len(pieces) > 2, "".join(pieces) == stream.reply.text, stream.reply.session_id == first.session_id)
    print(stream.reply.credits.reserved, "Streamed" in stream.text())
    for event in model.stream("Stop early, please, this is a longer message"):
        break
    gc.collect()
    print(len(client.chat.sessions.list().data), len(client.chat.sessions.retrieve(first.session_id).messages))
    try:
        client.chat.send("Hi", model="plain-chat", session_id=first.session_id)
    except ConflictError as error:
        print(error.code)
    print(client.credits.balance() < 100)
"""

ASYNC = """
import asyncio
from rivya import AsyncRivya
from rivya.emulator import Emulator


async def story(emulator):
    async with AsyncRivya(emulator.key, base_url=emulator.url) as client:
        first = await client.chat.talk_1_5.send("Hello")
        async with first.session.stream("Streamed") as stream:
            pieces = [event.text async for event in stream]
        print("".join(pieces) == stream.reply.text, stream.reply.session_id == first.session_id)
        async for event in client.chat.talk_1_5.stream("Stop early, please, this is a longer message"):
            break
        texts = await asyncio.gather(*(client.chat.talk_1_5.stream(f"Message {n}").text() for n in range(20)))
        print(all(f"Message {n}" in text for n, text in enumerate(texts)))
        print(len((await client.chat.sessions.list()).data))


with Emulator(credits=100) as emulator:
    asyncio.run(story(emulator))
"""


OWN_PARAMETERS = """
import warnings
from rivya import RivyaWarning, Rivya, ValidationError
from rivya.emulator import Emulator

def told(call, *arguments, **keywords):
    try:
        call(*arguments, **keywords)
    except ValidationError as error:
        print(str(error).splitlines()[0])

with Emulator(credits=100) as emulator, Rivya(emulator.key, base_url=emulator.url) as client:
    model, session = client.chat.warm_1, client.chat.warm_1.send("Hello", temperature=0.5, stop=["."]).session
    request = {"model": "warm-1-chat", "message": "Hi", "temperature": 2, "reasoning_effort": "none"}
    print(client.chat.create(request).model, model.send("On", session_id=session.id, top_p=1).session_id == session.id)
    print(len(model.stream("Hello", response_format={"kind": "text"}).text()) > 0)
    told(model.send, "Hi", temperature=0.55)
    told(model.send, "Hi", top_p=0)
    told(model.send, "Hi", reasoning_effort="max", temperature=1)
    told(model.send, "Hi", response_format={"strict": True})
    told(client.chat.create, {**request, "maxTokens": 0})
    told(session.send, "Hi", reasoning_effort="medium")
    told(session.send, "Hi", temperature=1)
    told(client.chat.send, "Hi", model="terse-chat")
    with warnings.catch_warnings(record=True) as warned:
        session.send("Hi", enable_web_search=True)
        model.send("Hi", enable_web_search=True, stop=["."])
    print(*[str(row.message).splitlines()[0] for row in warned])
"""


def test_own_parameters(cases_output: Path) -> None:
    assert run(cases_output, "-c", OWN_PARAMETERS).splitlines() == [
        "warm-1-chat True",
        "True",
        "temperature: 0.55 is not on a step of 0.1 counted from 0",
        "top_p: 0 is not above 0",
        'temperature: not allowed when reasoning_effort is "high", "max"',
        'response_format.kind: required, but not given; allowed: "text", "json"',
        "maxTokens: 0 is below the minimum of 1",
        'reasoning_effort: "medium" is not an option; allowed: "none", "low", "high", "max"',
        "temperature: this call takes what all chat models take; call the method of Warm 1 with it, and with "
        "`session_id` to go on with a session",
        "verbosity: required, but not given",
        "stop: has no effect when enable_web_search is True",
    ]


def test_chat(cases_output: Path) -> None:
    printed = run(cases_output, "-W", "error", "-c", SYNC).splitlines()
    assert printed == [
        "True 3.0 True",
        "True True",
        "True",
        "True True True",
        "3.0 True",
        "2 8",
        "chat_session_conflict",
        "True",
    ]


def test_chat_with_await(cases_output: Path) -> None:
    assert run(cases_output, "-W", "error", "-X", "dev", "-c", ASYNC).split() == ["True", "True", "True", "22"]


SERVER = """
import os, sys
from rivya import RivyaError
from rivya.emulator import Emulator
with Emulator(credits=100) as emulator:
    os.environ |= {"RIVYA_API_KEY": emulator.key, "RIVYA_BASE_URL": emulator.url}
    for program in sys.argv[1:]:
        try:
            exec(program, {"__name__": "__main__"})
        except RivyaError as error:
            print(error)
        print("end")
"""
"""Runs programs against the emulator of the package that it sees."""


def test_the_program_of_the_readme(project: Path, repository: Path) -> None:
    page = repository / "tests" / "pages" / "gpt-5-2-chat.en.md"
    assert main(["import", str(page)]) == 0
    assert main(["generate", "--out", "out"]) == 0
    readme = (repository / "README.md").read_text("utf-8")
    (program,) = [text for text in re.findall(r"^```python\n(.*?)^```", readme, re.M | re.S) if "client.chat" in text]
    Image.new("RGB", (8, 8), "red").save(project / "cat.png")
    printed = run(project / "out", "-W", "error", "-c", SERVER, program)
    assert "You said: Who is in the picture?" in printed
    assert "You said: Tell me more" in printed


def test_the_programs_of_the_docs_run(cases_output: Path) -> None:
    shown: list[str] = []
    for locale in ("en", "zh-Hant"):
        page = (cases_output / "docs" / locale / "models" / "talk-1.5-chat.md").read_text("utf-8")
        programs = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        commands = re.findall(r"^```bash\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        assert [("send(" in program, "stream(" in program) for program in programs] == [
            (True, False),
            (True, False),
            (False, True),
        ]
        assert [command.split()[1] for command in commands] == [
            "https://rivya.ai/api/v1/chat/completions",
            "https://rivya.ai/api/v1/chat/completions",
            "-N",
        ]
        shown += programs
    printed = run(cases_output, "-W", "error", "-c", SERVER, *shown).split("end\n")[:-1]
    for plain, with_file, streamed in (printed[:3], printed[3:]):
        assert "Write a concise launch plan" in plain
        assert "chat_attachment_not_supported" in with_file  # the file of the example is nobody's
        assert "Write a concise launch plan" in streamed
