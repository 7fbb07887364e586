"""Generate from small specs, import the result, call it: in a process of its own, against the freshly made package."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from client.generated_package import TESTS, rendered_modules, run

pytestmark = pytest.mark.xdist_group("generated package")


def test_vectors_of_the_cases_hold_for_every_consumer(cases_output: Path, repository: Path, tmp_path: Path) -> None:
    tests = str(TESTS / "client" / "test_vectors.py")
    command = (
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        f"--rootdir={repository}",
        f"--basetemp={tmp_path}",
        tests,
    )
    assert " passed" in run(cases_output, *command, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")


def test_odd_ids_are_callable_under_sensible_names(cases_output: Path) -> None:
    program = """
from rivya import Rivya
from rivya.emulator import Emulator
with Emulator() as emulator, Rivya(emulator.key, base_url=emulator.url) as client:
    for call in (client.image.model_4o_image, client.image.class_, client.video.gpt_5_4_chat, client.image.z):
        print(call.create("A lighthouse").model)
"""
    assert run(cases_output, "-c", program).split() == ["4o-image", "class", "gpt-5.4-chat", "z"]


def test_text_of_a_spec_stays_text(cases_output: Path) -> None:
    program = """
import rivya.models.hostile as module, sys
print(module.Hostile.__doc__ == 'Ends with a quote "')
print('os' in vars(module) or 'os' in vars(sys.modules['rivya']))
"""
    assert run(cases_output, "-c", program).split() == ["True", "False"]


# --- Both type checkers, once: the package must be green, and of the calls exactly the marked ones red. ---------------

CALLS = """\
from rivya import AsyncRivya, Rivya


def deprecated(client: Rivya) -> None:
    client.image.painter_1.create("A lighthouse")  # struck
    client.image.painter_2.create("A lighthouse", size="small")
    client.image.painter_2.create("A lighthouse", width=3)  # struck
    client.chat.talker_1.stream("Hello")  # struck
    client.video.director.create(resolution="1080p", duration=10, sound=True)
    client.video.director.create(resolution="480p")  # struck
    client.chat.thinker.send("Hello", reasoning_effort="high")
    client.chat.thinker.stream("Hello", reasoning_effort="none")  # struck
    client.video.director.create(resolution="720p", duration=5)  # struck
    client.video.director.create(resolution="720p", sound=False)  # struck
    client.video.director.create(resolution="720p", speed=0.5)  # of fractions only the call itself warns


async def async_deprecated(client: AsyncRivya) -> None:
    await client.image.painter_1.create("A lighthouse")  # struck
    await client.image.painter_2.create("A lighthouse")
    await client.image.painter_2.create("A lighthouse", grain=True)  # struck
    await client.video.director.create(resolution="480p")  # struck
    await client.image.clock.create(seconds=5, fade=True)  # struck
    await client.image.clock.create(seconds=5)
"""
CHAT_CALLS = """\
from rivya import AsyncRivya, Rivya


def chat(client: Rivya) -> None:
    client.chat.talk_1_5.send("Hi", reasoning_effort="low", enable_web_search=True, session_id="s", timeout=5)
    client.chat.talk_1_5.send("Hi", reasoning_effort="xhigh")  # red: the model has no such option
    client.chat.talk_1_5.send("Hi", enable_web_search="true")  # red
    client.chat.talk_1_5.send(messages=[])  # red
    client.chat.talk_1_5.create("Hi")  # red
    client.chat.plain.send("Hi", attachments=["cat.png"])  # red: the model takes no pictures
    client.chat.plain.stream("Hi")  # red: the model does not stream
    client.chat.warm_1.send("Hi", temperature=0.5, stop=["."], response_format={"kind": "json"}, thinking=False)
    client.chat.warm_1.stream("Hi", reasoning_effort="max", max_tokens=5)
    client.chat.warm_1.send("Hi", temperature="warm")  # red
    client.chat.warm_1.send("Hi", reasoning_effort="medium")  # red: an option of the platform, not of the model
    client.chat.warm_1.stream("Hi", max_tokens=1.5)  # red
    client.chat.warm_1.send("Hi", response_format={"strict": True})  # red: a field is missing
    client.chat.terse.send("Hi", verbosity=2)
    client.chat.terse.send("Hi")  # red: a parameter is missing
    client.chat.warm_1.send("Hi").session.send("Go on", temperature=1)  # red: only the model's method has it


