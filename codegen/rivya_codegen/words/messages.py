"""Messages with their parameters filled in, and the words of ours that stand inside of one, `<locale>/parts.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from .locales import texts_of_kind

_LONGEST_VALUE = 4000


class Words(str):
    """A part of a message that is words of ours: its English text, which knows its text in every locale."""

    __slots__ = ("code", "parameters")
    code: str
    parameters: Mapping[str, object]

    def text(self, locale: str) -> str:
        """Return the words in a locale of the catalogue."""
        return fill(texts_of_kind("parts")[self.code][locale], self.parameters, locale)


def words(code: str, /, **parameters: object) -> Words:
    """Return words of `<locale>/parts.yaml`; their parameters may be words as well."""
    made = Words(fill(texts_of_kind("parts")[code]["en"], parameters, "en"))
    made.code, made.parameters = code, parameters
    return made


def fill(template: str, parameters: Mapping[str, object], locale: str) -> str:
    """Return a text of the catalogue with its parameters, those that are words in the same locale."""
    return template.format_map(
        {
            key: value.text(locale) if isinstance(value, Words) else _shortened(value)
            for key, value in parameters.items()
        }
    )


def _shortened(value: object) -> object:
    """Return a value as a message may quote it: an input can be a megabyte of one word."""
    return f"{value[:_LONGEST_VALUE]}…" if isinstance(value, str) and len(value) > _LONGEST_VALUE else value


def request_messages() -> Mapping[str, Mapping[str, str]]:
    """Return the messages about requests, which the generated package carries: code → locale → text."""
    return texts_of_kind("requests")
