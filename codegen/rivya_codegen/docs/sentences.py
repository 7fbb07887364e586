"""Limits and conditions in words, made from the data of a spec: per locale, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..contract.schema import prompt_key
from ..spec.conditions import CONSEQUENCES, Condition, FileTest, ValueRange, ValueTest, When
from ..spec.model import AnyParameter, ArrayParameter, ModelSpec
from ..spec.notes import Deprecation
from ..spec.numbers import length_text
from ..spec.references import MEASURES
from ..spec.values import SpecModel
from ..text.fragments import Fragment, code, prose
from ..text.json_data import is_list
from ..words.phrases import joined, phrase, phrases, request_phrase

OF_RANGES = ("min", "exclusive_min", "max", "exclusive_max", "step", "multiple_of")
IN_COLUMNS = frozenset(
    {"type", "required", "nullable", "default", "options", "deprecated_options", "items", "fields", *OF_RANGES}
)
"""The fields of parameters that the vendor's columns say, or tables of their own."""
_SIGNS = {"min": "≥", "exclusive_min": ">", "max": "≤", "exclusive_max": "<"}
_NO_WORDS = Fragment("")


def details(parameter: AnyParameter, locale: str) -> Fragment:
    """Return what the columns of the vendor's pages cannot say of a parameter; empty where they say all."""
    given = sorted(_given(parameter), key=lambda row: row[0] != "kind")  # first what it is
    said = [limit_words(name, value, locale) for name, value in given if name not in IN_COLUMNS]
    if isinstance(parameter, ArrayParameter) and (entry := details(parameter.items, locale)):
        said.append(phrase("limit.items", locale, value=entry))
    return joined(said, phrase("limit.and", locale)) if said else _NO_WORDS


def _given(row: SpecModel) -> Iterator[tuple[str, Any]]:
    fields = type(row).model_fields
    yield from ((name, value) for name, value in row if value != fields[name].get_default(call_default_factory=True))


def limit_words(name: str, value: Any, locale: str) -> Fragment:
    """Return what a field says that has a value: the words for this very value, else those for any."""
    if isinstance(value, Deprecation):
        return _deprecation(value, locale)
    if name in MEASURES:
        return request_phrase(f"measure-{name}-of", locale, value=length_text(value.min, value.max))
    exact = f"limit.{name}.{str(value).lower()}"
    if exact in phrases(locale):
        return phrase(exact, locale)
    if isinstance(value, SpecModel):
        return phrase(f"limit.{name}", locale, **{part: code(text) for part, text in value})
    said = _listed(value, "or", locale) if is_list(value) else code(value) if isinstance(value, str) else str(value)
    return phrase(f"limit.{name}", locale, value=said)


def _deprecation(row: Deprecation, locale: str) -> Fragment:
    parts = {
        name: request_phrase(f"deprecated-{name}", locale, **{name: code(value)}) if value is not None else _NO_WORDS
        for name, value in (("until", row.until), ("instead", row.instead))
    }
    return phrase("limit.deprecated", locale, since=code(row.since), **parts)


def rule_sentence(condition: Condition, spec: ModelSpec, locale: str) -> Fragment:
    """Return a condition as a sentence."""
    then = joined(_consequences(condition, spec, locale), phrase("rule.and", locale))
    if condition.when.tests():
        return phrase("rule.when", locale, when=when_sentence(condition.when, locale), then=then)
    return phrase("rule.always", locale, then=Fragment(then[:1].upper() + then[1:]))


def _consequences(condition: Condition, spec: ModelSpec, locale: str) -> Iterator[Fragment]:
    for name in CONSEQUENCES:
        subjects = [prompt_key(spec) if subject == "prompt" else subject for subject in getattr(condition, name)]
        if subjects:
            between = "or" if name == "forbid" else "and"
            yield phrase(f"rule.{name}", locale, subjects=_listed(subjects, between, locale))
    limit = condition.limit
    for subject, row in (*limit.params.items(), (prompt_key(spec), limit.prompt), ("references", limit.references)):
        yield from _narrower(code(subject), dict(_given(row)) if row is not None else {}, locale)


def _narrower(subject: Fragment, limits: Mapping[str, Any], locale: str) -> Iterator[Fragment]:
    said = [limit_words(name, value, locale) for name, value in limits.items() if name != "default"]
    if said:
        yield phrase("rule.limit", locale, subject=subject, limits=joined(said, request_phrase("and", locale)))
    if "default" in limits:
        yield phrase("rule.default", locale, subject=subject, value=code(limits["default"]))


def when_sentence(when: When, locale: str) -> Fragment:
    """Return what has to hold of a request, in the words of the client's messages."""
    said = [_files(when.references, locale)] if when.references is not None else []
    said += [request_phrase(f"when-prompt-{when.prompt}", locale)] if when.prompt is not None else []
    said += [_test(path, test, locale) for path, test in when.params.items()]
    return joined(said, request_phrase("and", locale))


def _files(test: FileTest, locale: str) -> Fragment:
    if isinstance(test, str):
        return request_phrase(f"when-references-{test}", locale)
    number = str(test.least) if test.least == test.max else length_text(test.least or None, test.max)
    if test.kind is None:
        return request_phrase("when-files", locale, number=number)
    return request_phrase("when-files-of-kind", locale, number=number, kind=code(test.kind))


def _test(path: str, test: ValueTest, locale: str) -> Fragment:
    parameter = code(path)
    if isinstance(test, str):
        return request_phrase(f"when-parameter-{test}", locale, parameter=parameter)
    if isinstance(test, ValueRange):
        bounds = [
            prose(f"{sign} {bound}") for name, sign in _SIGNS.items() if (bound := getattr(test, name)) is not None
        ]
        within = joined(bounds, request_phrase("and", locale))
        return request_phrase("when-parameter-in-range", locale, parameter=parameter, range=within)
    return request_phrase("when-parameter", locale, parameter=parameter, values=_listed(test, "or", locale))


def _listed(texts: Sequence[str], last: str, locale: str) -> Fragment:
    """Return texts as code, with a word before the last."""
    *codes, end = map(code, texts)
    return joined(
        [joined(codes, phrase("list.comma", locale)), end] if codes else [end], phrase(f"list.{last}", locale)
    )
