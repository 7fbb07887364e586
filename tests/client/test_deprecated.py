"""What a spec marks as deprecated: it goes on working, and warns once a client."""

from __future__ import annotations

from pathlib import Path

import pytest
from client.generated_package import run

pytestmark = pytest.mark.xdist_group("generated package")

PROGRAM = """
import warnings
from rivya import Rivya
from rivya.emulator import Emulator

def call(make):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        make()
    for warning in seen:
        print(warning.category.__name__, warning.filename, warning.message, sep="|")
    print(len(seen))

def story(client):
    call(lambda: client.image.painter_1.create("A lighthouse"))
    call(lambda: client.image.painter_1.create("A lighthouse"))
    call(lambda: client.with_options(retry=None).image.painter_1.create("A lighthouse"))
    call(lambda: client.generations.create({"model": "painter-2", "prompt": "A", "params": {"width": 3}}))
    call(lambda: client.image.painter_2.create("A", width=3, grain=False))
    call(lambda: client.image.painter_2.create("A", size="small"))
    call(lambda: client.chat.talker_1.send("Hello"))
    call(lambda: client.chat.talker_1.send("Hello"))
    call(lambda: client.video.director.create(resolution="480p", duration=5, sound=False))
    call(lambda: client.video.director.create(resolution="480p", duration=5.0, speed=0.5))
    params = {"resolution": "1080p", "duration": 10, "sound": "false"}
    call(lambda: client.generations.create({"model": "director", "params": params}))
    call(lambda: client.chat.thinker.send("Hello", reasoning_effort="none"))

for locale in ("en", "zh-Hant"):
    with Emulator(credits=100) as emulator, Rivya(emulator.key, base_url=emulator.url, locale=locale) as client:
        story(client)
        print(len(emulator.jobs))
"""

WARNINGS = {
    "en": [
        "Painter 1 is deprecated since 2026-09-01, works until 2027-03-31; use painter-2",
        "params.width: deprecated since 2026-10-01; use size",
        "grain: deprecated since 2026-10-01",
        "Talker 1 is deprecated since 2026-09-01",
        'resolution: "480p" is deprecated since 2026-03-01, works until 2026-12-31; use "720p"',
        "duration: 5 is deprecated since 2026-03-01; use 10",
        "sound: False is deprecated since 2026-03-01; use True",
        "speed: 0.5 is deprecated since 2026-03-01",
        'reasoning_effort: "none" is deprecated since 2026-04-01; use "low"',
    ],
    "zh-Hant": [
        "Painter 1 自 2026-09-01 起已棄用，可用至 2027-03-31；請改用 painter-2",
        "params.width：自 2026-10-01 起已棄用；請改用 size",
        "grain：自 2026-10-01 起已棄用",
        "Talker 1 自 2026-09-01 起已棄用",
        'resolution："480p" 自 2026-03-01 起已棄用，可用至 2026-12-31；請改用 "720p"',
        "duration：5 自 2026-03-01 起已棄用；請改用 10",
        "sound：False 自 2026-03-01 起已棄用；請改用 True",
        "speed：0.5 自 2026-03-01 起已棄用",
        'reasoning_effort："none" 自 2026-04-01 起已棄用；請改用 "low"',
    ],
}


def test_it_works_and_warns_once(cases_output: Path) -> None:
    printed: list[str] = []
    for texts in WARNINGS.values():
        first, width, grain, talker, *options = (f"DeprecationWarning|<string>|{text}" for text in texts)
        printed += [first, "1", "0", "0", width, "1", grain, "1", "0", talker, "1", "0"]
        printed += [*options[:3], "3", options[3], "1", "0", options[4], "1", "9"]
    assert run(cases_output, "-c", PROGRAM).splitlines() == printed
