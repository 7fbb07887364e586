"""Which of the languages of the messages is meant by a name such as `zh_TW`."""

from __future__ import annotations

from .._core.problems import FALLBACK_LOCALE, load_catalogue, matching_locale
from ..errors import ConfigurationError
from .tables import Platform


def read_locale(locale: str, platform: Platform) -> str:
    """Return the language of the messages that a locale stands for. Raises ConfigurationError where there is none."""
    if locale == FALLBACK_LOCALE:
        return locale  # the usual one; the catalogue is loaded with the first problem
    if not isinstance(locale, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"locale must be a str, got {type(locale).__name__}")
    catalogue = load_catalogue(platform.messages_module)
    known = sorted({FALLBACK_LOCALE, *(name for texts in catalogue.values() for name in texts)})
    found = matching_locale(locale, known)
    if found is None:
        raise ConfigurationError(f"locale must be one of {', '.join(known)}, got {locale!r}")
    return found
