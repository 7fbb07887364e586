"""Reads limits and conditions back from the words of a docs page: what the words leave open, it cannot tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from string import Formatter
from typing import Any

from rivya_codegen.words.messages import request_messages
from rivya_codegen.words.phrases import phrases

CODE = "\ue000[0-9]+\ue001"
SIGNS = {"≥": "min", ">": "exclusive_min", "≤": "max", "<": "exclusive_max"}
NUMBER = r"-?[0-9][0-9.e+-]*"
ANY = "(?s:.+)"
LISTS = ("options", "kinds", "mime_types")

Data = dict[str, Any]


class Said(str):
    """A text of a page, in which numbers stand for its pieces of code."""

    codes: list[str]

    @classmethod
    def of(cls, pieces: list[tuple[str, bool]]) -> Said:
        """Return the text of pieces, which are code or not."""
        codes: list[str] = []
        text = ""
        for piece, is_code in pieces:
            text += f"\ue000{len(codes)}\ue001" if is_code else piece
            codes += [piece] * is_code
        said = cls(text)
        said.codes = codes
        return said


def words(name: str, locale: str) -> str:
    return phrases(locale)[name] if name in phrases(locale) else request_messages()[name][locale]


@cache
def form(name: str, locale: str, **groups: str) -> re.Pattern[str]:
    """Return what matches a sentence with any values. A space of Chinese may be missing."""
    pattern = ""
    for text, value, *_ in Formatter().parse(words(name, locale)):
        pattern += re.escape(re.sub("`[^`]*`", "\ue002", text)).replace("\ue002", CODE).replace("\\ ", " ?")
        pattern += f"(?P<{value}>{groups.get(value, CODE)})" if value else ""
    return re.compile(pattern)


class WordsReader:
    """Reads what one text says."""

    def __init__(self, said: str, locale: str) -> None:
        self.text, self.locale = str(said), locale
        self.codes = said.codes if isinstance(said, Said) else []

    def details(self, text: str | None = None) -> Data:
        """Return the fields of a parameter."""
        return self.several(self.text if text is None else text, "limit.and", self.detail)

    def condition(self) -> Data:
        """Return the fields of a condition."""
        before, between, after = words("rule.when", self.locale).replace("{when}", "{then}").split("{then}")
        for comma in re.finditer(re.escape(between.strip()), self.text):
            begin, end = self.text[: comma.start()], self.text[comma.end() :]
            if begin.startswith(before.strip()) and end.endswith(after):
                with suppress(AssertionError):
                    when = self.several(begin.removeprefix(before.strip()).strip(), "and", self.part)
                    return {"when": when, **self.consequences(end.removesuffix(after).strip())}
        always = self.form("rule.always", then=ANY).fullmatch(self.text)
        assert always, self.text
        return self.consequences(always["then"][:1].lower() + always["then"][1:])

    def consequences(self, text: str) -> Data:
        return self.several(text, "rule.and", self.consequence)

    def form(self, name: str, **groups: str) -> re.Pattern[str]:
        return form(name, self.locale, **groups)

    def several(self, text: str, between: str, read: Callable[[str], tuple[Data, int] | None]) -> Data:
        """Return what phrases say that a word joins; all of the text has to be read."""
        said: Data = {}
        at = 0
        while True:
            found = read(text[at:])
            assert found is not None, f"{text[at:]} of {self.text}"
            merge(said, found[0])
            at += found[1]
            if at == len(text):
                return said
            word = self.form(between).match(text, at)
            assert word, f"{text[at:]} of {self.text}"
            at = word.end()

    def listed(self, last: str) -> str:
        comma, end = (self.form(f"list.{name}").pattern for name in ("comma", last))
        return f"{CODE}(?:(?:{comma}{CODE})*{end}{CODE})?"

    def code(self, text: str) -> str:
        return self.codes[int(text[1:-1])]

    def every_code(self, text: str) -> list[str]:
        return [self.code(one) for one in re.findall(CODE, text)]

    def first(self, text: str, forms: Iterator[tuple[re.Pattern[str], Any]]) -> tuple[re.Match[str], Any] | None:
        """Return the longest match of a phrase with what belongs to it."""
        found = [(match, row) for pattern, row in forms if (match := pattern.match(text))]
        return max(found, key=lambda one: one[0].end(), default=None)

    def detail(self, text: str) -> tuple[Data, int] | None:
        entry = self.form("limit.items", value=ANY).match(text)
        if entry:
            return {"items": self.details(entry["value"])}, len(text)
        ends = [form(f"deprecated-{name}", self.locale).pattern for name in ("until", "instead")]
        optional = {
            name: f"(?:{end.replace(f'<{name}>', f'<{name}_>')})?"
            for name, end in zip(("until", "instead"), ends, strict=True)
        }
        names = (name for name in phrases(self.locale) if name.startswith("limit.") and name != "limit.and")
        known = (
            (
                self.form(
                    name, value=f"{self.listed('or')}|{NUMBER}", **(optional if name == "limit.deprecated" else {})
                ),
                name,
            )
            for name in names
        )
        found = self.first(text, known)
        measured = self.measure(text)
        if found is None or (measured is not None and measured[1] > found[0].end()):
            return measured
        match, name = found
        _, field, *exact = name.split(".")
        value = self.value_of(match.groupdict(), exact)
        return {field: self.every_code(match["value"]) if field in LISTS else value}, match.end()

    def measure(self, text: str) -> tuple[Data, int] | None:
        """Return the range of what is measured of a file."""
        end = r"[0-9]+(?::[0-9]+|\.[0-9]+)?"
        names = [name for name in request_messages() if name.startswith("measure-") and name.endswith("-of")]
        found = self.first(text, ((self.form(name, value=f"[≥≤] {end}|{end} … {end}"), name) for name in names))
        return ({found[1].split("-")[1]: ends_in(found[0]["value"])}, found[0].end()) if found else None

    def value_of(self, groups: Mapping[str, str | None], exact: list[str]) -> Any:
        if exact:
            return {"true": True, "false": False, "1": 1}.get(exact[0], exact[0])
        if set(groups) == {"value"}:
            value = str(groups["value"])
            return number_in(value) if re.fullmatch(NUMBER, value) else self.code(re.findall(CODE, value)[0])
        return {
            name.rstrip("_"): self.code(text)
            for name, text in groups.items()
            if text is not None and re.fullmatch(CODE, text)
        }

    def part(self, text: str) -> tuple[Data, int] | None:
        """Return one thing that a condition asks for."""
        one = f"(?:[≥>≤<] {NUMBER})"
        also = self.form("and").pattern
        count = "[≥≤] [0-9]+|[0-9]+ … [0-9]+|[0-9]+"
        groups = {"values": self.listed("or"), "range": f"{one}(?:{also}{one})*", "number": count}
        names = (name for name in request_messages() if name.startswith("when-"))
        found = self.first(text, ((self.form(name, **groups), name) for name in names))
        if found is None:
            return None
        match, name = found
        said = match.groupdict()
        match name.split("-")[1:]:
            case ["references" | "prompt" as subject, state]:
                return {subject: state}, match.end()
            case ["files", *_]:
                kind = {"kind": self.code(said["kind"])} if "kind" in said else {}
                return {"references": kind | count_in(said["number"])}, match.end()
            case ["parameter", ("given" | "absent") as state]:
                test: Any = state
            case ["parameter", "in", "range"]:
                rows = re.findall(rf"([≥>≤<]) ({NUMBER})", said["range"])
                test = {SIGNS[sign]: number_in(number) for sign, number in rows}
            case _:
                test = self.every_code(said["values"])
        return {"params": {self.code(said["parameter"]): test}}, match.end()

    def consequence(self, text: str) -> tuple[Data, int] | None:
        names = [
            name
            for name in phrases(self.locale)
            if name.startswith("rule.") and "{subjects}" in words(name, self.locale)
        ]
        found = self.first(
            text,
            ((self.form(name, subjects=self.listed("or" if name == "rule.forbid" else "and")), name) for name in names),
        )
        if found:
            return {found[1].removeprefix("rule."): self.every_code(found[0]["subjects"])}, found[0].end()
        if default := self.form("rule.default").match(text):
            return {"limit": {self.code(default["subject"]): {"default": self.code(default["value"])}}}, default.end()
        if limit := self.form("rule.limit", limits="").match(text):
            said, length = self.as_far_as_read(text[limit.end() :])
            return {"limit": {self.code(limit["subject"]): said}}, limit.end() + length
        return None

    def as_far_as_read(self, text: str) -> tuple[Data, int]:
        """Return the limits that a text begins with, and how much of it they are."""
        said: Data = {}
        at = 0
        while (found := self.detail(text[at:])) is not None:
            said |= found[0]
            end = at + found[1]
            word = self.form("and").match(text, end)
            if word is None or self.detail(text[word.end() :]) is None:
                return said, end
            at = word.end()
        return said, at


def merge(said: Data, more: Data) -> None:
    for name, value in more.items():
        if name in said and isinstance(value, dict):
            merge(said[name], value)
        else:
            assert name not in said
            said[name] = value


def number_in(text: str) -> float:
    return float(text) if any(sign in text for sign in ".e") else int(text)


def ends_in(text: str) -> Data:
    """Return the ends of a range."""
    least, *most = [end if ":" in end else number_in(end) for end in text.lstrip("≥≤ ").split(" … ")]
    if text.startswith("≥"):
        return {"min": least}
    return {"max": least} if text.startswith("≤") else {"min": least, "max": (most or [least])[0]}


def count_in(text: str) -> Data:
    """Return the fewest and the most files."""
    return {name: end for name, end in ends_in(text).items() if end or name == "max"}


def as_written(condition: Any, prompt: str) -> Data:
    """Return the data of a condition as pages say it, where a file count names its fewest files, and the prompt is a field."""
    data: Data = condition.model_dump(exclude_defaults=True)
    counted = data.get("when", {}).get("references")
    if counted is not None and not isinstance(counted, str):
        data["when"]["references"] = {**counted, "min": condition.when.references.least}
        if not data["when"]["references"]["min"]:
            del data["when"]["references"]["min"]
    if limit := data.get("limit"):
        rows = {prompt: limit.get("prompt"), "references": limit.get("references")}
        data["limit"] = limit.get("params", {}) | {name: row for name, row in rows.items() if row is not None}
    return {
        name: [prompt if one == "prompt" else one for one in part] if isinstance(part, list) else part
        for name, part in data.items()
    }
