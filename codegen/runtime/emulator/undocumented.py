"""What the emulator does where the vendor's documentation is silent: `undocumented.json`, which the docs show too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Assumption:
    """One open question of the documentation, and the emulator's answer to it, by locale."""

    id: str
    silent_on: Mapping[str, str]
    emulator: Mapping[str, str]


@cache
def load_assumptions() -> tuple[Assumption, ...]:
    """Return all assumptions, in the order of the docs."""
    rows = json.loads((files(__name__.rpartition(".")[0]) / "undocumented.json").read_text("utf-8"))
    return tuple(Assumption(**row) for row in rows)
