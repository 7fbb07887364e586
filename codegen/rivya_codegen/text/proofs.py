"""Proofs of what a filter returns: the text is read back by a reader of its place, and has to be what was given."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from pydantic_core import PydanticSerializationError, to_jsonable_python

from .invisible import CONTROL, show_hidden

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LONGEST_QUOTE = 60
_BLANKS = re.compile(r"[ \t\n]+")
_ENCODING = re.compile(r"coding[:=]")  # in one of the first two lines, this names the encoding of the whole file
_COMMENT_END = re.compile(r"--!?>")
_UNREADABLE = (
    *(ValueError, TypeError, SyntaxError, RecursionError, MemoryError),
    *(yaml.YAMLError, csv.Error, PydanticSerializationError),
)

# One line of these is text alone wherever Markdown has text: none of them means anything there.
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:'\"()/%!?、，。；：（）「」『』—–…·×→-])*(?<! )")
_PLAIN_CODE = re.compile(r"[^\s`|<](?:[^\n\t`|<]*[^\s`|<])?")


class Unproven(ValueError):
    """A text could not be written so that its place reads it back."""


def _prove(place: str, given: object, holds: Callable[[], bool]) -> None:
    """Raise `Unproven` unless it holds that the place reads what was given, or where it cannot be read at all."""
    try:
        proven = holds()
    except _UNREADABLE:
        proven = False
    if not proven:
        quoted = show_hidden(repr(given))
        short = quoted if len(quoted) <= _LONGEST_QUOTE else f"{quoted[:_LONGEST_QUOTE]}…"
        raise Unproven(f"{short} cannot be written as {place}")


def prove_literal(text: str, value: object) -> None:
    """Prove that a Python expression is nothing but literals, and evaluates to the value."""
    _prove("a Python literal", value, lambda: _value_of(ast.parse(text, mode="eval")) == value)


def _value_of(expression: ast.Expression | ast.expr) -> object:
    return ast.literal_eval(_Sets().visit(expression))


class _Sets(ast.NodeTransformer):
    """Writes `frozenset({…})` as the set that it is equal to, which `literal_eval` knows."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        frozen = isinstance(node.func, ast.Name) and node.func.id == "frozenset" and not node.keywords
        if frozen and len(node.args) == 1 and isinstance(node.args[0], ast.Set):
            return self.generic_visit(node.args[0])
        return ast.copy_location(ast.Call(ast.Name("set"), [], []), node) if frozen and not node.args else node


def prove_keywords(text: str, values: Mapping[str, Any]) -> None:
    """Prove that the arguments of a call are the names with their values."""

    def holds() -> bool:
        call = ast.parse(f"f({text})", mode="eval").body
        rows = call.keywords if isinstance(call, ast.Call) and not call.args else []
        return [(row.arg, _value_of(row.value)) for row in rows] == list(values.items())

    _prove("keyword arguments", dict(values), holds)


def words(text: str) -> list[str]:
    """Return the words of a text, which is all that wrapping keeps."""
    return _BLANKS.split(text.strip(" \t\n"))


def _is_docstring(text: str, given: str) -> bool:
    value = ast.literal_eval(f'"""{text}"""')
    return isinstance(value, str) and words(value) == words(given)


def prove_docstring(text: str, given: str) -> None:
    """Prove that the inside of a triple-quoted string evaluates to the words of the text."""
    _prove("a docstring", given, lambda: _is_docstring(text, given))


def prove_comment(text: str, given: str) -> None:
    """Prove that a comment is one line, which neither names an encoding nor ends a comment of Markdown."""
    harmful = CONTROL.search(text) or _ENCODING.search(text) or _COMMENT_END.search(text)
    _prove("a comment", given, lambda: text.splitlines() in ([], [text]) and not harmful)


def prove_json(text: str, value: object) -> None:
    """Prove that a JSON text loads to the value."""
    _prove("JSON", value, lambda: json.loads(text) == to_jsonable_python(value))


def prove_csv(text: str, cells: Iterable[str]) -> None:
    """Prove that a row of a CSV file reads back as the cells."""
    given = list(cells)
    row = io.StringIO(f"{text}\r\n", newline="")
    _prove("a row of CSV", given, lambda: list(csv.reader(row, strict=True)) == [given])


