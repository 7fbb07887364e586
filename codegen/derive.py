"""Derive modules of the client: the sync flavour of its shells, `x.py` beside each `async_x.py` that says so in its first
line, and copies of what the generator reckons with as well.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rivya_codegen.output.format import format_python
from rivya_codegen.problems.problem import ProblemsFound

CODEGEN = Path(__file__).parent
RUNTIME = CODEGEN / "runtime"
ANNOUNCEMENT = "# {name} is derived from this file.\n"
MARK = "# Derived from async_{name} by codegen/derive.py; do not edit.\n"
COPIES = {"_spec/evaluator.py": "rivya_codegen/contract/evaluator.py"}
"""Modules of the generator that the client has as well: neither of the two packages can import from the other."""
COPIED = "# Copied from {source} by codegen/derive.py; do not edit.\n"
SUBSTITUTIONS = (
    (r"\basync[ \t]+(?=(def|for|with)\b)", ""),
    (r"\bawait[ \t]+", ""),
    (r"\baclos(e|ing)\b", r"clos\1"),
    (r"\b__a(iter|enter|exit)__\b", r"__\1__"),
    (r"\bAsyncGenerator\[(\w+), None\]", r"Generator[\1, None, None]"),
    (r"\bAsyncTransport\b", "SyncTransport"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"\basync_(?=[a-z])", ""),
)
"""What becomes of the words of the async flavour, in code, docstrings and comments."""
LEFT_OVER = re.compile(
    r"\b(?:async|await|asyncio|anext|aiter|__anext__|asynccontextmanager|Awaitable|Coroutine|CancelledError)\b"
)
"""What has no sync form: code with it would mean something else."""


def derive() -> dict[str, str]:
    """Return the derived modules by their paths in the runtime."""
    derived = {
        path: COPIED.format(source=source) + (CODEGEN / source).read_text("utf-8") for path, source in COPIES.items()
    }
    for path in sorted(RUNTIME.rglob("async_*.py")):
        head, _, text = path.read_text("utf-8").partition("\n")
        name = path.name.removeprefix("async_")
        if f"{head}\n" == ANNOUNCEMENT.format(name=name):
            if unclear := list(_unclear(text)):
                sys.exit(f"{path}: {'; '.join(unclear)}")
            derived[path.with_name(name).relative_to(RUNTIME).as_posix()] = MARK.format(name=name) + _sync_form(text)
    for module, text in derived.items():
        if found := LEFT_OVER.search(text):
            sys.exit(f"{module}: {found[0]} has no sync form in the table of codegen/derive.py")
    formatted, problems = format_python(derived)
    if problems:
        raise ProblemsFound(problems)
    return formatted


def _sync_form(text: str) -> str:
    for pattern, replacement in SUBSTITUTIONS:
        text = re.sub(pattern, replacement, text)
    return text


def _unclear(text: str) -> Iterator[str]:
    """Yield what the table would change although it is no word of a flavour: two names into one, a text in code."""
    names: dict[str, str] = {}
    nodes = list(ast.walk(ast.parse(text)))
    docstrings = [node.value for node in nodes if isinstance(node, ast.Expr)]
    for node in nodes:
        for name in filter(None, (getattr(node, field, None) for field in ("id", "attr", "arg", "name", "asname"))):
            if isinstance(name, str) and names.setdefault(_sync_form(name), name) != name:
                yield f"{name} and {names[_sync_form(name)]} have the same sync form"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            is_name = node.value.replace(".", "").isidentifier()  # of a module or a class
            if not is_name and _sync_form(node.value) != node.value:
                yield f"the text in line {node.lineno + 1} has words of the async flavour"


def stale() -> list[str]:
    """Return the paths of the modules that are not what their sources derive, and of those that no source derives."""
    derived = derive()
    found = {path.relative_to(RUNTIME).as_posix(): path.read_text("utf-8") for path in RUNTIME.rglob("*.py")}
    marked = {path for path, text in found.items() if text.startswith(MARK.partition("{")[0])}
    return sorted(path for path in marked | derived.keys() if found.get(path) != derived.get(path))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        for path, text in derive().items():
            (RUNTIME / path).write_text(text, "utf-8", newline="\n")
    if paths := stale():
        sys.exit(f"stale in {RUNTIME}: {', '.join(paths)}; run: make generate")
