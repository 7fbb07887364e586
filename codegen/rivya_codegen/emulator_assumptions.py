"""What the emulator does where the vendor is silent, as its table in the runtime says it: for the docs."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter

from .spec import Locale, Prose, SpecModel, Text

ASSUMPTIONS_FILE = "emulator/undocumented.json"
"""In the runtime, which ships it: the emulator prints the same table."""


class Assumption(SpecModel):
    """One open question of the documentation, and the emulator's answer to it, as Markdown."""

    id: Text
    silent_on: dict[Locale, Prose]
    emulator: dict[Locale, Prose]


def parse_assumptions(runtime: Mapping[str, bytes]) -> tuple[Assumption, ...]:
    """Return the rows of the table. It is part of the program, so a wrong one is a defect and no finding."""
    return tuple(TypeAdapter(list[Assumption]).validate_json(runtime[ASSUMPTIONS_FILE]))