def prove_shell(text: str, given: str) -> None:
    """Prove that a shell takes the text for one word with the given value."""
    _prove("a word of a shell", given, lambda: shlex.split(text) == [given] and not CONTROL.search(given))


def prove_yaml(text: str, given: str) -> None:
    """Prove that YAML takes the text for one string with the given value, in a list as well as behind a key."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = f"- [{text}]\n- key: {text}\n"
    _prove("a YAML string", given, lambda: yaml.load(document, loader) == [[given], {"key": given}])


def prove_markdown(text: str, given: str) -> None:
    """Prove that Markdown reads the text alone: as a heading, a paragraph and the cell of a table."""
    if text != given or (text and not _PLAIN.fullmatch(text)):
        _prove("Markdown", given, lambda: list(map(_inline_text, _places(text, heading=True))) == [given] * 4)


def prove_code(text: str, given: str) -> None:
    """Prove that Markdown reads the text as code with the given value: in a paragraph and the cell of a table."""
    if text != f"`{given}`" or not (_PLAIN_CODE.fullmatch(given) and given.isprintable()):
        _prove("code in Markdown", given, lambda: list(map(_code, _places(text, heading=False))) == [given] * 3)


def prove_fence(text: str, given: str, language: str) -> None:
    """Prove that Markdown reads a block of code with the given text and language."""
    read = [(token.type, token.content, token.info) for token in _parser().parse(text)]
    _prove("a block of code in Markdown", given, lambda: read == [("fence", f"{given}\n", language)])


def prove_link(text: str, address: str) -> None:
    """Prove that Markdown reads a link to the address, which shows the address."""
    _prove("a link", address, lambda: list(map(_link, _places(text, heading=False))) == [(address, address)] * 3)


def _link(children: Sequence[Token]) -> tuple[object, str] | None:
    """Return where inline tokens that are a link lead to, and what they show; none where they are anything else."""
    is_link = [token.type for token in children] == ["link_open", "text", "link_close"]
    return (children[0].attrGet("href"), children[1].content) if is_link else None


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # it takes a while, and only what is odd needs it

    return MarkdownIt("commonmark").enable("table")


_CELL = ["td_open", "inline", "td_close"]
_HEAD_CELL = ["th_open", "inline", "th_close"]
_TABLE = (
    *("table_open", "thead_open", "tr_open", *_HEAD_CELL, *_HEAD_CELL, "tr_close", "thead_close"),
    *("tbody_open", "tr_open", *_CELL, *_CELL, "tr_close", "tbody_close", "table_close"),
)


def _places(text: str, *, heading: bool) -> list[Sequence[Token]]:
    """Return what the text is read as in each of its places; nothing where it changes what is around it."""
    titled = f"# {text}\n\n" if heading else ""
    tokens = _parser().parse(f"{titled}{text}\n\n| {text} | x |\n|---|---|\n| {text} | x |\n")
    kinds = ["paragraph_open", "inline", "paragraph_close", *_TABLE]
    if [token.type for token in tokens] != (["heading_open", "inline", "heading_close"] if heading else []) + kinds:
        return []
    inline = [token.children or [] for token in tokens if token.type == "inline"]
    return [*inline[:-4], inline[-4], inline[-2]]


def _inline_text(children: Sequence[Token]) -> str | None:
    """Return the text that inline tokens are; none where there is anything else."""
    parts = [_TEXT_KINDS.get((token.type, token.content if token.type == "html_inline" else "")) for token in children]
    if not all(parts):
        return None
    return "".join("\n" if part == "\n" else token.content for part, token in zip(parts, children, strict=True))


_TEXT_KINDS: Mapping[tuple[str, str], str] = {("text", ""): "text", ("html_inline", "<br>"): "\n"}


def _code(children: Sequence[Token]) -> str | None:
    if [token.type for token in children] == ["code_inline"]:
        return children[0].content
    ends = [token.content for token in (*children[:1], *children[-1:]) if token.type == "html_inline"]
    return _inline_text(children[1:-1]) if ends == ["<code>", "</code>"] else None
