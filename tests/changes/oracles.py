"""What callers of an old package do: requests that its specs accept, and packages of spec trees to try them on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
from changes.trees import FOLDER, REPOSITORY
from rivya_codegen.contract.conditions import reference_item
from rivya_codegen.contract.names import parameter_name_of
from rivya_codegen.contract.parameters import parameters_of
from rivya_codegen.contract.request_schema import request_schema
from rivya_codegen.contract.samples import smallest_request
from rivya_codegen.contract.schema import REFERENCES_KEY, prompt_key
from rivya_codegen.contract.vectors import model_vectors
from rivya_codegen.docs.ir import Docs
from rivya_codegen.output.artefacts import PYTHON
from rivya_codegen.output.render import render
from rivya_codegen.python.package import lower_package
from rivya_codegen.source.load import load_inputs
from rivya_codegen.source.parse import Parsed
from rivya_codegen.source.settings import Settings
from rivya_codegen.spec.model import ModelSpec, NumberParameter
from rivya_codegen.spec.numbers import is_integer

Request = dict[str, Any]


def write_package(parsed: Parsed, folder: Path) -> None:
    """Generate the package `rivya` of a tree, without the checks of its text."""
    inputs, _ = load_inputs(Settings(REPOSITORY / "specs"))
    docs = Docs((), (), {model.spec.id: () for model in parsed.models})
    files, problems = render(lower_package(parsed), docs, inputs.templates)
    assert not problems, [str(problem) for problem in problems]
    contents = {path: text.encode() for path, text in files.items() if path.startswith("python/rivya/")}
    contents |= {f"{PYTHON}/{path}": content for path, content in inputs.runtime.items()}
    for path, content in contents.items():
        target = folder / path.removeprefix("python/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def samples(spec: ModelSpec, parsed: Parsed) -> Iterator[tuple[Request, Mapping[str, Any] | None]]:
    """Yield `(request, keyword arguments)` that the old side accepts: its vectors, and what lies between limits."""
    for vector in model_vectors(spec, parsed.platform)["requests"]:
        if not vector["problems"]:
            yield vector["request"], vector.get("arguments")
    base = smallest_request(spec, parsed.platform)
    for items in _references(spec, parsed):
        yield {**base, "params": {**base.get("params", {}), REFERENCES_KEY: items}}, None
    key = prompt_key(spec)
    if spec.prompt is not None:
        yield {**base, key: "A boat"}, {**_arguments(spec, base, parsed), key: "A boat"}
    for name, row in parameters_of(spec, parsed.platform).items():
        for value in _between(row) if isinstance(row, NumberParameter) and spec.category != "chat" else ():
            python = parameter_name_of(name, row)
            request = {**base, "params": {**base.get("params", {}), name: value}}
            yield request, {**_arguments(spec, base, parsed), python: value}


def _references(spec: ModelSpec, parsed: Parsed) -> Iterator[list[dict[str, Any]]]:
    """Yield references of each kind and type, and mixes of kinds."""
    if spec.references is None or spec.category == "chat":
        return
    for name, row in parsed.platform.media_types.items():
        yield [reference_item(row.kind, 1, name)]
    for images, videos in ((2, 0), (0, 2), (1, 1), (2, 1), (1, 2)):
        yield [reference_item("image")] * images + [reference_item("video")] * videos


def _between(row: NumberParameter) -> Iterator[float]:
    if row.min is None or row.max is None:
        return
    step = row.step or (1 if is_integer(row) else (row.max - row.min) / 8)
    steps = int((row.max - row.min) / step) if step else 0
    yield from (row.min + at * step for at in range(0, steps + 1, max(1, steps // 16)))


def _arguments(spec: ModelSpec, request: Request, parsed: Parsed) -> dict[str, Any]:
    given = dict(request) if spec.category == "chat" else {**request, **request.get("params", {})}
    rows = parameters_of(spec, parsed.platform)
    names = {key: str(parameter_name_of(key, row)) for key, row in rows.items()}
    return {names.get(key, key): value for key, value in given.items() if key not in {"model", "params"}}


def validator(schema: Mapping[str, Any]) -> Any:
    return jsonschema.Draft202012Validator(schema)


def old_requests(spec: ModelSpec, parsed: Parsed) -> list[Request]:
    """Return requests that the old schema accepts: samples, and pairs of them in one request."""
    single = list({json.dumps(request): request for request, _ in samples(spec, parsed)}.values())
    first = {frozenset(request["params"]): request for request in reversed(single) if "params" in request}
    pairs = [{**one, "params": one["params"] | other["params"]} for one, other in combinations(first.values(), 2)]
    accepts = validator(request_schema(spec, parsed.platform)).is_valid
    return [request for request in [*single, *pairs] if accepts(request)]


def replayed(rows: list[dict[str, Any]], package: Path) -> list[list[str]]:
    """Return for which codes the client of a package refuses each row."""
    command = [sys.executable, str(FOLDER / "replay.py")]
    done = subprocess.run(command, cwd=package, input=json.dumps(rows), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    verdicts: list[list[str]] = json.loads(done.stdout)
    return verdicts
