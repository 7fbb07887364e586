"""The docs page of the emulator, per locale: how to run it, its options and faults, and each assumption it makes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ..text.fragments import Fragment
from ..words.phrases import phrase
from .ir import Cell, Listing, Page, Section, Table
from .runtime_facts import Assumption

_RUN = """\
pip install 'rivya[emulator]'
python -m rivya.emulator --port 8765 --state emulator.db"""

_PROGRAM = """\
from rivya import PollPolicy, Rivya
from rivya.emulator import Emulator

with Emulator(credits=20) as emulator:
    with Rivya(emulator.key, base_url=emulator.url, poll=PollPolicy(first=0.1, interval=0.1)) as client:
        model = client.models.list()[0].id
        job = client.generations.create({"model": model, "prompt": "A lighthouse at dawn"})
        print(job.wait().result, emulator.credits)"""

_PYTEST = """\
import pytest

from rivya import Rivya
from rivya.emulator import Emulator


@pytest.fixture
def rivya_emulator_options() -> dict[str, object]:
    return {"credits": 8}


def test_the_wallet_is_mine(rivya_client: Rivya, rivya_emulator: Emulator) -> None:
    assert rivya_client.credits.retrieve().current_credits == 8
    assert rivya_emulator.requests[-1].path == "/api/v1/credits\""""

_WEBHOOKS = """\
from rivya import Rivya
from rivya.emulator import Emulator

with Emulator(allow_local_webhooks=True) as emulator:
    with Rivya(emulator.key, base_url=emulator.url) as client:
        endpoint = client.webhooks.create(url="http://127.0.0.1:8000/rivya/webhook")
        client.webhooks.test(endpoint.id)"""

_FAULTS = """\
python -m rivya.emulator --fault 'drop=after;operation=generations.create;times=20'
curl http://127.0.0.1:8765/api/v1/models -H 'X-Emulator-Fault: latency=0.5, status=429;retry_after=2'"""

_OPTIONS = {
    "--port": "port",
    "--host": "host",
    "--credits": "credits",
    "--job-seconds": "job_seconds",
    "--key": "key",
    "--also-key": "keys",
    "--state": "state",
    "--rate-limit": "rate_limit",
    "--disabled": "disabled",
    "--fault": "faults",
    "--allow-local-webhooks": "allow_local_webhooks",
}
"""The options by their flags; `clock` has none."""

_FAULT_VALUES = {
    "latency": "latency=0.5",
    "status": "status=503",
    "page": "page=502",
    "drop": "drop=after",
    "truncate": "truncate",
    "drip": "drip=0.1",
    "fail": "fail=generation_failed",
}


def emulator_page(assumptions: Iterable[Assumption], locale: str) -> Page:
    """Return the page in a locale."""
    say = partial(phrase, locale=locale)
    sections = (
        Section(say("emulator.run"), (say("emulator.run_about"),), listings=(_bash(_RUN),)),
        Section(say("emulator.program"), (say("emulator.program_about"),), listings=(_python(_PROGRAM),)),
        Section(say("emulator.pytest"), (say("emulator.pytest_about"),), listings=(_python(_PYTEST),)),
        Section(say("emulator.webhooks"), (say("emulator.webhooks_about"),), listings=(_python(_WEBHOOKS),)),
        Section(say("emulator.options"), (say("emulator.options_about"),), tables=(_option_table(locale),)),
        Section(
            say("emulator.faults"),
            (say("emulator.faults_about"),),
            tables=(_fault_table(locale),),
            listings=(_bash(_FAULTS),),
        ),
        Section(
            say("emulator.assumptions"),
            (say("emulator.assumptions_about"),),
            tables=(_assumption_table(assumptions, locale),),
        ),
    )
    return Page(Fragment(locale), say("emulator.title"), say("emulator.summary"), sections)


def _bash(text: str) -> Listing:
    return Listing(Fragment("bash"), text)


def _python(text: str) -> Listing:
    return Listing(Fragment("python"), text)


def _columns(locale: str, *names: str) -> tuple[str, ...]:
    return tuple(phrase(f"emulator.column.{name}", locale) for name in names)


def _option_table(locale: str) -> Table:
    flags = {**{name: flag for flag, name in _OPTIONS.items()}, "clock": None}
    rows = tuple(
        (
            Cell(codes=(flag,)) if flag else Cell(prose=Fragment("-")),
            Cell(codes=(name,)),
            Cell(prose=phrase(f"emulator.option.{name}", locale)),
        )
        for name, flag in flags.items()
    )
    return Table(_columns(locale, "flag", "option", "meaning"), rows)


def _fault_table(locale: str) -> Table:
    rows = tuple(
        (Cell(codes=(example,)), Cell(prose=phrase(f"emulator.fault.{kind}", locale)))
        for kind, example in _FAULT_VALUES.items()
    )
    return Table(_columns(locale, "fault", "meaning"), rows)


def _assumption_table(assumptions: Iterable[Assumption], locale: str) -> Table:
    rows = tuple(
        (Cell(prose=Fragment(assumption.silent_on[locale])), Cell(prose=Fragment(assumption.emulator[locale])))
        for assumption in assumptions
    )
    return Table(_columns(locale, "silent_on", "emulator"), rows)
