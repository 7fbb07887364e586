"""The verb `sync` from end to end: files, standard input and a server; what is printed, written and refused."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rivya.emulator import Emulator
from rivya_codegen.cli import main

REPOSITORY = Path(__file__).parents[2]
CATALOGUE = REPOSITORY / "generated" / "catalog.json"
DATE = ["--reviewed", "2026-05-11"]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def specs(project: Path) -> Path:
    """The specs of two models: one that takes files, and one that answers in words."""
    for name in ("happyhorse-1-0", "gpt-5-2-chat"):
        shutil.copy(REPOSITORY / "specs" / "models" / f"{name}.yaml", project / "specs" / "models")
    return project / "specs" / "models"


def _limits(entry: dict[str, Any]) -> list[dict[str, Any]]:
    limits: list[dict[str, Any]] = entry["reference_media"]["limits"]
    return limits


def catalogue(*changes: Change, ids: tuple[str, ...] = ("gpt-5-2-chat", "happyhorse-1-0")) -> str:
    """Write our own catalogue of some models, with changes in the last of them; return the name of the file."""
    body = json.loads(CATALOGUE.read_text("utf-8"))
    body["data"] = [entry for entry in body["data"] if entry["id"] in ids]
    for change in changes:
        change(body["data"][-1])
    Path("catalogue.json").write_text(json.dumps(body), "utf-8")
    return "catalogue.json"


def test_our_own_catalogue_differs_in_nothing(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a file, from standard input, and from the emulator over HTTP."""
    monkeypatch.chdir(repository)
    monkeypatch.setenv("NO_PROXY", "*")
    count = len(json.loads(CATALOGUE.read_text("utf-8"))["data"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CATALOGUE.read_bytes())))
    with Emulator() as emulator:
        for source in ("generated/catalog.json", "-", emulator.url, f"{emulator.url}/api/v1/models"):
            assert main(["sync", "--check", source]) == 0
            assert capsys.readouterr().out == f"no differences: {count} models.\n"
        assert main(["sync", f"{emulator.url}/elsewhere"]) == 1
    assert "/elsewhere/api/v1/models: error: the server answered 404 Not Found" in capsys.readouterr().err


@pytest.mark.usefixtures("specs")
def test_check_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    name = catalogue(lambda entry: entry.update(base_credits=30, tooltip="x"))
    assert main(["sync", name]) == 0
    assert main(["sync", "--check", name]) == 1
    capsys.readouterr()
    assert main(["sync", "--check", "--json", name]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "changed": [{"id": "happyhorse-1-0", "differences": [{"path": "credits.base", "old": 28, "new": 30}]}],
        "new": [],
        "gone": [],
        "same": 1,
        "not_compared": [{"what": "tooltip", "models": ["happyhorse-1-0"]}],
        "beside": [],
        "written": [],
    }


