"""Two oracles judge the cases without the rules: a type checker, and the JSON Schema of a request.

Every case is a model of its own in one old and one new tree, so that one package and one run of the checker do for all.
A case breaks Python code if a call of the old surface turns red against the new package, and the API if a request that
the old schema accepts is refused by the new one. Both must agree with the table, forwards and backwards; what the table
calls unseen must show in neither.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from changes_support import CASES, REPOSITORY, Case, changes_of, every_platform_case, tree
from rivya_codegen.artefacts import RUNTIME, TYPES
from rivya_codegen.changes import Severity
from rivya_codegen.conditions import reference_item
from rivya_codegen.fields import may_stream, parameters_of
from rivya_codegen.fragments import literal
from rivya_codegen.load import Settings, load_source
from rivya_codegen.lower import lower
from rivya_codegen.naming import class_name, model_name, parameter_name, snake_case
from rivya_codegen.parse import Parsed
from rivya_codegen.ranges import is_integer
from rivya_codegen.render import render
from rivya_codegen.request_schema import REFERENCES_KEY, prompt_key, request_schema
from rivya_codegen.samples import smallest_request
from rivya_codegen.spec import ModelSpec, NumberParameter
from rivya_codegen.vectors import model_vectors
from rivya_codegen.wire_types import generate_types

Request = dict[str, Any]


def world(side: str) -> Parsed:
    """Return one side of all cases as one tree."""
    cases = [case for case in CASES.values() if case.of != "platform"]
    cases.append(every_platform_case(side))
    return tree(*(cases if side == "from" else [*(case.backwards() for case in cases[:-1]), cases[-1]]))


def write_package(parsed: Parsed, folder: Path) -> None:
    """Generate the package `rivya` of a tree, without the checks of its text."""
    source, _ = load_source(Settings(REPOSITORY / "specs"))
    files, problems = render(lower(parsed), {model.spec.id: () for model in parsed.models}, source.templates)
    assert not problems, [str(problem) for problem in problems]
    files[TYPES], problems = generate_types(parsed.wire)
    assert not problems
    contents = {path: text.encode() for path, text in files.items() if path.startswith("python/rivya/")}
    contents |= {f"{RUNTIME}/{path}": content for path, content in source.runtime.items()}
    for path, content in contents.items():
        target = folder / path.removeprefix("python/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


# --- What callers of the old side do. --------------------------------------------------------------------------------


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
            python = row.python_name or parameter_name(name)
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
    number = row.min
    while number <= row.max:
        yield number
        number += row.step or (1 if is_integer(row) else (row.max - row.min) / 8)


def _arguments(spec: ModelSpec, request: Request, parsed: Parsed) -> dict[str, Any]:
    given = dict(request) if spec.category == "chat" else {**request, **request.get("params", {})}
    rows = parameters_of(spec, parsed.platform)
    names = {key: str(row.python_name or parameter_name(key)) for key, row in rows.items()}
    return {names.get(key, key): value for key, value in given.items() if key not in {"model", "params"}}


def calls(rule: str, parsed: Parsed) -> Iterator[str]:
    """Yield a line for each call of the models of a case, and each read of its wire type."""
    for model in (model for model in parsed.models if of_case(model.spec.id, rule)):
        spec = model.spec
        name = spec.python_name or model_name(spec.id, parsed.platform.categories[spec.category].id_suffix)
        where = f"client.{spec.category}.{name}"
        methods = ["send", *(["stream"] if may_stream(spec) else [])] if spec.category == "chat" else ["create"]
        given = [arguments for _, arguments in samples(spec, parsed) if arguments is not None]
        if spec.references is not None and spec.category != "chat":
            given.append({**given[0], "references": ["a.png"]})
        for method in methods:
            yield from (
                f"    {where}.{method}({', '.join(f'{key}={literal(value)}' for key, value in row.items())})"
                for row in given
            )


def reads(rule: str, types: ast.Module) -> Iterator[str]:
    """Yield a line for each field of the wire type of a case, read as its type."""
    for node in types.body:
        if isinstance(node, ast.ClassDef) and node.name == class_name(snake_case(f"case-{rule}")):
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    kind = ast.unparse(field.annotation)
                    yield f"    {field.target.id}: {kind} = types.{node.name}.model_validate({{}}).{field.target.id}"


def of_case(model_id: str, rule: str) -> bool:
    return model_id in {f"case-{rule}", f"case-{rule}-two"}


def program(parsed: Parsed, package: Path) -> dict[int, str]:
    """Write the calls of a side beside its package and return which case each line belongs to."""
    lines, owners = ["from __future__ import annotations", "from rivya import Rivya, types", ""], dict[int, str]()
    types = ast.parse((package / "rivya" / "types.py").read_text("utf-8"))
    for rule in CASES:
        body = [*calls(rule, parsed), *reads(rule, types)]
        if body:
            lines.append(f"def case_{snake_case(rule)}(client: Rivya) -> None:")
            owners |= {len(lines) + number: rule for number in range(1, len(body) + 1)}
            lines += body
    (package / "calls.py").write_text("\n".join(lines) + "\n", "utf-8")
    return owners


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Parsed, Path]]:
    """Both trees with their packages."""
    trees = {side: world(side) for side in ("from", "to")}
    folders = {side: tmp_path_factory.mktemp(side) for side in trees}
    for side, parsed in trees.items():
        write_package(parsed, folders[side])
    return {side: (trees[side], folders[side]) for side in trees}


def red_cases(calls_of: tuple[Parsed, Path], against: Path) -> set[str]:
    """Return the cases whose old calls a type checker refuses against another package."""
    parsed, folder = calls_of
    owners = program(parsed, folder)
    target = against / "calls_of_the_other_side.py"
    target.write_bytes((folder / "calls.py").read_bytes())
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--no-pretty", "--config-file=", target.name]
    done = subprocess.run(command, cwd=against, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    red: set[str] = set()
    for line in done.stdout.splitlines():
        match = re.match(rf"{re.escape(target.name)}:(\d+): error", line)
        if match:
            red.add(owners[int(match.group(1))])
    return red


@pytest.mark.parametrize(("old", "new"), [("from", "to"), ("to", "from")])
def test_the_old_package_type_checks_against_itself_and_breaks_where_the_table_says(
    sides: dict[str, tuple[Parsed, Path]], old: str, new: str
) -> None:
    assert red_cases(sides[old], sides[old][1]) == set()
    expected = {case.rule for case in directed(old) if breaks(case, "python")}
    assert red_cases(sides[old], sides[new][1]) == expected


def directed(old: str) -> list[Case]:
    return [case if old == "from" else case.backwards() for case in CASES.values()]


def breaks(case: Case, side: str) -> bool:
    """Return whether the table says that a case breaks a side, in a way that can be seen."""
    return any(
        getattr(change.rule, side) is Severity.BREAKING and change.rule.unseen is None for change in changes_of(case)
    )


# --- The requests. ---------------------------------------------------------------------------------------------------


def _validator(schema: Mapping[str, Any]) -> Any:
    return jsonschema.Draft202012Validator(schema)


def old_requests(spec: ModelSpec, parsed: Parsed) -> list[Request]:
    """Return requests that the old schema accepts: samples, and pairs of them in one request."""
    single = list({json.dumps(request): request for request, _ in samples(spec, parsed)}.values())
    first = {frozenset(request["params"]): request for request in reversed(single) if "params" in request}
    pairs = [{**one, "params": one["params"] | other["params"]} for one, other in combinations(first.values(), 2)]
    accepts = _validator(request_schema(spec, parsed.platform)).is_valid
    return [request for request in [*single, *pairs] if accepts(request)]


def is_refused(case: Case) -> bool:
    """Return whether a request of the old side is refused by the new one."""
    old, new = tree(case), tree(case.backwards())
    schemas = {model.spec.id: request_schema(model.spec, new.platform) for model in new.models}
    for model in old.models:
        requests = old_requests(model.spec, old)
        assert requests, case.rule
        if model.spec.id not in schemas:
            return True
        accepts = _validator(schemas[model.spec.id]).is_valid
        if not all(accepts(request) for request in requests):
            return True
    return False


@pytest.mark.parametrize("old", ["from", "to"])
def test_old_requests_are_refused_where_the_table_says(old: str) -> None:
    said = {case.rule for case in directed(old) if breaks(case, "api")}
    assert {case.rule for case in directed(old) if is_refused(case)} == said


def test_the_oracles_have_something_to_say() -> None:
    assert len([case for case in directed("from") if breaks(case, "python")]) > 15
    assert len([case for case in directed("from") if breaks(case, "api")]) > 20
