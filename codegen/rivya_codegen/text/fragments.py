"""Text that may stand in an output, and the filters that make it: the only ways from a spec into a file.

A template may print a `Fragment` and nothing else; `output/render.py` refuses plain strings. Where an identifier is
needed, `contract/names.py` makes or rejects one; everywhere else a filter encodes the string for its place, and proves
that this place reads it back (`proofs.py`), or raises `Unproven`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar, TypeVarTuple

from pydantic_core import PydanticSerializationError, to_json

from . import markdown, proofs
from .invisible import CONTROL, show_hidden

ValueT = TypeVar("ValueT")
ArgumentsT = TypeVarTuple("ArgumentsT")

_BLANK = r"[^\S \t\n]"
_ESCAPED_IN_DOCSTRINGS = re.compile(rf"{CONTROL.pattern}|(?<!\S){_BLANK}|{_BLANK}(?!\S)")
"""Beside control characters, the wide blanks at the ends of words, which the formatter would drop."""
_PLAIN_YAML = re.compile(r"[A-Za-z/](?:[\w ./@-]*[\w/])?")


class Fragment(str):
    """Text that is safe in the place it was made for."""

    __slots__ = ()


_ONLY_SHAPES: ContextVar[bool] = ContextVar("only_shapes", default=False)


@contextmanager
def only_shapes() -> Generator[None, None, None]:
    """Let all filters write harmless text of the same shape meanwhile, with which outputs can be compared."""
    before = _ONLY_SHAPES.set(True)
    try:
        yield
    finally:
        _ONLY_SHAPES.reset(before)


def _value_or_shape(value: ValueT) -> ValueT:
    """Return what a filter is to write: the value, or harmless text in its shape."""
    return _shape(value) if _ONLY_SHAPES.get() else value


def _proven(text: str, prove: Callable[[str, *ArgumentsT], None], *given: *ArgumentsT) -> Fragment:
    """Return text as a fragment once it is proven that its place reads what was given."""
    prove(text, *given)
    return Fragment(text)


def _shape(value: Any, name: str = "x") -> Any:
    return next((shape(value, name) for kind, shape in _SHAPES if isinstance(value, kind)), value)


def _shapes(values: Iterable[Any]) -> list[Any]:
    return [_shape(value, f"x{at}") for at, value in enumerate(values)]


_SHAPES: tuple[tuple[type[Any], Callable[[Any, str], Any]], ...] = (
    (str, lambda _, name: name),
    (Mapping, lambda value, _: dict(zip(_shapes(value), map(_shape, value.values()), strict=True))),
    (tuple, lambda value, _: tuple(_shapes(value))),
    (list, lambda value, _: _shapes(value)),
    (frozenset, lambda value, _: frozenset(_shapes(value))),
)
"""Harmless text in the shape of a value: keys and items stay apart, numbers stay as they are."""


def literal(value: Any) -> Fragment:
    """Return a Python literal: the `repr` of a string, number, boolean, `None`, or of collections of them."""
    value = _value_or_shape(value)
    if type(value) is str:
        return _string(value)
    return _proven(_literal(value), proofs.prove_literal, value)


@cache  # a package repeats its keys and options thousands of times
def _string(text: str) -> Fragment:
    return _proven(_quoted(text), proofs.prove_literal, text)


def _literal(value: Any) -> str:
    for kind, text_of in _LITERALS:
        if isinstance(value, kind):
            return text_of(value)
    str(value)  # an undefined one says here what there is not
    raise TypeError(f"no literal for {type(value).__name__}")


def _literals(values: Iterable[Any]) -> str:
    return ", ".join(map(_literal, values))


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
        lambda value: f"frozenset({'{'}{', '.join(sorted(map(_literal, value)))}{'}'})" if value else "frozenset()",
    ),
    (
        Mapping,
        lambda value: f"{'{'}{', '.join(f'{_literal(key)}: {_literal(item)}' for key, item in value.items())}{'}'}",
    ),
)


def _quoted(text: str) -> str:
    """Return a string literal, in double quotes where that needs no escape."""
    quoted = repr(text) if text.isprintable() else ascii(text)
    return f'"{quoted[1:-1]}"' if quoted.startswith("'") and '"' not in quoted and "\\'" not in quoted else quoted


def docstring(text: str, indent: int = 0) -> Fragment:
    """Return text for the inside of a triple-quoted string, wrapped and indented; it can neither end it nor escape."""
    return _docstring(str(_value_or_shape(text)), indent)


@cache  # the synchronous and the asynchronous class of a model say the same
def _docstring(text: str, indent: int) -> Fragment:
    stripped = text.strip(" \t\n")
    body = stripped.rstrip('"')
    quotes = len(stripped) - len(body)  # the end of the docstring comes right behind them
    safe = body.replace("\\", "\\\\").replace('"""', '\\"\\"\\"') + '\\"' * quotes
    safe = _ESCAPED_IN_DOCSTRINGS.sub(lambda match: ascii(match.group())[1:-1], safe)
    lines = [wrapped for line in safe.split("\n") for wrapped in _wrapped(line, 116 - indent)]
    return _proven(("\n" + " " * indent).join(lines), proofs.prove_docstring, text)


