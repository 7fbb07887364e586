"""The API key as an object that shows it to nobody, and the spellings in which a server may quote it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html.entities import html5
from typing import TYPE_CHECKING, NoReturn, Self, cast

from .deferred import deferred

if TYPE_CHECKING:
    from pydantic import SecretStr
else:
    SecretStr = deferred("pydantic", "SecretStr", None)

SHOWN = "[API key]"
SHORTEST_ENCODED = 8
"""Of shorter texts, what base64 or hexadecimal digits make could be a part of any word."""
ESCAPES = re.compile(r"[\\%&]")
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
    whole = re.compile("|".join([re.escape(key), *(_encoded(key) if len(key) >= SHORTEST_ENCODED else ())]))
    spelled: list[re.Pattern[str]] = []

    def redact(text: str) -> str:
        if ESCAPES.search(text):
            # Made for the first text that needs it: it takes a while.
            spelled[:] = spelled or [re.compile(_spelled(key))]
            text = spelled[0].sub(SHOWN, text)
        return whole.sub(SHOWN, text)

    return redact


def _spelled(key: str) -> str:
    """Return a pattern of a key, each character of it as it is or escaped as in JSON, in addresses or in HTML."""
    names: dict[str, list[str]] = {}
    for name, character in html5.items():
        names.setdefault(character, []).append(name.removesuffix(";"))
    return "".join(_character(one, sorted(set(names.get(one, ())))) for one in key)


def _character(character: str, names: list[str]) -> str:
    digits = f"(?i:{ord(character):02x})"
    number = "|".join([f"#0{{0,6}}{ord(character)}", f"#[xX]0{{0,6}}{digits}", *names])
    escaped = rf"\\{{1,16}}(?:u00{digits}|x{digits}|u\{{0{{0,4}}{digits}\}}|{re.escape(character)})"
    # Escapes come first: each of them begins with a character that the key may have as well.
    return f"(?:{escaped}|%(?:25){{0,3}}{digits}|&(?:amp;){{0,3}}(?:{number});?|{re.escape(character)})"


def _encoded(key: str) -> list[str]:
    """Return patterns of a key in hexadecimal digits, and in base64 wherever in the encoded text it begins."""
    patterns = [f"(?i:{key.encode().hex()})"]
    for before in range(3):
        # Characters of base64 that are the key's alone; those at both ends may be of its neighbours as well.
        text = base64.b64encode(b"\0" * before + key.encode()).decode()
        middle = text[(0, 2, 3)[before] : (before + len(key)) * 8 // 6]
        spelled = "".join(BASE64_VARIANTS.get(one, one) for one in middle)
        patterns.append(f"(?:[\\w+/-])?{spelled}(?:[\\w+/-])?=*" if before else f"{spelled}(?:[\\w+/-])?=*")
    return patterns
