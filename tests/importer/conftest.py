"""What the tests of the importer share: each spec is written out once, though hundreds of pages come to it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import pytest
from rivya_codegen.importer import run


@pytest.fixture(scope="session", autouse=True)
def specs_written_once() -> Iterator[None]:
    """Writing takes half of an import, and the same data has the same text."""
    emit_spec = run.emit_spec
    written: dict[Hashable, str] = {}

    def emit_once(data: dict[str, Any]) -> str:
        key = _frozen(data)
        if key not in written:
            written[key] = emit_spec(data)
        return written[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "emit_spec", emit_once)
        yield


def _frozen(value: Any) -> Hashable:
    """Return a value in its order, with the types of its parts, and its numbers as they are written."""
    if isinstance(value, dict):
        return ("object", *((key, _frozen(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return ("list", *map(_frozen, value))
    return type(value), getattr(value, "source", repr(value))