def _wrapped(line: str, width: int) -> Iterator[str]:
    """Yield the words of a line in lines of a width, unless a single word is longer."""
    taken = ""
    for word in proofs.words(line):
        if taken and len(taken) + 1 + len(word) > width:
            yield taken
            taken = word
        else:
            taken = f"{taken} {word}" if taken else word
    yield taken


def comment(text: str) -> Fragment:
    """Return text for the rest of a `#` line or for a comment of Markdown: one line, nothing that ends either."""
    given = str(_value_or_shape(text))
    line = show_hidden(" ".join(given.split())).replace("->", "- >").replace("-!>", "-! >")
    return _proven(re.sub(r"coding(?=[:=])", "coding ", line), proofs.prove_comment, given)


def prose(text: str | float) -> Fragment:
    """Return text or a number for Markdown prose or a table cell; a `Fragment` is Markdown of ours already."""
    if isinstance(text, Fragment):
        return text
    return _prose(_value_or_shape(f"{text:g}" if isinstance(text, int | float) else text))


@cache  # pages repeat their labels and values thousands of times
def _prose(text: str) -> Fragment:
    return _proven(markdown.escape(text), proofs.prove_markdown, text)


def code(text: object) -> Fragment:
    """Return text as inline code for Markdown, also in a table cell; a reader sees it exactly."""
    return _code(str(_value_or_shape(text)))


@cache
def _code(text: str) -> Fragment:
    return _proven(markdown.code(text), proofs.prove_code, text)


def code_list(texts: Iterable[str]) -> Fragment:
    """Return texts as a list of inline code, each by itself, so that commas and spaces in them stay theirs."""
    return Fragment(", ".join(map(code, texts)))


def link(address: str) -> Fragment:
    """Return an address as a link of Markdown that shows it."""
    return Fragment(f"<{_value_or_shape(address)}>") if _ONLY_SHAPES.get() else _link(address)


@cache  # every locale links to the same places
def _link(address: str) -> Fragment:
    return _proven(f"<{address}>", proofs.prove_link, address)


def fenced(text: str, language: str) -> Fragment:
    """Return text as a fenced block of Markdown, with a fence that no line of it can end."""
    return _fenced(str(_value_or_shape(text)), language)


@cache  # every locale shows the same code
def _fenced(text: str, language: str) -> Fragment:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return _proven(f"{fence}{language}\n{text}\n{fence}", proofs.prove_fence, text, language)


def json_text(value: Any, indent: int | None = 2) -> Fragment:
    """Return JSON, with the keys in their order and non-ASCII characters as they are; `</` cannot end a script."""
    value = _value_or_shape(value)
    try:
        # Half of a run's time with the standard library, whose encoder with indentation is not compiled.
        text = to_json(value, indent=indent).decode()
    except PydanticSerializationError as error:
        str(value)  # as above
        raise proofs.Unproven(str(error)) from error
    return _proven(
        text.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"), proofs.prove_json, value
    )


def keywords(values: Mapping[str, Any]) -> Fragment:
    """Return keyword arguments: names of ours, values as literals."""
    values = {name: _value_or_shape(value) for name, value in values.items()}
    return _proven(
        ", ".join(f"{name}={_literal(value)}" for name, value in values.items()), proofs.prove_keywords, values
    )


def csv_row(cells: Iterable[str | float | None]) -> Fragment:
    """Return a row of a CSV file (RFC 4180), without its line end: quoted where needed, empty for `None`."""
    given = [_csv_cell(cell) for cell in _value_or_shape(list(cells))]
    row = io.StringIO()
    csv.writer(row).writerow(given)  # it quotes line breaks because they end its lines
    return _proven(row.getvalue().removesuffix("\r\n"), proofs.prove_csv, given)


def _csv_cell(value: str | float | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return literal(value)


def shell(text: str) -> Fragment:
    """Return text as one word of a shell: quoted where it is anything but letters, digits and `@%+=:,./-`."""
    given = str(_value_or_shape(text))
    return _proven(shlex.quote(given), proofs.prove_shell, given)


def yaml_text(text: str) -> Fragment:
    """Return text as a string of YAML on one line, in a list or behind a key: in double quotes where it has to be."""
    given = str(_value_or_shape(text))
    return _proven(
        given if _PLAIN_YAML.fullmatch(given) and given.lower() not in _YAML_WORDS else _yaml_quoted(given),
        proofs.prove_yaml,
        given,
    )


_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""What one version of YAML or another does not take for a string."""


def _yaml_quoted(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False))


FILTERS: Mapping[str, Callable[..., Fragment]] = {
    "literal": literal,
    "keywords": keywords,
    "docstring": docstring,
    "comment": comment,
    "md": prose,
    "code": code,
    "code_list": code_list,
    "link": link,
    "fenced": fenced,
    "json": json_text,
    "csv": csv_row,
    "shell": shell,
    "yaml": yaml_text,
}
