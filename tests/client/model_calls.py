"""Programs that call each model as its docs page does.

A model that takes files and whose page shows no request with them gets one from the rules of its spec.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from client.vectors import GENERATED
from rivya_codegen.contract.conditions import give
from rivya_codegen.contract.samples import smallest_request
from rivya_codegen.contract.schema import REFERENCES_KEY
from rivya_codegen.pipeline import read_specs
from rivya_codegen.python.calls import python_call, python_stream
from rivya_codegen.spec.model import ModelSpec

PARSED = read_specs(GENERATED.parent / "specs")
SUFFIXES = {"image": (".png", "image/png"), "video": (".mp4", "video/mp4"), "audio": (".mp3", "audio/mpeg")}


@dataclass(frozen=True)
class Call:
    """A program that calls a model, the request that it stands for, and whether the docs page of the model shows it."""

    name: str
    program: str
    request: dict[str, Any]
    on_page: bool = True

    @property
    def function(self) -> str:
        return re.sub(r"\W", "_", f"call_{self.name}")

    @property
    def files(self) -> dict[str, str]:
        """The reference files, name → MIME type."""
        items = self.request.get("params", {}).get(REFERENCES_KEY, [])
        return {item["name"]: item["mimeType"] for item in items}


def calls() -> Iterator[Call]:
    platform = PARSED.platform
    for spec in (model.spec for model in PARSED.models):
        minimal = spec.examples.minimal or smallest_request(spec, platform)
        yield Call(f"{spec.id}-minimal", python_call(spec, minimal, platform), minimal)
        if spec.category == "chat":
            yield Call(f"{spec.id}-stream", python_stream(spec, minimal, platform), minimal)
        request = spec.examples.reference
        if request is not None or spec.references is not None:
            shown = request is not None
            request = request or _with_a_file(spec, minimal)
            yield Call(f"{spec.id}-reference", python_call(spec, request, platform), request, shown)


def _with_a_file(spec: ModelSpec, minimal: dict[str, Any]) -> dict[str, Any]:
    request = give(spec, minimal, "references")
    (item,) = request["params"][REFERENCES_KEY]
    suffix, mime_type = SUFFIXES[item["kind"]]
    item |= {"name": f"reference-{item['kind']}{suffix}", "mimeType": mime_type}
    return request


CALLS = list(calls())


def write_module(folder: Path) -> Path:
    """Write all programs as one module, a function each."""
    path = folder / "model_calls.py"
    lines = ["from rivya import FileId, Rivya", ""]
    for call in CALLS:
        body = call.program.split("\n\n", 1)[1]
        lines += [f"def {call.function}() -> None:", *(f"    {line}" for line in body.splitlines()), ""]
    path.write_text("\n".join(lines), "utf-8")
    return path
