"""Three oracles judge the cases without the rules: a type checker, the client, and the JSON Schema of a request.

Every case is a model of its own in one old and one new tree, so that one package and one run of the checker do for all.
A case breaks Python code if a call of the old surface turns red against the new package, or if its client refuses a
request that the old one took; and the API if a request that the old schema accepts is refused by the new one. Both must agree with the table, forwards and backwards; what the table
calls unseen must show in neither.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from changes.oracles import old_requests, replayed, samples, validator, write_package
from changes.trees import CASES, Case, changes_of, every_platform_case, tree
from rivya_codegen.changes import Severity
from rivya_codegen.contract.names import class_name, model_name_of, snake_case
from rivya_codegen.contract.parameters import may_stream
from rivya_codegen.contract.request_schema import request_schema
from rivya_codegen.python.calls import NULL
from rivya_codegen.source.parse import Parsed
from rivya_codegen.text.fragments import literal

Request = dict[str, Any]


def world(side: str) -> Parsed:
    """Return one side of all cases as one tree."""
    cases = [case for case in CASES.values() if case.of != "platform"]
    cases.append(every_platform_case(side))
    return tree(*(cases if side == "from" else [*(case.backwards() for case in cases[:-1]), cases[-1]]))


# --- What callers of the old side do. --------------------------------------------------------------------------------


def calls(rule: str, parsed: Parsed) -> Iterator[str]:
    """Yield a line for each call of the models of a case, and each read of its wire type."""
    for model in (model for model in parsed.models if of_case(model.spec.id, rule)):
        spec = model.spec
        name = model_name_of(spec, parsed.platform)
        where = f"client.{spec.category}.{name}"
        methods = ["send", *(["stream"] if may_stream(spec) else [])] if spec.category == "chat" else ["create"]
        given = [arguments for _, arguments in samples(spec, parsed) if arguments is not None]
        if spec.references is not None and spec.category != "chat":
            given.append({**given[0], "references": ["a.png"]})
        for method in methods:
            yield from (
                f"    {where}.{method}({', '.join(f'{key}={_argument(value)}' for key, value in row.items())})"
                for row in given
            )


def _argument(value: Any) -> str:
    return NULL if value is None else literal(value)


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
    lines, owners = ["from __future__ import annotations", "from rivya import NULL, Rivya, types", ""], dict[int, str]()
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


@pytest.fixture(scope="module")
def red(sides: dict[str, tuple[Parsed, Path]]) -> dict[tuple[str, str], set[str]]:
    """The cases whose calls of one side a type checker refuses against the package of the same or the other side."""
    owners = {side: program(*tree) for side, tree in sides.items()}
    found: dict[tuple[str, str], set[str]] = {(calls, package): set() for calls in sides for package in sides}
    for package, (_, folder) in sides.items():
        for calls, (_, home) in sides.items():
            (folder / f"calls_{calls}.py").write_bytes((home / "calls.py").read_bytes())
        files = [f"calls_{calls}.py" for calls in sides]
        command = [
            sys.executable,
            "-m",
            "mypy",
            "--no-error-summary",
            "--no-pretty",
            "--config-file=",
            "--follow-imports=silent",
        ]
        done = subprocess.run([*command, *files], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 1}, done.stderr
        for calls, line in re.findall(r"^calls_(\w+)\.py:(\d+): error", done.stdout, re.M):
            found[calls, package].add(owners[calls][int(line)])
    return found


@pytest.mark.xdist_group("trees of all cases")
@pytest.mark.parametrize(("old", "new"), [("from", "to"), ("to", "from")])
def test_the_old_package_type_checks_against_itself_and_breaks_where_the_table_says(
    sides: dict[str, tuple[Parsed, Path]], red: dict[tuple[str, str], set[str]], old: str, new: str
) -> None:
    assert red[old, old] == set()
    expected = {case.rule for case in directed(old) if breaks(case, "python")}
    assert red[old, new] | refused_cases(sides[old], sides[new][1]) == expected


def refused_cases(requests_of: tuple[Parsed, Path], against: Path) -> set[str]:
    """Return the cases with an old request that the client of another package refuses."""
    parsed, own = requests_of
    owners = {model.spec.id: rule for rule in CASES for model in parsed.models if of_case(model.spec.id, rule)}
    specs = [model.spec for model in parsed.models]
    rows = [{"model": spec.id, "request": request} for spec in specs for request in old_requests(spec, parsed)]
    assert not any(replayed(rows, own))
    return {owners[row["model"]] for row, codes in zip(rows, replayed(rows, against), strict=True) if codes}


def directed(old: str) -> list[Case]:
    return [case if old == "from" else case.backwards() for case in CASES.values()]


def breaks(case: Case, side: str) -> bool:
    """Return whether the table says that a case breaks a side, in a way that can be seen."""
    return any(
        getattr(change.rule, side) is Severity.BREAKING and change.rule.unseen is None for change in changes_of(case)
    )


# --- The requests. ---------------------------------------------------------------------------------------------------


def is_refused(case: Case) -> bool:
    """Return whether a request of the old side is refused by the new one."""
    old, new = tree(case), tree(case.backwards())
    schemas = {model.spec.id: request_schema(model.spec, new.platform) for model in new.models}
    for model in old.models:
        requests = old_requests(model.spec, old)
        assert requests, case.rule
        if model.spec.id not in schemas:
            return True
        accepts = validator(schemas[model.spec.id]).is_valid
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
