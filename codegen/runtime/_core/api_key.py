"""The API key as an object that shows it to nobody, and the spellings in which a server may quote it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html.entities import html5
from typing import TYPE_CHECKING, NoReturn, Self, cast

from .deferred import deferred

if TYPE_CHECKING:
    from pydantic import SecretStr
else:
    SecretStr = deferred("pydantic", "SecretStr", None)

__all__ = ["SHOWN", "ApiKey", "SecretStr"]

SHOWN = "[API key]"
SHORTEST_DISTINCTIVE = 8
"""Shorter texts could be a part of any word, and so could what base64 or hexadecimal digits make of them."""
ESCAPES = re.compile(r"[\\%&]")
NEIGHBOUR_BEFORE = r"(?:(?<!\\)(?<!\\u[0-9A-Fa-f]{3})[A-Za-z0-9_+/-])?"
"""The end of an escape of JSON is none: without it, the text around would be no JSON any more."""
BASE64_VARIANTS = {"+": r"(?:[+-]|%2[Bb])", "/": r"(?:\\?/|_|%2[Ff])"}


class ApiKey:
    """An API key, or the lack of one. It lives in two functions, which no encoder, copy or listing of attributes opens.

    It is made without being looked at, so that no traceback passes through a function that has its text in a variable.
    """

    __slots__ = ("_redact", "_reveal")

    def __init__(self, key: str | SecretStr | None) -> None:
        # Asked for by name: pydantic is loaded by those who use it.
        secret: Callable[[], str] | None = getattr(key, "get_secret_value", None)
        found = cast("str | None", key) if secret is None else secret()
        self._reveal: Callable[[], str | None] = lambda: found or None
        self._redact: Callable[[str], str] | None = None

    @property
    def given(self) -> bool:
        """Whether there is one."""
        return self._reveal() is not None

    @property
    def usable(self) -> bool:
        """Whether it can stand in a header: visible characters of ASCII."""
        return isinstance(self._reveal(), str) and bool(re.fullmatch(r"[!-~]+", self._reveal() or ""))

    @property
    def is_distinctive(self) -> bool:
        """Whether it is long enough for a text that has it in it to quote it."""
        return len(self._reveal() or "") >= SHORTEST_DISTINCTIVE

    def credential(self, scheme: str) -> str:
        """Return the value of the header that authorizes a request."""
        return f"{scheme} {self._reveal()}"

    def redact(self, text: str) -> str:
        """Return a text without the key, in whichever of the usual spellings it is quoted."""
        if self._redact is None:
            self._redact = _redaction(self._reveal() or "")
        return self._redact(text)

    def __repr__(self) -> str:
        return SHOWN if self.given else "[no API key]"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("an API key is not pickled: make a client where it is used")


def _redaction(key: str) -> Callable[[str], str]:
    """Return what replaces a key in a text. The patterns stay inside: their repr would quote the key."""
    if not key:
        return lambda text: text
    encoded = [(key, re.compile(re.escape(key))), *(_encoded(key) if len(key) >= SHORTEST_DISTINCTIVE else ())]

    @cache
    def spelled() -> re.Pattern[str]:
        # For the first text that needs it: it takes a while.
        return re.compile(_spelled(key))

    def redact(text: str) -> str:
        if ESCAPES.search(text):
            text = spelled().sub(SHOWN, text)
        for sign, pattern in encoded:
            if sign in text:
                text = pattern.sub(SHOWN, text)
        return text

    return redact


@cache
def _names() -> Mapping[str, Sequence[str]]:
    """Return the names that characters have in HTML."""
    names: dict[str, set[str]] = {}
    for name, character in html5.items():
        names.setdefault(character, set()).add(name.removesuffix(";"))
    return {character: sorted(several) for character, several in names.items()}


def _spelled(key: str) -> str:
    """Return a pattern of a key, each character of it as it is or escaped as in JSON, in addresses or in HTML."""
    return "".join(_character(one, _names().get(one, ())) for one in key)


def _character(character: str, names: Sequence[str]) -> str:
    digits = f"(?i:{ord(character):02x})"
    number = "|".join([f"#0{{0,6}}{ord(character)}", f"#[xX]0{{0,6}}{digits}", *names])
    escaped = rf"\\\\{{0,15}}(?:u00{digits}|x{digits}|u\{{0{{0,4}}{digits}\}}|{re.escape(character)})"
    # Escapes come first: each of them begins with a character that the key may have as well.
    return f"(?:{escaped}|%(?:25){{0,3}}{digits}|&(?:amp;){{0,3}}(?:{number});?|{re.escape(character)})"


def _encoded(key: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return patterns of a key in hexadecimal digits, and in base64 wherever in the encoded text it begins.

    Each comes with a text without which it is not there: that is looked for in next to no time.
    """
    digits = key.encode().hex()
    patterns = [(one, re.compile(one)) for one in (digits, digits.upper())]
    for before in range(3):
        # Characters of base64 that are the key's alone; those at both ends may be of its neighbours as well.
        text = base64.b64encode(b"\0" * before + key.encode()).decode()
        middle = text[(0, 2, 3)[before] : (before + len(key)) * 8 // 6]
        spelled = "".join(BASE64_VARIANTS.get(one, one) for one in middle)
        pattern = f"{NEIGHBOUR_BEFORE if before else ''}{spelled}[A-Za-z0-9_+/-]?=*"
        patterns.append((max(re.split("[+/]", middle), key=len), re.compile(pattern)))
    return patterns
