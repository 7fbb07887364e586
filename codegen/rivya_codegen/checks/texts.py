"""Rules about what refers to something else: prose, conditions, error codes and paths."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems.problem import Problem
from ..spec.model import ModelSpec, ModelText
from ..spec.nested import entry_of, with_fields
from ..spec.notes import OptionText
from ..spec.options import options_of
from ..spec.placeholder import CODE as PLACEHOLDER_CODE
from ..spec.placeholder import placeholders
from ..spec.references import References
from ..yaml_text.reader import Path
from .subject import Subject


def check_error_codes(subject: Subject) -> Iterator[Problem]:
    """Every error code is one of the platform spec."""
    known = list(subject.platform.errors)
    for index, code in enumerate(subject.spec.errors):
        if code not in known:
            yield subject.unknown(("errors", index), "error-code-unknown", code, known)


def check_text(subject: Subject) -> Iterator[Problem]:
    """Every parameter is described in every locale that the spec has, and nothing else is."""
    keys = [path for path, _ in with_fields(subject.spec.params)]
    said = any(text.conditions for text in subject.spec.text.values())
    for locale, text in subject.spec.text.items():
        path = ("text", locale)
        if locale not in subject.platform.locales:
            allowed = ", ".join(subject.platform.locales)
            yield subject.problem(path, "text-locale-unknown", at_key=True, value=locale, allowed=allowed)
        for key in text.params:
            if key not in keys:
                place = (*path, "params", key)
                yield subject.unknown(place, "parameter-unknown", key, keys)
        for key in keys:
            if key not in text.params:
                yield subject.problem((*path, "params"), "text-missing", key=key, locale=locale)
        if subject.spec.references not in (None, References()) and text.reference_rule is None:
            yield subject.problem(path, "text-missing", key="reference_rule", locale=locale)
        count, expected = len(text.conditions), len(subject.spec.conditions)
        if said and count != expected:
            yield subject.problem((*path, "conditions"), "text-conditions", count=count, expected=expected)


def check_option_texts(subject: Subject) -> Iterator[Problem]:
    """What options are called and mean is said of options that there are, and in each locale of the same ones."""
    options = {path: options_of(entry_of(row)) for path, row in with_fields(subject.spec.params)}
    said = {locale: list(_about_options(text)) for locale, text in subject.spec.text.items()}
    every = [
        (key, name, field) for theirs in said.values() for key, name, field in theirs if name in options.get(key, {})
    ]
    for locale, text in subject.spec.text.items():
        path: Path = ("text", locale, "options")
        for key, texts in text.options.items():
            if key not in options:
                yield subject.unknown((*path, key), "parameter-unknown", key, options)
                continue
            for name, row in texts.items():
                if name not in options[key]:
                    yield subject.unknown(
                        (*path, key, name), "option-unknown", name, options[key], parameter=f"`{key}`"
                    )
                elif row == OptionText():
                    yield subject.problem((*path, key, name), "option-text-empty", at_key=True, value=f'"{name}"')
        for one in dict.fromkeys(every):
            if one not in said[locale]:
                missing = ".".join(("options", *one))
                yield subject.problem((*path, *one), "text-missing", key=missing, locale=locale)


def _about_options(text: ModelText) -> Iterator[tuple[str, str, str]]:
    """Yield what is said of options: the path of the parameter, the option, and `label` or `text`."""
    for path, texts in text.options.items():
        for name, row in texts.items():
            yield from ((path, name, field) for field, value in row if value is not None)


def check_placeholders(subject: Subject) -> Iterator[Problem]:
    """Nothing is left to be filled in. (Where the format wants no text, `parse` has found the placeholder already.)"""
    for path in placeholders(subject.document.data):
        yield subject.problem(path, PLACEHOLDER_CODE, expected="")


def check_undocumented(subject: Subject) -> Iterator[Problem]:
    """Every path that is called undocumented starts at a key of the format."""
    known = list(ModelSpec.model_fields)
    for index, path in enumerate(subject.spec.undocumented):
        if path.split(".")[0] not in known:
            yield subject.unknown(("undocumented", index), "undocumented-path", path.split(".")[0], known)
