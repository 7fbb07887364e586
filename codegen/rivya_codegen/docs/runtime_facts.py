"""What the docs say of the runtime: its tree of errors, the defaults of its policies, the assumptions of its emulator."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from ..spec.values import Locale, Prose, SpecModel, Text

_ERROR_FILES = ("errors.py", "budgets.py", "jobs/errors.py")
_POLICIES = "options.py"
ASSUMPTIONS_FILE = "emulator/undocumented.json"
"""In the runtime, which ships it: the emulator prints the same table."""


class Assumption(SpecModel):
    """One open question of the documentation, and the answer of the emulator, as Markdown."""

    id: Text
    silent_on: dict[Locale, Prose]
    emulator: dict[Locale, Prose]


@dataclass(frozen=True, slots=True)
class RuntimeFacts:
    """Read from syntax trees and a table, because the generator does not import the runtime."""

    error_bases: Mapping[str, str]
    """Each error class and the class above it; the root stands under a class of Python's own."""
    defaults: Mapping[str, Mapping[str, object]]
    """The fields of each policy class with their default values."""
    assumptions: tuple[Assumption, ...]

    def error_tree(self) -> str:
        """Return the tree of error classes as text."""
        (root,) = (name for name, base in self.error_bases.items() if base not in self.error_bases)
        return "\n".join([root, *self._branches(root, "")])

    def _branches(self, parent: str, indent: str) -> Iterator[str]:
        children = [name for name, base in self.error_bases.items() if base == parent]
        for child in children:
            last = child == children[-1]
            yield f"{indent}{'└── ' if last else '├── '}{child}"
            yield from self._branches(child, indent + ("    " if last else "│   "))


def read_runtime(runtime: Mapping[str, bytes]) -> RuntimeFacts:
    """Return the facts of the runtime with these files."""
    errors = [node for name in _ERROR_FILES for node in _classes(runtime[name]) if node.name.endswith("Error")]
    bases = {node.name: base.id for node in errors for base in node.bases if isinstance(base, ast.Name)}
    defaults = {node.name: dict(_defaults(node)) for node in _classes(runtime[_POLICIES])}
    return RuntimeFacts(bases, defaults, parse_assumptions(runtime))


def parse_assumptions(runtime: Mapping[str, bytes]) -> tuple[Assumption, ...]:
    """Return the rows of the table. It is part of the program, so a wrong one is a defect and no finding."""
    return tuple(TypeAdapter(list[Assumption]).validate_json(runtime[ASSUMPTIONS_FILE]))


def _classes(source: bytes) -> Iterator[ast.ClassDef]:
    yield from (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))


def _defaults(node: ast.ClassDef) -> Iterator[tuple[str, object]]:
    for item in node.body:
        if (
            isinstance(item, ast.AnnAssign)
            and isinstance(item.target, ast.Name)
            and isinstance(item.value, ast.Constant)
        ):
            yield item.target.id, item.value.value
