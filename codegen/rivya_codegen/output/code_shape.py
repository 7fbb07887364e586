"""The code of an output: it has to compile, and no text may change it beyond the constants that hold texts."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from ..problems.problem import Location, Problem
from ..text.json_data import is_list


def compile_problems(outputs: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each Python output that does not compile, as bytes: a comment can name their encoding."""
    for path, text in outputs.items():
        try:
            with warnings.catch_warnings(action="ignore"):  # what a template's author may look at, and no fault
                compile(text.encode(), path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            place = Location(path, getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1)
            yield Problem(place, "output-unparsable", {"detail": getattr(error, "msg", None) or str(error)})


def shape_problems(outputs: Mapping[str, str], harmless: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each Python output whose code is not that of the same template with harmless texts.

    Args:
        outputs: The outputs, by path.
        harmless: The same outputs, in which every text is a harmless one.
    """
    for path, text in outputs.items():
        try:
            line = _difference(_tree(text), _tree(harmless.get(path, "")))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None) or 1
        if line:
            yield Problem(Location(path, line, 1), "output-not-data")


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(text.encode())


def _difference(tree: ast.AST, harmless: ast.AST) -> int | None:
    """Return the line of the first node that differs in more than the text of a constant; none where none does."""
    pairs: list[tuple[object, object, int]] = [(tree, harmless, 1)]
    while pairs:
        left, right, line = pairs.pop()
        line = getattr(left, "lineno", line)
        if type(left) is not type(right):
            return line
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            if not _same_constant(left.value, right.value):
                return line
        elif isinstance(left, ast.AST):
            pairs += [(getattr(left, name, None), getattr(right, name, None), line) for name in reversed(left._fields)]
        elif is_list(left) and is_list(right):
            pairs += [(*pair, line) for pair in reversed(list(zip_longest(left, right)))]
        elif left != right:
            return line
    return None


def _same_constant(left: object, right: object) -> bool:
    return type(left) is type(right) and (isinstance(left, str) or left == right)
