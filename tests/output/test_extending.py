"""The docs page about own templates and plugins: its example is built, installed and run, and what it calls stable is there."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rivya_codegen.cli import main
from rivya_codegen.docs import ir as docs_ir
from rivya_codegen.output.added_artefacts import _FIELDS
from rivya_codegen.output.artefacts import Scope
from rivya_codegen.python import ir
from rivya_codegen.text import fragments

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted((REPOSITORY / "generated" / "docs").glob("*/extending.md"))
PROGRAM = Path(sysconfig.get_path("scripts"), "rivya-codegen")
HOSTILE = 'Model "One", the first of its kind; =1+1'


def listings(page: Path) -> dict[str, str]:
    """Return the files that a page shows, by the name in their first line."""
    blocks = re.findall(r"^```(?:yaml|jinja|toml)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return {re.findall(r"[\w/]+\.[\w.]+", block)[0]: block for block in blocks}


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def run(*command: object, folder: Path, path: Path | None = None) -> str:
    environment = {"PATH": "", "PYTHONPATH": str(path or "")}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def generate(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs the verb in this process, and returns what it prints."""

    def generate(*options: str) -> str:
        capsys.readouterr()
        code = main(["generate", *options])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return printed.out

    return generate


def prices(project: Path) -> list[list[str]]:
    with (project / "generated" / "prices.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def expected(project: Path) -> list[list[str]]:
    """Return the prices as the specs say them, read without the generator."""
    rows = [["id", "name", "category", "base credits", "billing"]]
    for path in sorted((project / "specs" / "models").glob("*.yaml")):
        spec: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        credits = spec["credits"]
        rows.append([spec["id"], spec["name"], spec["category"], f"{credits['base']:g}", credits["billing"]])
    return [rows[0], *sorted(rows[1:])]


@pytest.fixture
def priced(project: Path) -> Path:
    """A project with a model of each category, one of them with a name that CSV must quote."""
    for name in ("grok-imagine", "elevenlabs-turbo-2-5", "gpt-5-2-chat", "sora-2"):
        spec = (REPOSITORY / "specs" / "models" / f"{name}.yaml").read_text("utf-8")
        if name == "grok-imagine":
            spec = re.sub(r"^name: .*$", lambda _: f"name: {json.dumps(HOSTILE)}", spec, flags=re.MULTILINE)
        (project / "specs" / "models" / f"{name}.yaml").write_text(spec, "utf-8")
    return project


def test_the_folder_of_the_page_writes_the_prices(priced: Path, generate: Callable[..., str]) -> None:
    files = listings(PAGES[0])
    write_files(priced / "extra", {name: files[name] for name in ("artefacts.yaml", "prices/prices.csv.jinja")})
    (options,) = commands(PAGES[0])
    generate(*options.split())
    assert prices(priced) == expected(priced)
    assert [row[0] for row in prices(priced) if row[1] == HOSTILE] == ["grok-imagine"]
    assert len(prices(priced)) == 5

    table = priced / "extra" / "artefacts.yaml"
    table.write_text(table.read_text("utf-8").replace("output: prices.csv", "output: costs.csv"), "utf-8")
    generate(*options.split())
    assert (priced / "generated" / "costs.csv").is_file()
    assert not (priced / "generated" / "prices.csv").exists(), "the table was another one, and the run counts it"


def commands(page: Path) -> list[str]:
    return re.findall(r"^rivya-codegen generate (--templates .*)$", page.read_text("utf-8"), re.MULTILINE)


def test_the_page_says_the_same_in_each_language() -> None:
    assert len(PAGES) > 1
    for page in PAGES:
        assert (listings(page), commands(page)) == (listings(PAGES[0]), commands(PAGES[0]))


def test_the_plugin_of_the_page_is_built_installed_and_used(
    priced: Path, tmp_path: Path, generate: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is seen: in `--version`, in the manifest, and by a run after its version has changed."""
    source, site = tmp_path / "rivya-prices", tmp_path / "site"
    page = listings(PAGES[0])
    assert set(page) == {"artefacts.yaml", "prices/prices.csv.jinja", "pyproject.toml"}
    assert sum(text.count("\n") for text in page.values()) < 35
    write_files(
        source, {"pyproject.toml": page.pop("pyproject.toml")} | {f"rivya_prices/{n}": t for n, t in page.items()}
    )
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation")
    run(*pip, "--target", site, source, folder=tmp_path)

    assert run(PROGRAM, "--version", folder=priced, path=site).splitlines()[1:] == ["  plugin rivya-prices:prices 1.0"]
    with monkeypatch.context() as installed:
        installed.syspath_prepend(site)
        generate()
        assert prices(priced) == expected(priced)
        inputs = json.loads((priced / "generated" / "MANIFEST.json").read_text("utf-8"))["inputs"]
        assert inputs["plugins/rivya-prices:prices"] == "1.0"
        assert {"artefacts/rivya-prices:prices/artefacts.yaml", "templates/prices/prices.csv.jinja"} <= inputs.keys()
        assert generate() == "generated is up to date.\n"

        (facts,) = site.glob("*.dist-info/METADATA")
        facts.write_text(facts.read_text("utf-8").replace("Version: 1.0", "Version: 1.1"), "utf-8")
        assert "changed MANIFEST.json" in generate()
    assert "removed prices.csv" in generate()  # uninstalled
    assert not (priced / "generated" / "prices.csv").exists()


def table(page: Path, heading: str) -> dict[str, list[list[str]]]:
    """Return a table of a page: the first cell of each row, and the exact values in the others."""
    section = page.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`|]+)` \| (.*) \|$", section, re.MULTILINE)
    return {first: [re.findall(r"`(.*?)`", cell) for cell in rest.split(" | ")] for first, rest in rows}


def test_what_is_called_stable_is_there() -> None:
    stable = table(REPOSITORY / "generated" / "docs" / "en" / "extending.md", "What is stable")
    assert set(stable) == {"package", "model", "parameter", "page"}
    for owner, (names,) in stable.items():
        module = docs_ir if owner == "page" else ir
        fields = {field.name for field in dataclasses.fields(getattr(module, owner.capitalize()))}
        assert set(names) <= fields, owner


def test_the_scopes_of_the_page_are_those_there_are() -> None:
    scopes = table(REPOSITORY / "generated" / "docs" / "en" / "extending.md", "Scopes")
    assert set(scopes) == {scope.value for scope in Scope} - {"guide"}
    assert {name: frozenset(field.strip("{}") for field in fields) for name, (fields, _) in scopes.items()} == {
        scope.value: frozenset().union(*choices) for scope, choices in _FIELDS.items()
    }


@pytest.mark.parametrize(
    "row",
    [
        ["plain", "a,b", 'say "no"', "two\nlines", "carriage\rreturn", " edges ", ""],
        ["=1+1", "{{ x }}", "</script>", "中文", "'"],
        [""],
    ],
)
def test_csv_gives_every_text_back(row: list[str]) -> None:
    assert next(csv.reader(io.StringIO(fragments.csv_row(row), newline=""), strict=True)) == row


def test_csv_writes_numbers_plainly() -> None:
    assert fragments.csv_row([1, 0.5, True, None, -3]) == "1,0.5,True,,-3"


def test_a_page_about_a_topic_is_a_file(priced: Path, generate: Callable[..., str]) -> None:
    """It needs no row and no code, has the facts of the specs, and is in the index of its language alone."""
    page = "# House rules\n\nWhat we agreed on | once.\n\nThe API is at {{ platform.base_url | code }}.\n"
    write_files(priced / "extra", {"docs/en/house.md.jinja": page})
    generate("--templates", "extra")
    docs = priced / "generated" / "docs"
    assert (docs / "en" / "house.md").read_text("utf-8").endswith("\n\nThe API is at `https://rivya.ai`.\n")
    assert "| [House rules](house.md) | What we agreed on \\| once. |" in (docs / "en" / "README.md").read_text("utf-8")
    assert "house.md" not in (docs / "zh-Hant" / "README.md").read_text("utf-8")