def test_write_touches_the_lines_of_the_facts_only(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = specs / "happyhorse-1-0.yaml"
    before = spec.read_text("utf-8").replace("  base: 28", "  base: 28  # seen in May")
    spec.write_text(before, "utf-8")
    name = catalogue(lambda entry: entry.update(base_credits=30), lambda entry: entry["params"][2].update(max=20))
    assert main(["sync", "--write", name]) == 0
    assert "specs/models/happyhorse-1-0.yaml: " in capsys.readouterr().out
    after = before.replace("  base: 28  #", "  base: 30  #").replace("    max: 15\n", "    max: 20\n")
    after = after.replace("reserved_credits: 28\n", "reserved_credits: 30\n")  # the price, said again
    assert spec.read_text("utf-8") == after
    assert main(["sync", "--check", name]) == 0
    assert main(["validate"]) == 0


def test_examples_follow(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a new fact refuses leaves the examples: a parameter, or the request where it needs more than that."""
    spec = specs / "happyhorse-1-0.yaml"
    gone = catalogue(lambda entry: entry["params"].pop(0), lambda entry: entry.update(max_prompt_length=10))
    assert main(["sync", "--write", gone]) == 0
    printed = capsys.readouterr().out
    assert "examples.minimal: taken out, it no longer fits" in printed
    text = spec.read_text("utf-8")
    assert "resolution" not in text
    assert "minimal" not in text
    fewer = catalogue(lambda entry: entry["params"].pop(0), lambda entry: entry["params"].pop(0))
    shutil.copy(REPOSITORY / "specs" / "models" / spec.name, spec)
    assert main(["sync", "--write", fewer]) == 0
    assert "examples.reference.params.aspect_ratio: taken out" in capsys.readouterr().out
    assert main(["validate"]) == 0


def test_a_new_model_becomes_a_skeleton(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = (specs / "happyhorse-1-0.yaml").read_text("utf-8")
    (specs / "happyhorse-1-0.yaml").unlink()
    name = catalogue()
    assert main(["sync", "--check", name]) == 1
    assert main(["sync", "--write", name, *DATE]) == 0
    assert main(["sync", "--check", name]) == 1
    assert "  the whole spec, which is still to be filled in: happyhorse-1-0\n" in capsys.readouterr().out
    assert main(["sync", "--check", "--allow-uncompared", name]) == 0
    assert main(["validate"]) == 1
    assert {line.split("[")[-1] for line in capsys.readouterr().err.splitlines()[:-1]} == {"placeholder]"}
    text = (specs / "happyhorse-1-0.yaml").read_text("utf-8")
    for block in (
        "credits:\n  base: 28\n  billing: FIXED\n",
        "        max_size: 95 MB\n".replace("        ", "      "),
    ):
        assert block in text
        assert block in original
    filled = text.replace("required: TODO", "required: true").replace("errors: TODO\n", "").replace("TODO", "Said")
    (specs / "happyhorse-1-0.yaml").write_text(filled, "utf-8")
    assert main(["validate"]) == 0
    capsys.readouterr()
    assert main(["sync", "--check", name]) == 0
    assert capsys.readouterr().out == "no differences: 2 models.\n"


def test_a_new_parameter_needs_words(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = {
        "key": "camera",
        "type": "string",
        "required": True,
        "enum": ["up", {"value": "down"}],
        "description": "Way",
    }
    name = catalogue(lambda entry: entry["params"].append(added))
    assert main(["sync", "--write", name]) == 0
    assert main(["sync", "--check", name]) == 0
    capsys.readouterr()
    assert main(["validate"]) == 1
    lines = (specs / "happyhorse-1-0.yaml").read_text("utf-8").splitlines()
    places = [
        line.split(":")[1] for line in capsys.readouterr().err.splitlines()[:-1] if line.endswith("[placeholder]")
    ]
    assert [lines[int(place) - 1] for place in places] == ['      camera: "TODO: Way"', '      camera: "TODO: Way"']
    assert '    options: ["up", "down"]' in lines


@pytest.mark.usefixtures("specs")
def test_many_new_parameters_are_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is read as often for a hundred as for ten."""
    reads: list[int] = []
    compose = yaml.compose
    monkeypatch.setattr(yaml, "compose", lambda *given, **named: reads.append(1) or compose(*given, **named))
    counts: list[int] = []
    for number in (10, 100):
        new = [{"key": f"new_{n}", "type": "boolean", "required": False, "default": n % 2 == 0} for n in range(number)]
        name = catalogue(lambda entry, rows=new: entry["params"].extend(rows))  # type: ignore[misc]
        before = Path("specs/models/happyhorse-1-0.yaml").read_text("utf-8")
        reads.clear()
        assert main(["sync", "--write", name]) == 0
        counts.append(len(reads))
        after = yaml.safe_load(Path("specs/models/happyhorse-1-0.yaml").read_text("utf-8"))
        assert (
            list(after["params"])[-number:]
            == list(after["text"]["en"]["params"])[-number:]
            == [row["key"] for row in new]
        )
        Path("specs/models/happyhorse-1-0.yaml").write_text(before, "utf-8")
    assert counts[0] == counts[1]


def test_what_would_not_be_consistent_is_not_written(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in specs.iterdir()}
    name = catalogue(
        lambda entry: entry["params"][2].update(min=30), lambda entry: entry.update(billing_type="PER_SECOND")
    )
    assert main(["sync", "--write", name]) == 1
    error = capsys.readouterr().err
    assert "happyhorse-1-0.yaml (as it would be):" in error
    assert '"PER_SECOND" is not allowed here; allowed: FIXED, METERED, TOKEN_BASED' in error
    assert {path.name: path.read_bytes() for path in specs.iterdir()} == before
    assert main(["sync", name, "--check"]) == 1
    assert "credits.billing: FIXED -> PER_SECOND" in capsys.readouterr().out


@pytest.mark.usefixtures("specs")
def test_check_and_write_exclude_each_other() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sync", "--check", "--write", catalogue()])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda entry: entry.update(params="see the page"), "params"),
        (lambda entry: entry["params"].append("seed"), "params[]"),
        (lambda entry: entry["params"][0].update(type="slider"), "params[].type"),
        (lambda entry: entry["params"][2].update(min={"at": 3}), "params[].min"),
        (lambda entry: entry["params"][2].pop("max"), "params[].max, where the catalogue leaves it out"),
        (lambda entry: entry["params"][2].update(options=["five"]), "params[].options"),
        (lambda entry: entry.update(base_credits="from 4"), "base_credits"),
        (lambda entry: entry.update(base_credits=10**400), "base_credits"),
        (lambda entry: entry["params"].append(entry["params"][2] | {"max": 99}), "params[], where a key stands twice"),
        (lambda entry: entry["params"][2].pop("type"), "params[].max, of a type that is not known"),
        (lambda entry: entry["params"][2].update(range={"max": 99}), "params[].max, which range contradicts"),
        (lambda entry: _limits(entry).append(_limits(entry)[0] | {"max_bytes": 9}), "reference_media.limits[], where a kind stands twice"),
        (lambda entry: _limits(entry)[0].update(max_size="9 MB"), "reference_media.limits[].max_size, which is said in two ways"),
        (lambda entry: entry.update(api_input_status="soon"), "api_input_status"),
        (lambda entry: entry.update(reference_media=["image"]), "reference_media"),
        (lambda entry: entry["reference_media"].update(max_files=True), "reference_media.max_files"),
        (lambda entry: entry["reference_media"].update(limits=4), "reference_media.limits"),
        (lambda entry: entry["reference_media"]["limits"][0].update(max_bytes=1e999), "reference_media.limits[].max_bytes"),
        (lambda entry: entry.update(file_kinds=[]), "reference_media.kinds, which contradicts file_kinds"),
        (lambda entry: entry.update(runtime="stream"), "runtime"),
        (lambda entry: entry.update(url_input_supported=True), "url_input_supported, which contradicts supported_api_inputs"),
        (lambda entry: entry.pop("chat_capabilities") or entry.update(chat_capabilities=3), "chat_capabilities"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_no_difference(
    change: Change, place: str, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = catalogue(change)
    assert main(["sync", "--check", name]) == 1
    assert f"\n  {place}: happyhorse-1-0\n" in f"\n{capsys.readouterr().out}"
    code = main(["sync", "--check", "--allow-uncompared", "--json", name])
    found = json.loads(capsys.readouterr().out)
    assert {"what": place, "models": ["happyhorse-1-0"]} in found["not_compared"]
    contradicts = place.endswith("file_kinds")  # then the documented list is compared, and here it is empty
    assert code == contradicts
    assert bool(found["changed"]) == contradicts
    assert specs.is_dir()


VARIANTS: list[Change] = [
    lambda entry: entry.update(params={row.pop("key"): row for row in entry["params"]}),
    lambda entry: [
        row.update(range={name: row.pop(name) for name in ("min", "max", "step")}) for row in entry["params"]
    ],
    lambda entry: [row.update(minimum=row.pop("min"), isRequired=row.pop("required")) for row in entry["params"]],
    lambda entry: [row.update(choices=[{"value": item} for item in row.pop("options")]) for row in entry["params"]],
    lambda entry: [row.update(default=str(row["default"])) for row in entry["params"]],
    lambda entry: [row.update(isNullable=False) for row in entry["params"]],
    lambda entry: entry["params"][2].update(type="integer", min=3.0),
    lambda entry: [row["options"].reverse() for row in entry["params"]],
    lambda entry: entry["reference_media"].update(
        limits={"image": {"maxSize": "10 MB", "mimeTypes": entry["reference_media"]["limits"][0]["mime_types"]}}
        | {"video": {"max_size_mb": 95, "mime_types": entry["reference_media"]["limits"][1]["mime_types"]}}
    ),
]


@pytest.mark.parametrize("change", VARIANTS)
@pytest.mark.usefixtures("specs")
def test_other_words_for_the_same(change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync", "--check", catalogue(change)]) == 0
    assert capsys.readouterr().out == "no differences: 2 models.\n"


BAD: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "bad_catalogues.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", BAD)
@pytest.mark.usefixtures("specs")
def test_what_is_no_catalogue(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("catalogue.json").write_text(BAD[name]["content"] * BAD[name].get("repeat", 1), "utf-8")
    assert main(["sync", "catalogue.json"]) == 1
    assert capsys.readouterr().err.splitlines()[:-1] == BAD[name]["problems"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"\xff\xfe", "not a UTF-8 text file"), (b"[" * 100_000, "not JSON: "), (b"9" * 10_000, "not JSON: ")],
)
@pytest.mark.usefixtures("specs")
def test_what_no_parser_takes(content: bytes, problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("catalogue.json").write_bytes(content)
    assert main(["sync", "catalogue.json"]) == 1
    assert problem in capsys.readouterr().err


def test_sources_that_cannot_be_read(
    specs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    for source, problem in (
        ("missing.json", "missing.json: error: cannot be read: No such file or directory"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1/api/v1/models: error: the address cannot be fetched: "),
        ("ftp://rivya.ai", "not an address that is read; allowed: http, https"),
    ):
        assert main(["sync", source]) == 1
        assert problem in capsys.readouterr().err
    assert specs.is_dir()
