"""The changes as somebody reads them: text, Markdown, JSON, and annotations of GitHub."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..problems.problem import Location
from ..problems.reports import workflow_command
from ..source.repository import name_in_repository
from ..text import markdown
from ..text.fragments import Fragment
from ..text.printing import json_document
from ..words.phrases import phrase
from .compare import PLATFORM, Change
from .ignored import IgnoreRow
from .rules import RULES, Severity
from .tree import Tree

_LONGEST = 80
_LEAD = 20
"""How much of what two values share is shown before the place where they differ."""
_NO_VALUE = "—"
_CODE_WITH_WORD = re.compile(r"`([^`]*\{(?:old|new)_word\}[^`]*)`")


@dataclass(frozen=True, slots=True)
class Report:
    """The changes between two trees, each with the row that ignores it, if any."""

    base: Tree
    head: Tree
    rows: tuple[tuple[Change, IgnoreRow | None], ...]
    locale: str = "en"

    def counted(self) -> Counter[Severity]:
        """Return how many changes there are of each severity, without those that are ignored."""
        return Counter(change.rule.severity for change, ignored in self.rows if ignored is None)

    def summary(self) -> str:
        """Return the sentence that counts the changes."""
        counted = self.counted()
        ignored = len(self.rows) - counted.total()
        return summary_of(counted, self.locale, ignored)


def summary_of(counted: Mapping[Severity, int], locale: str, ignored: int = 0) -> Fragment:
    """Return the sentence that counts changes."""
    numbers = {severity.value: counted.get(severity, 0) for severity in Severity} | {"ignored": ignored}
    parts = [f"{number} {phrase(f'changes.{name}', locale)}" for name, number in numbers.items() if number]
    if not parts:
        return phrase("changes.none", locale)
    return Fragment(phrase("changes.and", locale).join(parts) + phrase("changes.stop", locale))


def value_text(value: Any) -> str:
    """Return a value on one line: as JSON, cut where it is long."""
    if value is None:
        return _NO_VALUE
    return _cut(json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def value_texts(old: Any, new: Any) -> tuple[str, str]:
    """Return two values as `value_text` does, from where they begin to differ if that would be cut off."""
    if old is None or new is None:
        return value_text(old), value_text(new)
    texts = [json.dumps(value, ensure_ascii=False) for value in (old, new)]
    same = next((at for at, (one, other) in enumerate(zip(*texts, strict=False)) if one != other), min(map(len, texts)))
    if same < _LONGEST - _LEAD:
        return value_text(old), value_text(new)
    before, after = (_cut(f"…{text[same - _LEAD :]}") for text in texts)
    return before, after


def hint_of(change: Change, locale: str) -> str:
    """Return what to write instead, as Markdown; nothing where nothing breaks."""
    given = {"key": change.path[-1] if change.path else "", "old": change.old, "new": change.new}
    words = {name: value if isinstance(value, str) else value_text(value) for name, value in given.items()}
    plain = {f"{name}_word": word for name, word in words.items()}
    coded = {name: markdown.code(word) for name, word in words.items()}
    parts = enumerate(_CODE_WITH_WORD.split(change.rule.text[locale].hint))  # every second one is code
    return "".join(markdown.code(part.format_map(plain)) if at % 2 else part.format_map(coded) for at, part in parts)


def _words(change: Change, ignored: IgnoreRow | None, locale: str) -> Iterator[str]:
    yield change.rule.text[locale].reason
    if ignored is not None:
        until = ignored.until.isoformat()
        yield f"{phrase('changes.ignored_because', locale)} {markdown.escape(ignored.reason)} ({until})"
    elif hint := hint_of(change, locale):
        yield hint


def change_columns(locale: str) -> tuple[Fragment, ...]:
    """Return the heads of a table of changes."""
    return tuple(phrase(f"changes.column.{name}", locale) for name in ("severity", "where", "old", "new", "meaning"))


def change_values(change: Change) -> tuple[Fragment, ...]:
    """Return where a change is and both values, as cells of a table."""
    values = (change.dotted or change.rule.id, *value_texts(change.old, change.new))
    return tuple(Fragment(value if value == _NO_VALUE else markdown.code(value)) for value in values)


def change_meaning(change: Change, locale: str, ignored: IgnoreRow | None = None) -> Fragment:
    """Return the reason of a change, and what to write instead or why it is ignored, as a cell of a table."""
    return Fragment(phrase("changes.then", locale).join(_words(change, ignored, locale)))


def what(change: Change) -> str:
    """Return the place and both values of a change on one line."""
    place = f"{change.dotted}: " if change.path else ""
    return f"{place}{' → '.join(value_texts(change.old, change.new))}"


def _text(report: Report) -> Iterator[str]:
    for subject, rows in groupby(report.rows, lambda row: row[0].subject):
        yield subject
        for change, ignored in rows:
            word = "ignored" if ignored else change.rule.severity.value
            yield f"  {word:8}  {what(change)}  [{change.rule.id}]"
            yield from (f"            {line}" for line in _words(change, ignored, report.locale))
    yield report.summary()


def _markdown(report: Report) -> Iterator[str]:
    heads = change_columns(report.locale)
    yield f"**{markdown.escape(report.base.name)} → {markdown.escape(report.head.name)}**: {report.summary()}"
    for subject, rows in groupby(report.rows, lambda row: row[0].subject):
        yield from ("", f"### {markdown.escape(subject)}", "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|")
        for change, ignored in rows:
            word = phrase(f"changes.{'ignored' if ignored else change.rule.severity.value}", report.locale)
            meaning = change_meaning(change, report.locale, ignored)
            yield f"| {' | '.join([word, *change_values(change)])} | {meaning} `{change.rule.id}` |"


def json_row(change: Change, ignored: IgnoreRow | None, locale: str) -> dict[str, Any]:
    """Return a change as JSON data."""
    row: dict[str, Any] = {
        "rule": change.rule.id,
        "severity": change.rule.severity.value,
        "python": change.rule.python.value,
        "api": change.rule.api.value,
        "subject": change.subject,
        "path": change.dotted,
        "old": change.old,
        "new": change.new,
        "reason": change.rule.text[locale].reason,
        "hint": hint_of(change, locale),
        "mirror": RULES[change.rule.mirror].id,
    }
    return row | ({"ignored": ignored.reason, "until": ignored.until.isoformat()} if ignored else {})


def _json(report: Report) -> Iterator[str]:
    data = {
        "base": report.base.name,
        "head": report.head.name,
        "summary": {severity.value: report.counted()[severity] for severity in Severity},
        "changes": [json_row(change, ignored, report.locale) for change, ignored in report.rows],
    }
    yield json_document(data)


_LEVELS = {Severity.BREAKING: "error", Severity.RISKY: "warning", Severity.SAFE: "notice", Severity.TEXT: "notice"}


def _github(report: Report) -> Iterator[str]:
    for change, ignored in report.rows:
        level = "notice" if ignored else _LEVELS[change.rule.severity]
        message = f"{what(change)}\n{' '.join(_words(change, ignored, report.locale))}"
        yield workflow_command(level, f"{change.subject}: {change.rule.id}", message, _place(report.head, change))


def _place(tree: Tree, change: Change) -> Location | None:
    """Return where a change stands in the new specs; nothing where its file is gone, or is one of the wire types."""
    documents = {f"models/{model.spec.id}": model.document for model in tree.parsed.models}
    document = {**documents, PLATFORM: tree.parsed.platform_document}.get(change.subject)
    if document is None:
        return None
    place = document.locate(change.path)
    file = place.file.removeprefix(tree.prefix) if tree.prefix else name_in_repository(place.file)
    return Location(file, place.line, place.column)


FORMATS: Mapping[str, Callable[[Report], Iterator[str]]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
    "github": _github,
}