async def async_chat(client: AsyncRivya) -> None:
    print((await client.chat.talk_1_5.send("Hi")).session.id, client.chat.talk_1_5.credits.base)
    async with client.chat.talk_1_5.stream("Hi", reasoning_effort="high") as stream:
        print(await stream.text())
    client.chat.talk_1_5.send("Hi").text  # red: not awaited
"""
FILE_CALLS = """\
from pathlib import Path

from rivya import AsyncRivya, Media, Rivya


def files(client: Rivya) -> None:
    client.image.editor.create("A lighthouse", image="a.png", mask=b"...", styles=[Path("a.png"), Media("b.png")])
    client.image.editor.create("A lighthouse", image=client.files.create("a.png"))
    client.image.editor.create("A lighthouse")  # red: a file is missing
    client.image.editor.create("A lighthouse", image=5)  # red
    client.image.editor.create("A lighthouse", image=["a.png"])  # red: one file
    client.image.editor.create("A lighthouse", image="a.png", styles=Path("b.png"))  # red: a list of files


async def async_files(client: AsyncRivya) -> None:
    await client.image.editor.create("A lighthouse", image="a.png")
    await client.image.editor.create("A lighthouse", image={"url": "a.png"})  # red
"""
NESTED_CALLS = """\
from typing import Any, Literal

from rivya import NULL, AsyncRivya, Null, Rivya
from rivya.models.dice import DiceCamera
from rivya.models.dubbing import DubbingDialogueItem, DubbingVoiceSettings

SETTINGS: DubbingVoiceSettings = {"stability": 0.5, "speaker-boost": True, "accent": {"strength": 3, "region": "north"}}
LINE: DubbingDialogueItem = {"voice": "ann", "text": "Hi", "cues": [{"at": 1, "sound": "bell"}, {"at": 2.5}]}


def nested(client: Rivya) -> None:
    create = client.audio.dubbing.create
    create(voice_settings=SETTINGS, dialogue=[LINE, {"voice": "bob", "text": "Yes"}], style_codes=("ab", "cd"))
    create(voice_settings={"stability": 1}, moods=["calm"], weights=[0, 0.5], matrix=[[1, 2], [3, 4]], switches=[True])
    create(voice_settings={"stability": 1}, regions=[{"x": 0}, {"x": 0.5, "y": 1}], links=["https://example.com"])
    create()  # red: an object is missing
    create(voice_settings={})  # red: a field of it
    create(voice_settings={"stability": "much"})  # red
    create(voice_settings={"stability": 1, "accent": {"strength": "much"}})  # red: the second level
    create(voice_settings=SETTINGS, dialogue=[{"voice": "cat", "text": "Hi"}])  # red: an option inside of a list
    create(voice_settings=SETTINGS, dialogue=[{"voice": "ann", "text": "Hi", "cues": [{"sound": "x"}]}])  # red: the third
    create(voice_settings=SETTINGS, dialogue=LINE)  # red: one where a list is taken
    create(voice_settings=SETTINGS, style_codes=[1])  # red
    create(voice_settings=SETTINGS, moods=["angry"])  # red
    create(voice_settings=SETTINGS, matrix=[1, 2])  # red: a list where lists of lists are taken
    create(voice_settings=SETTINGS, regions=[{"y": 1}])  # red
    client.video.director.create(resolution="240p")  # red: no option, deprecated or not
    client.video.director.create(resolution="720p", duration=6)  # red


