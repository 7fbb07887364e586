"""The cases of `tests/changes/`: for each rule an old and a new spec, alone or all of them in one pair of trees."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rivya_codegen.changes import Change, compare_trees
from rivya_codegen.contract.names import class_name, snake_case
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.load import load_source
from rivya_codegen.source.parse import Parsed, ParsedModel, in_category, parse_file, parse_source
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.spec.platform import PlatformSpec
from rivya_codegen.yaml_text.reader import read_yaml

REPOSITORY = Path(__file__).parents[2]
FOLDER = Path(__file__).parent.parent / "changes"
_FIXTURES = {
    "job": FOLDER / "job.yaml",
    "chat": FOLDER / "chat.yaml",
    "platform": REPOSITORY / "specs" / "platform.yaml",
    "wire": FOLDER / "thing.json",
}


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The old and the new spec of a rule's case; nothing where there is none. Each is itself alone."""

    rule: str
    of: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    also: tuple[str, ...]

    @cache  # noqa: B019  # there are some hundred, for as long as the tests run
    def backwards(self) -> Case:
        """Return the case with old and new exchanged."""
        return replace(self, old=self.new, new=self.old)


@cache
def read(path: Path) -> Any:
    """Return the data of a YAML or JSON file."""
    return read_yaml(path.read_text("utf-8"), path.name).data


def patched(data: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the data with facts set: path → value, where `null` removes."""
    result = deepcopy(dict(data))
    for path, value in patch.items():
        if not path:
            return None
        *folders, name = (part.replace("|", "/") for part in path.split("/"))
        place = result
        for folder in folders:
            place = place[folder]
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return result


def _named(data: dict[str, Any] | None, rule: str, of: str) -> dict[str, Any] | None:
    """Return a spec under a name of its own, so that all cases fit into one tree."""
    if data is None or of == "platform":
        return data
    if of == "wire":
        return data | {"title": class_name(snake_case(f"case-{rule}"))}
    return data | {"id": data["id"].replace("painter", f"case-{rule}").replace("talker", f"case-{rule}")}


def _case(rule: str, row: Mapping[str, Any]) -> Case:
    of = row.get("of", "job")
    fixture = read(_FIXTURES[of])
    old, new = (_named(patched(fixture, row.get(side, {})), rule, of) for side in ("from", "to"))
    return Case(rule, of, old, new, tuple(row.get("also", ())))


CASES = {rule: _case(rule, row) for rule, row in read(FOLDER / "cases.yaml").items()}


@cache
def real_specs() -> Parsed:
    """The specs of the repository."""
    return parse_source(load_source(REPOSITORY / "specs"))


def parse_model(data: Mapping[str, Any]) -> ParsedModel:
    file = TextFile("case.yaml", f"models/{data['id']}.yaml", json.dumps(data, ensure_ascii=False))
    spec, document = parse_file(file, ModelSpec)
    placed = in_category(spec, real_specs().platform)
    assert placed is not None
    return ParsedModel(placed, document, file.path)


def parse_platform(data: Mapping[str, Any]) -> PlatformSpec:
    return _platform(json.dumps(data, ensure_ascii=False))


@cache  # most changes leave it as it is
def _platform(text: str) -> PlatformSpec:
    return parse_file(TextFile("platform.yaml", "platform.yaml", text), PlatformSpec)[0]


@cache
def tree(*cases: Case) -> Parsed:
    """Return a spec tree with the old side of cases."""
    given = [(case, case.old) for case in cases if case.old is not None]
    return replace(
        real_specs(),
        platform=next((parse_platform(data) for case, data in given if case.of == "platform"), real_specs().platform),
        models=tuple(parse_model(data) for case, data in given if case.of in {"job", "chat"}),
        wire={**real_specs().wire, **{data["title"]: data for case, data in given if case.of == "wire"}},
    )


@cache
def changes_of(case: Case) -> list[Change]:
    """Return what the case changes."""
    return compare_trees(tree(case), tree(case.backwards()))


def every_platform_case(side: str) -> Case:
    """Return a case of the platform that sets what all of them set."""
    rows: Iterator[Mapping[str, Any]] = (
        row for row in read(FOLDER / "cases.yaml").values() if row.get("of") == "platform"
    )
    data: dict[str, Any] | None = dict(read(_FIXTURES["platform"]))
    for row in rows:
        assert data is not None
        data = patched(data, row.get(side, {}))
    return Case("platform", "platform", data, None, ())
