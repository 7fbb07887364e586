"""Derive the sync flavour of the client's shells: `x.py` beside each `async_x.py` that says so in its first line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rivya_codegen.output.format import format_python
from rivya_codegen.problems.problem import ProblemsFound

RUNTIME = Path(__file__).parent / "runtime"
ANNOUNCEMENT = "# {name} is derived from this file.\n"
MARK = "# Derived from async_{name} by codegen/derive.py; do not edit.\n"
SUBSTITUTIONS = (
    (r"\basync (?=(def|for|with)\b)", ""),
    (r"\bawait ", ""),
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
    derived: dict[str, str] = {}
    for path in sorted(RUNTIME.rglob("async_*.py")):
        head, _, text = path.read_text("utf-8").partition("\n")
        name = path.name.removeprefix("async_")
        if f"{head}\n" == ANNOUNCEMENT.format(name=name):
            for pattern, replacement in SUBSTITUTIONS:
                text = re.sub(pattern, replacement, text)
            derived[path.with_name(name).relative_to(RUNTIME).as_posix()] = MARK.format(name=name) + text
    for module, text in derived.items():
        if found := LEFT_OVER.search(text):
            sys.exit(f"{module}: {found[0]} has no sync form in the table of codegen/derive.py")
    formatted, problems = format_python(derived)
    if problems:
        raise ProblemsFound(problems)
    return formatted


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
