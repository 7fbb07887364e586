"""Text that may stand in an output, and the filters that make it: the only doors from a spec into a file.

A template may print a `Fragment` and nothing else; `render.py` refuses plain strings. Where an identifier is needed,
`naming.py` makes or rejects one; everywhere else a filter encodes the string for its place.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from pydantic_core import to_json

from . import markdown


class Fragment(str):
    """Text that is safe in the place it was made for."""

    __slots__ = ()


def literal(value: Any) -> Fragment:
    """Return a Python literal: the `repr` of a string, number, boolean, `None`, or of collections of them."""
    for kind, text_of in _LITERALS:
        if isinstance(value, kind):
            return Fragment(text_of(value))
    raise TypeError(f"no literal for {type(value).__name__}")


def _literals(values: Iterable[Any]) -> str:
    return ", ".join(literal(value) for value in values)


_LITERALS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (str, lambda value: _quoted(str(value))),
    ((bool, bytes, type(None)), repr),
    # Numbers of a spec are subclasses that remember their characters; their value is what counts here.
    (int, int.__repr__),
    (float, float.__repr__),
    (tuple, lambda value: f"({_literals(value)}{',' * (len(value) == 1)})"),
    (list, lambda value: f"[{_literals(value)}]"),
    (
        frozenset,
        lambda value: f"frozenset({'{'}{', '.join(sorted(map(literal, value)))}{'}'})" if value else "frozenset()",
    ),
    (
        Mapping,
        lambda value: f"{'{'}{', '.join(f'{literal(key)}: {literal(item)}' for key, item in value.items())}{'}'}",
    ),
)


def _quoted(text: str) -> str:
    """Return a string literal, in double quotes where that needs no escape."""
    quoted = repr(text) if text.isprintable() else ascii(text)
    return f'"{quoted[1:-1]}"' if quoted.startswith("'") and '"' not in quoted and "\\'" not in quoted else quoted


@cache  # the synchronous and the asynchronous class of a model say the same
def docstring(text: str, indent: int = 0) -> Fragment:
    """Return text for the inside of a triple-quoted string, wrapped and indented; it can neither end it nor escape."""
    safe = str(text).replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("\x00", "")
    if safe.endswith('"'):
        safe = safe[:-1] + '\\"'
    lines = [wrapped for line in safe.splitlines() or [""] for wrapped in _wrapped(line, 116 - indent)]
    return Fragment(("\n" + " " * indent).join(lines).rstrip())


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def comment(text: str) -> Fragment:
    """Return text for the rest of a `#` line: one line, nothing that ends it."""
    return Fragment(" ".join(str(text).split()))


def prose(text: str) -> Fragment:
    """Return text for Markdown prose or a table cell; the importer reads it back to the very same string.

    A `Fragment` is Markdown of ours already, such as a sentence of `phrases.py`.
    """
    return text if isinstance(text, Fragment) else Fragment(markdown.escape(text))


def code(text: object) -> Fragment:
    """Return text as inline code for Markdown, also in a table cell; the importer reads it back exactly."""
    return Fragment(markdown.code(str(text)))


def code_list(texts: Iterable[str]) -> Fragment:
    """Return texts as a list of inline code."""
    return Fragment(markdown.code_list(texts))


def fenced(text: str, language: str) -> Fragment:
    """Return text as a fenced block of Markdown, with a fence that no line of it can end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return Fragment(f"{fence}{language}\n{text}\n{fence}")


def json_text(value: Any, indent: int | None = 2) -> Fragment:
    """Return JSON, with the keys in their order and non-ASCII characters as they are; `</` cannot end a script."""
    # Half of a run's time with the standard library, whose encoder with indentation is not compiled.
    text = to_json(value, indent=indent).decode()
    return Fragment(text.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def keywords(values: Mapping[str, Any]) -> Fragment:
    """Return keyword arguments: names of ours, values as literals."""
    return Fragment(", ".join(f"{name}={literal(value)}" for name, value in values.items()))


def csv_row(cells: Iterable[str | float | None]) -> Fragment:
    """Return a row of a CSV file (RFC 4180), without its line end: quoted where needed, empty for `None`."""
    row = io.StringIO()
    csv.writer(row).writerow([_csv_cell(cell) for cell in cells])  # it quotes line breaks because they end its lines
    return Fragment(row.getvalue().removesuffix("\r\n"))


def _csv_cell(value: str | float | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return literal(value)


FILTERS: Mapping[str, Callable[..., Fragment]] = {
    "literal": literal,
    "keywords": keywords,
    "docstring": docstring,
    "comment": comment,
    "md": prose,
    "code": code,
    "code_list": code_list,
    "fenced": fenced,
    "json": json_text,
    "csv": csv_row,
}
