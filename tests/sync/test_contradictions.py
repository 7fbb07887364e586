"""`sync --write` writes nothing that contradicts itself, whether or not something beside it is still to be filled in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rivya_codegen.cli import main

REPOSITORY = Path(__file__).parents[2]
CATALOGUE = json.loads((REPOSITORY / "generated" / "catalog.json").read_text("utf-8"))["data"]
Change = Callable[[dict[str, Any]], object]

CONTRADICTIONS: dict[str, tuple[Change, str]] = {
    "default of no option": (lambda entry: entry["params"][0].update(default="7:7"), "default-not-option"),
    "an option twice": (
        lambda entry: entry["params"][0]["options"].append(entry["params"][0]["options"][0]),
        "option-duplicate",
    ),
    "a range reversed": (lambda entry: entry["params"][2].update(min=30, default=30), "range-reversed"),
    "a default outside": (lambda entry: entry["params"][2].update(default=400), "default-out-of-range"),
    "off the step": (lambda entry: entry["params"][2].update(step=7, min=3, max=15, default=4), "default-off-step"),
    "media without files": (lambda entry: entry.update(supported_api_inputs=["text"]), "files-inconsistent"),
    "a type nobody knows": (
        lambda entry: entry["reference_media"]["limits"][0].update(mime_types=["image/nothing"]),
        "mime-type-kind",
    ),
    "one name for two": (
        lambda entry: entry["params"].append({**entry["params"][2], "key": "aspect-ratio"}),
        "name-collision",
    ),
    "a currency": (lambda entry: entry.update(billing_type="PER_SECOND"), "spec-unknown-value"),
}
UNKNOWN: dict[str, Change] = {
    "nothing": lambda entry: None,
    "a new parameter": lambda entry: entry["params"].append({"key": "mood", "type": "string", "enum": ["a", "b"]}),
    "a parameter without options": lambda entry: entry["params"].append({"key": "mood", "type": "select"}),
    "a parameter without type": lambda entry: entry["params"].append({"key": "mood", "type": "slider"}),
    "no category": lambda entry: entry.update(category=3),
    "no billing": lambda entry: entry.update(supported_modes=7),
}
"""What leaves something to be filled in beside a contradiction."""


@pytest.fixture
def specs(project: Path) -> Path:
    """The specs of one model that takes files; the catalogue has it too."""
    shutil.copy(REPOSITORY / "specs" / "models" / "happyhorse-1-0.yaml", project / "specs" / "models")
    return project / "specs" / "models"


def write(*changes: Change, new: bool) -> int:
    """Return what `sync --write` ends with, where the catalogue says all that of a known model, or of a new one."""
    entry: dict[str, Any] = json.loads(json.dumps(next(row for row in CATALOGUE if row["id"] == "happyhorse-1-0")))
    for change in changes:
        change(entry)
    entries = [{**entry, "id": "brand-new"}, *(row for row in CATALOGUE if row["id"] == "happyhorse-1-0")]
    Path("catalogue.json").write_text(json.dumps({"data": entries if new else [entry]}), "utf-8")
    return main(["sync", "--write", "catalogue.json", "--reviewed", "2026-05-11"])


@pytest.mark.parametrize("beside", UNKNOWN)
@pytest.mark.parametrize("name", CONTRADICTIONS)
@pytest.mark.parametrize("new", [True, False], ids=["new", "known"])
def test_a_contradiction_is_not_written(
    name: str, beside: str, new: bool, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in specs.iterdir()}
    change, code = CONTRADICTIONS[name]
    assert write(change, UNKNOWN[beside], new=new) == 1
    assert f"[{code}]" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in specs.iterdir()} == before


@pytest.mark.parametrize("beside", UNKNOWN)
@pytest.mark.parametrize("new", [True, False], ids=["new", "known"])
def test_what_is_only_unfinished_is_written(
    beside: str, new: bool, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write(UNKNOWN[beside], new=new) == 0, capsys.readouterr().err
    if not new:
        return
    assert main(["validate"]) == 1
    said = capsys.readouterr().err
    assert "[placeholder]" in said
    assert {line.rpartition("[")[2] for line in said.splitlines()[:-1]} == {"placeholder]"}


@pytest.mark.parametrize("place", ["reserved_credits: {}", "credits:\n      reserved: {}\n      final: 0"])
def test_a_price_and_the_example_with_it(place: str, specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A response that says the old price, as a task or a reply of a chat does, would contradict the new one."""
    path = specs / "happyhorse-1-0.yaml"
    text = path.read_text("utf-8")
    assert "    reserved_credits: 28\n" in text
    path.write_text(text.replace("reserved_credits: 28", place.format(28)), "utf-8")
    assert write(lambda entry: entry.update(base_credits=31), new=False) == 0
    after = path.read_text("utf-8")
    assert f"    {place.format(31)}\n" in after
    assert yaml.safe_load(after)["credits"]["base"] == 31
    name = ".".join(line.split(":")[0].strip() for line in place.split("\n")[:2])
    assert f"examples.response.{name}: 31, as the base credits" in capsys.readouterr().out


def test_a_skeleton_keeps_no_other_model_from_the_output(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is left out with a warning; `validate` names what is missing, `check` is content with the rest."""
    specs = project / "specs" / "models"
    shutil.copy(REPOSITORY / "specs" / "models" / "happyhorse-1-0.yaml", specs)
    assert write(UNKNOWN["nothing"], new=True) == 0
    capsys.readouterr()
    assert main(["generate", "--out", "out"]) == 0
    warning = "specs/models/brand-new.yaml: warning: left out of the output"
    assert warning in capsys.readouterr().out
    assert (project / "out/schemas/happyhorse-1-0.json").exists()
    assert not [path for path in (project / "out").rglob("*") if "brand" in path.name]
    assert main(["check", "--out", "out"]) == 0
    assert warning in capsys.readouterr().err
    assert main(["validate"]) == 1
    capsys.readouterr()


def test_a_model_that_is_in_the_output_does_not_go_from_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    specs = project / "specs" / "models"
    for name in ("happyhorse-1-0", "z-image"):
        shutil.copy(REPOSITORY / "specs" / "models" / f"{name}.yaml", specs)
    assert main(["generate", "--out", "out"]) == 0
    path = specs / "z-image.yaml"
    path.write_text(path.read_text("utf-8").replace("category: image", "category: TODO"), "utf-8")
    capsys.readouterr()
    assert main(["generate", "--out", "out"]) == 1
    assert "[placeholder]" in capsys.readouterr().err
    assert (project / "out/schemas/z-image.json").exists()


@pytest.mark.usefixtures("project")
def test_a_fault_beside_a_placeholder_is_no_skeleton(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "brand-new"]) == 0
    path = Path("specs/models/brand-new.yaml")
    path.write_text(path.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    shutil.copy(REPOSITORY / "specs" / "models" / "z-image.yaml", path.parent)
    assert main(["generate", "--out", "out"]) == 1
    assert "[spec-unknown-key]" in capsys.readouterr().err
