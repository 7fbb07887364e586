"""The table of rules: what a kind of change means to a caller of the package and to a caller of the API.

The rows are data, `rules.yaml` beside this module; the words are in `words/<locale>/changes.yaml`. The severity of a rule is the higher of its two sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from ..words.locales import LOCALES, read_table, words_of_kind


class Severity(Enum):
    """What a change does to callers who do nothing."""

    BREAKING = "breaking"
    """A call that was right is refused, or no longer type-checks."""
    RISKY = "risky"
    """Calls go on, but may give something else, cost something else, or be refused in some cases."""
    SAFE = "safe"
    """Calls go on as before; something may have become possible."""
    TEXT = "text"
    """Nothing but words."""

    @property
    def rank(self) -> int:
        """Higher is graver."""
        return -list(Severity).index(self)


class Side(BaseModel):
    """The words of a rule in one locale."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reason: str
    hint: str = ""
    """What to write instead, as Markdown; there is one where something breaks. A `str.format` template: {key}, {old} and
    {new} are filled in as inline code, {old_word} and {new_word} as a part of the inline code that they stand in."""


class Rule(BaseModel):
    """A row: severity for each side, the rule of the same change backwards, and the words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    python: Severity
    api: Severity
    mirror: str
    unseen: str | None = None
    """Why neither the types nor the JSON Schema of a request show it: a key of `unseen` in the table."""
    text: Mapping[str, Side] = Field(repr=False)

    @property
    def severity(self) -> Severity:
        """The higher of the two sides."""
        return max(self.python, self.api, key=lambda side: side.rank)


class FieldRule(NamedTuple):
    """How a field of the format is judged: the way in which it can differ, the rule of that, and the rule backwards."""

    way: str
    rule: str
    mirror: str


_NO_WAYS = ("sides", "mirror", "unseen")


def _read() -> tuple[dict[str, Rule], dict[str, dict[str, str]], dict[str, FieldRule]]:
    words = words_of_kind("changes")
    rules: dict[str, Rule] = {}
    fields: dict[str, FieldRule] = {}
    for name, row in read_table(Path(__file__).with_name("rules.yaml")).items():
        python, _, api = row["sides"].partition(", ")
        texts = {locale: words[locale]["rules"][name] for locale in LOCALES}
        sides = {locale: Side(reason=text) if isinstance(text, str) else Side(**text) for locale, text in texts.items()}
        mirror = row.get("mirror", name)
        for way in [key for key in row if key not in _NO_WAYS]:
            fields |= dict.fromkeys(row[way].split(), FieldRule(way, name, mirror))
        unseen = row.get("unseen")
        rules[name] = Rule(
            id=name, python=Severity(python), api=Severity(api or python), mirror=mirror, unseen=unseen, text=sides
        )
    keys = words[LOCALES[0]]["unseen"]
    return rules, {key: {locale: words[locale]["unseen"][key] for locale in LOCALES} for key in keys}, fields


RULES, UNSEEN, FIELD_RULES = _read()
"""The rules by id; the reasons why a rule cannot be seen, by key and locale; and how fields are judged: by `Class.field`,
by `Class` for all other fields of one, or by `field` for those of this name that nothing else says more of."""
