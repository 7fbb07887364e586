"""A parameter that was renamed is one rename, with both names in the advice; what is doubtful is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from changes.trees import FOLDER, REPOSITORY, parse_model, patched, read, real_specs
from rivya_codegen.changes import Change, compare_trees
from rivya_codegen.changes.release import _change  # pyright: ignore[reportPrivateUsage]
from rivya_codegen.changes.report import hint_of
from rivya_codegen.docs.changelog import changelog_sections
from rivya_codegen.source.parse import ParsedRelease
from rivya_codegen.spec.release import ReleaseEntry

JOB = read(FOLDER / "job.yaml")
SHAPE = JOB["params"]["shape"]
TEXT = "text/en/params/"


def changes(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[Change]:
    """Return the changes between two patches of the fixture."""
    trees = []
    for patch in (old, new):
        data = patched(JOB, patch or {})
        assert data is not None
        trees.append(replace(real_specs(), models=(parse_model(data),)))
    return compare_trees(*trees)


def told(rows: list[Change]) -> list[tuple[str, str, Any, Any]]:
    return [(row.rule.id, row.dotted, row.old, row.new) for row in rows]


def test_texts_conditions_and_examples_follow_a_rename() -> None:
    condition = {"when": {"params": {"shape": ["a"]}}, "forbid": ["shape", "style"]}
    old = {
        "conditions": [condition],
        "examples": {"minimal": {"model": "painter", "prompt": "A", "params": {"shape": "a"}}},
    }
    new = {
        "params/shape": None,
        "params/outerForm": SHAPE,
        f"{TEXT}shape": None,
        f"{TEXT}outerForm": "The shape.",
        "conditions": [{"when": {"params": {"outerForm": ["a"]}}, "forbid": ["outerForm", "style"]}],
        "examples": {"minimal": {"model": "painter", "prompt": "A", "params": {"outerForm": "a"}}},
    }  # fmt: skip
    [row] = changes(old, new)
    assert told([row]) == [("parameter-renamed", "params", "shape", "outerForm")]
    assert hint_of(row, "en") == "Write `outerForm` instead of `shape`."
    assert hint_of(row, "zh-Hant") == "請把 `shape` 改成 `outerForm`。"
    assert told(changes(new, old)) == [("parameter-renamed", "params", "outerForm", "shape")]


def test_what_else_changed_is_found_under_the_new_name() -> None:
    """The same description, though the facts differ."""
    new = {
        "params/shape": None,
        "params/form": {**SHAPE, "options": ["a", "b"]},
        f"{TEXT}shape": None,
        f"{TEXT}form": "The shape.",
    }
    assert told(changes(None, new)) == [
        ("parameter-renamed", "params", "shape", "form"),
        ("option-removed", "params.form.options", "c", None),
    ]  # fmt: skip


def test_fields_of_items_and_arrays_are_renamed_as_well() -> None:
    fields = JOB["params"]["lines"]["items"]["fields"]
    new = {"params/lines/items/fields": {"words": fields["words"], "speaker": fields["voice"]}}
    assert [row[0] for row in told(changes(None, new)) if row[0] != "text-changed"] == ["parameter-renamed"]
    new = {"params/lines": None, "params/dialogue": JOB["params"]["lines"]}
    rows = {row[0] for row in told(changes(None, new))} - {"text-changed"}
    assert rows == {"parameter-renamed"}


@pytest.mark.parametrize(
    "new",
    [
        {"params/shape": None, "params/form": SHAPE, "params/figure": SHAPE},
        {"params/shape": None, "params/form": {**SHAPE, "options": ["x", "y"], "default": "x"}},
        {"params/shape": None, "params/form": {"type": "text"}},
        {"params/style": None, "params/negative_prompt": {"type": "text", "max_length": 41}},
    ],
    ids=["two candidates", "other options", "another type", "another limit"],
)
def test_what_is_doubtful_is_removed_and_added(new: dict[str, Any]) -> None:
    rules = [row[0] for row in told(changes(None, new))]
    assert "parameter-renamed" not in rules
    assert "parameter-removed" in rules
    assert "parameter-added" in rules


def test_few_facts_only_count_where_the_names_are_alike() -> None:
    plain = {"type": "text"}
    assert "parameter-renamed" in [
        row[0] for row in told(changes({"params/negativePrompt": plain}, {"params/negative_prompt": plain}))
    ]
    assert "parameter-renamed" not in [row[0] for row in told(changes({"params/mood": plain}, {"params/language": plain}))]  # fmt: skip


def test_the_changelog_has_both_names() -> None:
    rows = changes(None, {"params/shape": None, "params/form": SHAPE})
    entry = ReleaseEntry.model_validate(
        {"version": "1.0.0", "date": "2026-06-01", "changes": [_change(row) for row in rows if row.path[0] == "params"]}
    )
    document = real_specs().platform_document
    sections = changelog_sections([ParsedRelease(entry, document, "releases/1.0.0.yaml")], "en")
    cells = [cell.prose for section in sections for table in section.tables for row in table.rows for cell in row]
    assert "Write `form` instead of `shape`." in " ".join(cells)
    assert REPOSITORY.is_dir()
