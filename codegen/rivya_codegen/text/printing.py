"""What goes to the terminal: it is free of control characters and gives no order to a CI service."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO, cast

from .invisible import show_hidden

_COMMAND = re.compile(r"\s*:(?=:)")  # of GitHub Actions: only where a line begins with it
_MARK = re.compile(r"##(?=[\[a-z])")  # its older form, and that of other services: anywhere in a line


class SafeStream:
    """A text stream that shows the numbers of characters which would not show, and breaks workflow commands."""

    def __init__(self, stream: TextIO, *, commands: bool) -> None:
        self._stream = stream
        self._commands = commands
        self._blank = True

    def write(self, text: str) -> int:
        """Write the text; `commands` lets those through that a report is made of."""
        lines: list[str] = []
        for line in text.split("\n"):
            self._blank = self._blank or bool(lines)
            lines.append(self._escaped(line))
        self._stream.write("\n".join(lines))
        return len(text)

    def _escaped(self, text: str) -> str:
        if not text:
            return text
        escaped = "\t".join(map(show_hidden, text.split("\t")))
        if not self._commands:
            escaped = _MARK.sub("#<U+0023>", escaped)
            begun = _COMMAND.match(escaped) if self._blank else None
            escaped = f"{begun.group()[:-1]}<U+003A>{escaped[begun.end() :]}" if begun else escaped
        self._blank = self._blank and not text.strip()
        return escaped

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def safe_output(*, commands: bool = False) -> Generator[None, None, None]:
    """Make safe what is printed meanwhile; `commands` says that standard output holds commands."""
    with redirect_stdout(_safe(sys.stdout, commands=commands)), redirect_stderr(_safe(sys.stderr, commands=False)):
        yield


def _safe(stream: TextIO | None, *, commands: bool) -> TextIO:
    """Return the safe form of a stream; what is closed is none and stays so, as `print` knows."""
    return cast("TextIO", stream and SafeStream(stream, commands=commands))


_NOT_IN_JSON = re.compile("[^\\x20-\\x7e\\n]")


def json_document(data: Any) -> str:
    """Return data as JSON for a reader: characters as they are, but escapes for those that would not show."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _MARK.sub(r"#\\u0023", _NOT_IN_JSON.sub(_json_escape, text))


def _json_escape(match: re.Match[str]) -> str:
    char = match.group()
    return char if show_hidden(char) == char else json.dumps(char)[1:-1]
