"""What is wrong with a request, as values: codes with parameters, whose text comes from a catalogue per locale."""

from __future__ import annotations

import difflib
import importlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Number
from typing import Literal, cast

from .numbers_as_json import same_number

Severity = Literal["error", "warning"]
Catalogue = Mapping[str, Mapping[str, str]]

FALLBACK_LOCALE = "en"
SCRIPTS = {f"zh-{region}": "zh-hant" for region in ("tw", "hk", "mo")}
"""What a region writes, where its language alone does not say it."""
SHOWN_VALUE_LENGTH = 60
SHOWN_OPTIONS = 40
NUMBERS = re.compile(r"[0-9]{1,9}(?::[0-9]{1,9})?")
NEAR = 0.15
"""By which part of it a number may differ from the one that may be meant."""
DATA_ADDRESS = re.compile(r'data:[\w.+/;=-]{0,80},[^"]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a message that is itself looked up in the catalogue, such as *an integer*."""

    code: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request.

    Args:
        code: What kind of thing, such as `unknown-option`; it stays the same in every language.
        parameter: The argument of a model's method (`aspect_ratio`), or the path in a request (`params.aspectRatio`).
        parameters: The values of the message.
        severity: `error` for what the vendor would reject, `warning` for what would have no effect.
    """

    code: str
    parameter: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object], hash=False)
    severity: Severity = "error"
    _messages_module: str = field(default="", repr=False, compare=False)

    def message(self, locale: str = FALLBACK_LOCALE) -> str:
        """Say what is wrong.

        Args:
            locale: The language, such as `zh_TW`.

        Returns:
            The text; in English where the package does not speak the language.
        """
        phrase = Phrase(self.code, {**self.parameters, "parameter": self.parameter})
        return phrase_text(phrase, load_catalogue(self._messages_module), locale)

    def __str__(self) -> str:
        return self.message()


def load_catalogue(messages_module: str) -> Catalogue:
    """Return the catalogue (code → locale → text) of a generated package; empty where no package is named."""
    if not messages_module:
        return {}
    return cast("Catalogue", importlib.import_module(messages_module).MESSAGES)


def matching_locale(locale: str, known: Iterable[str]) -> str | None:
    """Return the known locale that a name such as `zh_TW.UTF-8` stands for, as exactly as there is one."""
    by_name = {name.lower(): name for name in known}
    wanted = re.split("[.@]", locale)[0].replace("_", "-").lower()
    while wanted and (wanted := SCRIPTS.get(wanted, wanted)) not in by_name:
        wanted = wanted.rpartition("-")[0]
    return by_name.get(wanted)


def phrase_text(value: object, catalogue: Catalogue, locale: str) -> str:
    """Return a value of a message as text: phrases are looked up, several of them are joined by the word for *and*."""
    if isinstance(value, tuple):
        conjunction = phrase_text(Phrase("and"), catalogue, locale)
        return conjunction.join(phrase_text(part, catalogue, locale) for part in cast("tuple[object, ...]", value))
    if not isinstance(value, Phrase):
        return str(value)
    texts = catalogue.get(value.code, {})
    template = texts.get(matching_locale(locale, texts) or FALLBACK_LOCALE) or texts.get(FALLBACK_LOCALE)
    if template is None:
        return _plain_text(value)
    return template.format_map({name: phrase_text(part, catalogue, locale) for name, part in value.parameters.items()})


def _plain_text(phrase: Phrase) -> str:
    parameter = phrase.parameters.get("parameter")
    return f"{parameter}: {phrase.code}" if parameter else phrase.code


def closest(word: str, allowed: Iterable[str]) -> str:
    """Return the allowed word that is one slip away, else nothing; of numbers and ratios one of nearly as much.

    The generator says the same of what specs say.
    """
    words = list(allowed)
    numbers = [other for other in words if NUMBERS.fullmatch(other) and other.count(":") == word.count(":")]
    if numbers and NUMBERS.fullmatch(word):
        begin, size = word.partition(":")[0], _ratio(word)
        if near := [other for other in numbers if abs(_ratio(other) - size) <= NEAR * size]:
            return min(near, key=lambda other: (other.partition(":")[0] != begin, abs(_ratio(other) - size)))
        words = [other for other in words if other not in numbers]
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.6)), "")


def _ratio(numbers: str) -> float:
    over, _, below = numbers.partition(":")
    return float(over) / (float(below or 1) or 1)


def hint(word: object, allowed: Iterable[str]) -> Phrase | str:
    """Return the *did you mean* part of a message: the allowed word that is one slip away, else nothing."""
    text = str(word).lower() if isinstance(word, bool) else str(word)
    if isinstance(word, int | float) and not isinstance(word, bool):  # of another number, a close one is no slip
        close = next((each for each in allowed if same_number(each, word)), "")
    else:
        close = closest(text, allowed)
    return Phrase("hint", {"word": close}) if close else ""


def shown(value: object, *, python: bool = False) -> str:
    """Return a value of a request as a reader of JSON, or of Python, knows it, cut to a readable length."""
    try:
        if (python and isinstance(value, bool | None)) or (
            isinstance(value, Number) and not isinstance(value, int | float)
        ):
            text = str(value)
        else:
            text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = f"<{type(value).__name__}>"
    text = DATA_ADDRESS.sub("data:…", text)
    return text if len(text) <= SHOWN_VALUE_LENGTH else f"{text[: SHOWN_VALUE_LENGTH - 1]}…"


def range_text(least: object, most: object) -> str:
    """Return a range in signs that need no translation, one of whose ends is known: `≤ 3`, `≥ 1`, `2 … 4`."""
    if least is None or most is None:
        return f"≤ {most}" if least is None else f"≥ {least}"
    return f"{least} … {most}"


def listed(options: Iterable[object], *, quoted: bool = True, python: bool = False) -> str:
    """Return options as one readable list: `"1:1", "2:3"`, or without quotes where they are names."""
    texts = [shown(option, python=python) if quoted else str(option) for option in options]
    return ", ".join(texts[:SHOWN_OPTIONS] + ["…"] * (len(texts) > SHOWN_OPTIONS))
