"""What a spec marks as deprecated: it goes on working, warns once a client, and is struck through by both checkers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from client.test_generated_package import generate, run

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

with Emulator(credits=100) as emulator, Rivya(emulator.key, base_url=emulator.url, locale=LOCALE) as client:
    call(lambda: client.image.painter_1.create("A lighthouse"))
    call(lambda: client.image.painter_1.create("A lighthouse"))
    call(lambda: client.with_options(retry=None).image.painter_1.create("A lighthouse"))
    call(lambda: client.generations.create({"model": "painter-2", "prompt": "A", "params": {"width": 3}}))
    call(lambda: client.image.painter_2.create("A", width=3, grain=False))
    call(lambda: client.image.painter_2.create("A", size="small"))
    call(lambda: client.chat.talker_1.send("Hello"))
    call(lambda: client.chat.talker_1.send("Hello"))
    print(len(emulator.jobs))
"""

WARNINGS = {
    "en": [
        "Painter 1 is deprecated since 2026-09-01, works until 2027-03-31; use painter-2",
        "params.width: deprecated since 2026-10-01; use size",
        "grain: deprecated since 2026-10-01",
        "Talker 1 is deprecated since 2026-09-01",
    ],
    "zh-Hant": [
        "Painter 1 自 2026-09-01 起已棄用，可用至 2027-03-31；請改用 painter-2",
        "params.width：自 2026-10-01 起已棄用；請改用 size",
        "grain：自 2026-10-01 起已棄用",
        "Talker 1 自 2026-09-01 起已棄用",
    ],
}


@pytest.mark.parametrize("locale", WARNINGS)
def test_it_works_and_warns_once(locale: str, project: Path) -> None:
    printed = run(generate(project, "deprecated"), "-c", f"LOCALE = {locale!r}\n{PROGRAM}").splitlines()
    first, width, grain, talker = (f"DeprecationWarning|<string>|{text}" for text in WARNINGS[locale])
    assert printed == [first, "1", "0", "0", width, "1", grain, "1", "0", talker, "1", "0", "6"]


CALLS = """\
from rivya import AsyncRivya, Rivya


def sync(client: Rivya) -> None:
    client.image.painter_1.create("A lighthouse")  # struck
    client.image.painter_2.create("A lighthouse", size="small")
    client.image.painter_2.create("A lighthouse", width=3)  # struck
    client.chat.talker_1.stream("Hello")  # struck


async def asynchronous(client: AsyncRivya) -> None:
    await client.image.painter_1.create("A lighthouse")  # struck
    await client.image.painter_2.create("A lighthouse")
    await client.image.painter_2.create("A lighthouse", grain=True)  # struck
"""
STRUCK = {number for number, line in enumerate(CALLS.splitlines(), 1) if line.endswith("# struck")}


def check(output: Path, *command: str) -> str:
    (output / "python" / "calls.py").write_text(CALLS)
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=output / "python", capture_output=True, text=True, check=False
    )
    return done.stdout


def test_mypy_reports_exactly_what_is_deprecated(project: Path) -> None:
    printed = check(
        generate(project, "deprecated"), "mypy", "--strict", "--enable-error-code", "deprecated", "calls.py"
    )
    assert {int(line) for line in re.findall(r"^calls\.py:(\d+): error: .*\[deprecated\]$", printed, re.M)} == STRUCK
    assert "Painter 1 is deprecated since 2026-09-01" in printed


def test_pyright_reports_exactly_what_is_deprecated(project: Path) -> None:
    output = generate(project, "deprecated")
    (output / "python" / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict", "reportDeprecated": "error"}')
    rows = json.loads(check(output, "pyright", "--outputjson", "--pythonpath", sys.executable))["generalDiagnostics"]
    assert {row["rule"] for row in rows} == {"reportDeprecated"}
    assert {row["range"]["start"]["line"] + 1 for row in rows if row["file"].endswith("calls.py")} == STRUCK
    assert {Path(row["file"]).name for row in rows} == {"calls.py"}
