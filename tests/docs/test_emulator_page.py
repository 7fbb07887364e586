"""The docs page of the emulator, held against the emulator: its options, its faults, its assumptions and its programs."""

from __future__ import annotations

import builtins
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rivya import emulator as public
from rivya.emulator import Emulator, FaultRefused
from rivya_codegen.docs.runtime_facts import parse_assumptions
from rivya_codegen.source.load import load_runtime
from rivya_codegen.words.locales import LOCALES
from runtime.emulator._faults.faults import KINDS
from runtime.emulator.command_line import _parser
from runtime.emulator.undocumented import load_assumptions

DOCS = Path(__file__).parents[2] / "generated" / "docs"


def page(locale: str) -> str:
    return (DOCS / locale / "emulator.md").read_text("utf-8")


def faults(locale: str) -> dict[str, str]:
    """Return the text of each fault in the table of the page, by its kind."""
    return {
        text.partition("=")[0]: text
        for text in re.findall(r"^\| `([a-z]+(?:=[^`]+)?)` \| \S.* \|$", page(locale), re.M)
    }


def programs(locale: str) -> list[str]:
    blocks = re.findall(r"^```python\n(.*?)^```", page(locale), re.MULTILINE | re.DOTALL)
    return [block for block in blocks if "import pytest" not in block]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_option_is_told(locale: str) -> None:
    rows = re.findall(r"^\| (?:`(--[a-z-]+)`|-) \| `(\w+)` \| \S.* \|$", page(locale), re.MULTILINE)
    options = list(inspect.signature(Emulator).parameters)
    assert sorted(name for _, name in rows) == sorted(options)
    flags = {flag for action in _parser(Emulator)._actions for flag in action.option_strings} - {"-h", "--help"}
    assert {flag for flag, _ in rows if flag} == flags - {"--assumptions"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_fault_is_told(locale: str) -> None:
    assert set(faults(locale)) == set(KINDS)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_text_of_each_fault_that_is_told_is_taken(locale: str) -> None:
    examples = re.findall(r"(?:--fault|X-Emulator-Fault:) '?([^'\n]+)'", page(locale))
    assert len(examples) == 2
    for text in (*examples, *faults(locale).values()):
        assert Emulator(faults=text).faults.armed == Emulator(faults=[text]).faults.armed != []
    with pytest.raises(FaultRefused, match="latency, status") as refused:
        Emulator(faults="explode")
    assert refused.value.allowed == tuple(KINDS)


def test_what_the_emulator_raises_is_public() -> None:
    documented = re.findall(
        r"^ +(\w+): ", "".join(map(str, map(inspect.getdoc, vars(Emulator.__base__).values()))), re.M
    )
    raised = {name for name in documented if re.search(r"(Error|Refused|Failed)$", name)}
    assert {"AuditFailed", "MissingExtraError", "StateFileError"} <= raised
    assert {name for name in raised if not hasattr(builtins, name)} <= set(public.__all__)
    assert all(issubclass(getattr(public, name), Exception) for name in public.__all__ if name in raised)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_assumption_is_told_once(locale: str) -> None:
    for assumption in load_assumptions():
        assert page(locale).count(f"| {assumption.silent_on[locale]} | {assumption.emulator[locale]} |") == 1, (
            assumption.id
        )


def test_generator_and_emulator_read_the_same_table() -> None:
    assert [row.model_dump() for row in parse_assumptions(load_runtime())] == [
        {"id": row.id, "silent_on": row.silent_on, "emulator": row.emulator} for row in load_assumptions()
    ]


def test_the_programs_run(tmp_path: Path) -> None:
    shown = {locale: programs(locale) for locale in LOCALES}
    for program in shown["en"]:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert all(listed == shown["en"] for listed in shown.values())
