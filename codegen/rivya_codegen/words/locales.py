"""The languages of this program: `locales.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .tables import read_table


@dataclass(frozen=True, slots=True)
class Locale:
    """What is to be known of a language."""

    sarif: str
    """How SARIF can say it: a language and a region, no script."""
    scripts: tuple[str, ...]
    """What its texts are written in, by the beginnings of the names of the letters."""


def _read() -> Mapping[str, Locale]:
    rows = read_table(Path(__file__).with_name("locales.yaml"))
    return {name: Locale(row["sarif"], tuple(row["scripts"])) for name, row in rows.items()}


LOCALE_TABLE = _read()
LOCALES = tuple(LOCALE_TABLE)