def conditions(
    client: Rivya, mode: Literal["fast", "slow"], every: Literal["fast", "slow", "deep"] | None, seed: int | None,
    sound: bool, seconds: Literal[5, 10], kind: Any, rest: dict[str, Any],
) -> None:
    gears, toggle, clock, warm = client.image.gears, client.image.toggle, client.image.clock, client.chat.warm_1
    gears.create("x")
    gears.create("x", seed=seed, references=["a.png"], timeout=5)
    gears.create("x", mode="slow", seed=5)
    gears.create("x", mode="fast", seed=None, style="plain", camera={"zoom": 1})
    gears.create("x", mode=mode)
    gears.create("x", mode=mode, style="plain")
    gears.create("x", mode=every, style="plain")
    gears.create("x", mode="deep", style="plain", seed=5)
    gears.create("x", mode=kind, seed=5)
    gears.create("x", **rest)
    gears.create("x", mode="fast", seed=5)  # red
    gears.create("x", mode="fast", references=["a.png"])  # red
    gears.create("x", mode="deep")  # red
    gears.create("x", mode=every)  # red: one of them needs a style
    gears.create("x", mode=mode, seed=5)  # red: one of them takes no seed
    gears.create("x", mode="fast", seed=seed)  # red: it may be given
    gears.create("x", mode="other")  # red
    gears.create("x", mode="slow", camera={"zoom": "much"})  # red
    toggle.create()
    toggle.create("x", sound=sound)
    toggle.create("x", sound=False, seed=NULL, tone=NULL)
    toggle.create(sound=True, tone="low")
    toggle.create(seed=5)  # red: the default counts
    toggle.create("x", sound=True, seed=NULL)  # red
    toggle.create("x", sound=sound, seed=5)  # red
    toggle.create(sound=False)  # red
    toggle.create(sound=sound)  # red
    clock.create(seconds=5)
    clock.create(seconds=seconds, seed=5)
    clock.create(seconds=10, seed=5, tone="low")
    clock.create(seconds=10)  # red
    clock.create(seconds=seconds)  # red
    clock.create(seconds=10, fade=True)  # red
    clock.create(seed=5)  # red
    client.image.dial.create("x", step="a", seed=5)
    warm.send("Hi", reasoning_effort="high", timeout=5)
    warm.send("Hi", temperature=1)
    warm.stream("Hi", reasoning_effort="none", temperature=1)
    warm.send("Hi", reasoning_effort="max", temperature=1)  # red
    warm.stream("Hi", reasoning_effort="high", temperature=1)  # red
    print(gears.credits.estimate_call("x", mode="slow", seed=5), toggle.credits.base, warm.credits.estimate(2).amount)


async def async_conditions(client: AsyncRivya, mode: Literal["fast", "slow"]) -> None:
    print((await client.image.gears.create("x", mode=mode)).id, (await client.image.gears.create("x", seed=5)).id)
    await client.image.gears.create("x", mode="fast", seed=5)  # red
    await client.chat.warm_1.send("Hi", reasoning_effort="high", temperature=1)  # red
    async with client.chat.warm_1.stream("Hi", temperature=1) as stream:
        print(await stream.text(), client.chat.warm_1.credits.estimate_call("Hi", temperature=1))


CAMERA: DiceCamera = {"zoom": None, "shake": None, "path": [None, {"x": 1}]}


