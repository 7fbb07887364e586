"""Reads the words of this program, `<locale>/<kind>.yaml`, and other tables that are part of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .locales import LOCALES


def read_table(path: Path) -> Any:
    """Return the data of a YAML file that is part of this program. A wrong one is a defect and no finding."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), loader)


@cache
def words_of_kind(kind: str) -> Mapping[str, Any]:
    """Return the words of a kind, such as `problems`: what the file of each locale says, by locale."""
    return {locale: read_table(Path(__file__).parent / locale / f"{kind}.yaml") for locale in LOCALES}


@cache
def texts_of_kind(kind: str) -> Mapping[str, Mapping[str, str]]:
    """Return words of a kind that has one text for each key: key → locale → text."""
    tables = words_of_kind(kind)
    return {key: {locale: tables[locale][key] for locale in LOCALES} for key in tables[LOCALES[0]]}
