"""What the docs say of the runtime, read from its source: the tree of errors, and the defaults of its policies."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ERROR_FILES = ("errors.py", "budgets.py", "job_errors.py")
_POLICIES = "policies.py"


@dataclass(frozen=True, slots=True)
class RuntimeFacts:
    """Read from syntax trees, because the generator does not import the runtime."""

    error_bases: Mapping[str, str]
    """Each error class and the class above it; the root stands under a class of Python's own."""
    defaults: Mapping[str, Mapping[str, object]]
    """The fields of each policy class with their default values."""

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
    return RuntimeFacts(bases, {node.name: dict(_defaults(node)) for node in _classes(runtime[_POLICIES])})


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