def null(client: Rivya, seed: int | Null | None) -> int:
    create = client.image.dice.create
    create("x", seed=NULL, style=NULL, glow=NULL, upscale=NULL, strength=NULL, caption=NULL, link=NULL, grid=NULL)
    create("x", seed=5, weights=NULL, camera=NULL, style=None, glow=True)
    create("x", seed=5, weights=[True, None, False], steps=[None, 1], moods=["calm", None], camera=CAMERA)
    client.chat.dice.send("Hi", thinking=NULL, temperature=NULL, format={"strict": None})
    client.chat.dice.stream("Hi", thinking=True, format=NULL).text()
    client.chat.dice.send("Hi", thinking=None)  # red
    client.chat.dice.send("Hi", thinking=True, enable_web_search=NULL)  # red
    create("x", seed=None)  # red: it is required, so it cannot be left out
    create("x", seed=5, steps=NULL)  # red: this one takes none
    create("x", seed=5, moods=NULL)  # red
    create(NULL, seed=5)  # red
    create("x", seed=5, camera={"zoom": 1, "path": None})  # red
    create("x", seed=5, camera={"zoom": 1, "path": [{"x": None}]})  # red
    client.audio.dubbing.create(voice_settings=NULL)  # red
    client.audio.dubbing.create(voice_settings=SETTINGS, moods=[None])  # red
    create("x", seed=Null)  # red: the type in place of the value
    if seed is NULL or seed is None:
        return 0
    return seed + (seed or 1)
"""


def marked(program: str, mark: str) -> set[int]:
    return {number for number, line in enumerate(program.splitlines(), 1) if f"# {mark}" in line}


def check(output: Path, *command: str) -> str:
    package = output / "python"
    (package / "calls.py").write_text(CALLS)
    (package / "chat_calls.py").write_text(CHAT_CALLS)
    (package / "nested_calls.py").write_text(NESTED_CALLS)
    (package / "file_calls.py").write_text(FILE_CALLS)
    done = subprocess.run([sys.executable, "-m", *command], cwd=package, capture_output=True, text=True, check=False)
    return done.stdout


def test_mypy_rejects_exactly_the_marked_calls(cases_output: Path) -> None:
    modules = rendered_modules(cases_output)
    printed = check(cases_output, "mypy", "--strict", "--enable-error-code", "deprecated",
                    *modules, "calls.py", "chat_calls.py", "nested_calls.py", "file_calls.py")  # fmt: skip
    found = re.findall(r"^(.*):(\d+): error: .*\[(.*)\]$", printed, re.M)
    assert {(int(line), code) for file, line, code in found if file == "calls.py"} == {
        (line, "deprecated") for line in marked(CALLS, "struck")
    }, printed
    assert {int(line) for file, line, _ in found if file == "chat_calls.py"} == marked(CHAT_CALLS, "red"), printed
    assert {int(line) for file, line, _ in found if file == "nested_calls.py"} == marked(NESTED_CALLS, "red"), printed
    assert {int(line) for file, line, _ in found if file == "file_calls.py"} == marked(FILE_CALLS, "red"), printed
    assert {file for file, _, _ in found} == {"calls.py", "chat_calls.py", "nested_calls.py", "file_calls.py"}, printed
    assert "Painter 1 is deprecated since 2026-09-01" in printed


def test_pyright_rejects_exactly_the_marked_calls(cases_output: Path) -> None:
    modules = rendered_modules(cases_output)
    assert {"rivya/client.py", "rivya/models/hostile.py"} < set(modules)
    settings = {
        "typeCheckingMode": "strict",
        "reportDeprecated": "error",
        "include": [*modules, "calls.py", "nested_calls.py", "file_calls.py"],
    }
    (cases_output / "python" / "pyrightconfig.json").write_text(json.dumps(settings))
    report = json.loads(check(cases_output, "pyright", "--outputjson", "--pythonpath", sys.executable))
    rows = report["generalDiagnostics"]
    found = [(Path(row["file"]).name, row["range"]["start"]["line"] + 1) for row in rows]
    assert {file for file, _ in found} == {"calls.py", "nested_calls.py", "file_calls.py"}, rows
    assert {line for file, line in found if file == "file_calls.py"} == marked(FILE_CALLS, "red"), rows
    assert {row["rule"] for row in rows if Path(row["file"]).name == "calls.py"} == {"reportDeprecated"}, rows
    assert {line for file, line in found if file == "calls.py"} == marked(CALLS, "struck")
    assert {line for file, line in found if file == "nested_calls.py"} == marked(NESTED_CALLS, "red"), rows
    assert report["summary"]["filesAnalyzed"] == len(modules) + 3
