"""Each fact of each model: changed in the catalogue it is the one difference, and once it is written there is none."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rivya_codegen.contract.catalogue import catalog_entry
from rivya_codegen.problems.problem import Problem, collected
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.parse import parse_file
from rivya_codegen.source.single_files import require_platform
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.spec.placeholder import CODE
from rivya_codegen.spec.platform import PlatformSpec
from rivya_codegen.sync.compare import Comparison, compare, dotted
from rivya_codegen.sync.entry import read_entry
from rivya_codegen.sync.rewrite import changed_spec
from sync.mutations import Entry, mutations

REPOSITORY = Path(__file__).parents[2]
SPECS = {
    path.name: path
    for folder in ("tests/cases/*/specs", "specs")
    for path in REPOSITORY.glob(f"{folder}/models/*.yaml")
}
COMMITTED = sorted(path.name for path in REPOSITORY.glob("specs/models/*.yaml"))


@cache
def platform() -> PlatformSpec:
    return require_platform(REPOSITORY / "specs")


def read(text: str) -> ModelSpec | None:
    """Return the spec, or none where it has facts still to be filled in."""
    found: list[Problem] = []
    with collected(found):
        return parse_file(TextFile("", "", text), ModelSpec)[0]
    assert {problem.code for problem in found} == {CODE}
    return None


def against(entry: Entry, spec: ModelSpec) -> Comparison:
    return compare([read_entry(json.loads(json.dumps(entry)), platform())], [spec], [], platform())


@pytest.mark.parametrize("name", ["kitchen-sink.1.yaml", "dice.yaml", *COMMITTED])
def test_each_fact(name: str) -> None:
    text = SPECS[name].read_text("utf-8")
    spec = read(text)
    assert spec is not None
    entry = catalog_entry(spec, platform())
    assert against(entry, spec) == Comparison((), (), (), 1, {})
    kinds: Counter[str] = Counter()
    for path, changed in mutations(entry):
        found = against(changed, spec)
        assert [dotted(row.path) for model in found.changed for row in model.differences] == [path]
        assert not found.not_compared
        kind = re.sub(r"(?<=params\.)[^.]+", "*", path)
        kinds[kind] += 1
        if kinds[kind] > 2 and name in COMMITTED:  # writing is the same for each parameter of a kind
            continue
        after = read(changed_spec(text, found.changed[0], platform())[0])
        if after is not None:
            assert not against(changed, after).differs, path
    assert kinds.keys() >= {"name", "credits.base", "prompt.max_length", "availability", "input_status", "modes"}


def test_the_kitchen_sink_has_every_kind_of_change() -> None:
    spec = read(SPECS["kitchen-sink.1.yaml"].read_text("utf-8"))
    assert spec is not None
    paths = [path for path, _ in mutations(catalog_entry(spec, platform()))]
    assert {"references", "references.max_files", "references.files.video.mime_types"} < set(paths)
    assert {"params.cfg_scale.step", "params.aspectRatio.options", "params.dialogue", "params.new_one"} < set(paths)
    assert len(paths) > 60
