"""The languages of this program, `locales.yaml`, and the words of each, `<locale>/<kind>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def read_table(path: Path) -> Any:
    """Return the data of a YAML file that is part of this program. A wrong one is a defect and no finding."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), loader)


@dataclass(frozen=True, slots=True)
class Locale:
    """What a language needs beside its words, which stand in the folder of its name."""

    language_region: str
    """The tag as formats have it that know a language and a region, but no script."""
    scripts: tuple[str, ...]
    """What its texts are written in, by the beginnings of the names of the letters."""
    full_stop: str


LOCALE_TABLE: Mapping[str, Locale] = {
    name: Locale(**row | {"scripts": tuple(row["scripts"])})
    for name, row in read_table(Path(__file__).with_suffix(".yaml")).items()
}
LOCALES = tuple(LOCALE_TABLE)
"""The tags; the first is what is shown where nobody asks for another."""


@cache
def words_of_kind(kind: str) -> Mapping[str, Any]:
    """Return the words of a kind, such as `problems`: what the file of each locale says, by locale."""
    return {locale: read_table(Path(__file__).parent / locale / f"{kind}.yaml") for locale in LOCALES}


@cache
def texts_of_kind(kind: str) -> Mapping[str, Mapping[str, str]]:
    """Return words of a kind that has one text for each key: key → locale → text."""
    tables = words_of_kind(kind)
    return {key: {locale: tables[locale][key] for locale in LOCALES} for key in tables[LOCALES[0]]}
