"""The pytest plugin of the package, as its users meet it: found by its entry point, in a pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from rivya_codegen.emulator_choices import parse_choices
from rivya_codegen.load import load_runtime
from rivya_codegen.lower.emulator_guide import emulator_page

GENERATED = Path(__file__).parents[2] / "generated" / "python"

WITH_FIXTURES = """
import pytest

from rivya import AuthenticationError, Rivya


def test_a_job_is_done(rivya_client, rivya_emulator, tmp_path):
    model = rivya_emulator.world.catalog["data"][0]["id"]
    job = rivya_client.generations.create({"model": model, "prompt": "A lighthouse"})
    (saved,) = job.wait().save(tmp_path)
    assert saved.stat().st_size > 100
    assert [task["id"] for task in rivya_emulator.jobs] == [job.id]


def test_the_state_is_fresh(rivya_client, rivya_emulator):
    assert rivya_emulator.jobs == []
    assert rivya_client.credits.retrieve().current_credits == 1000


class TestOptions:
    @pytest.fixture
    def rivya_emulator_options(self):
        return {"credits": 7, "key": "rvya_sk_mine"}

    def test_options_are_passed(self, rivya_client, rivya_emulator):
        assert rivya_client.credits.retrieve().current_credits == 7
        with pytest.raises(AuthenticationError), Rivya("rvya_sk_other", base_url=rivya_emulator.url) as stranger:
            stranger.credits.retrieve()


def test_webhooks_reach_this_machine(rivya_emulator):
    assert rivya_emulator.allow_local_webhooks
"""

WITHOUT_EXTRA = """
import sys

LOADED = set(sys.modules)
sys.modules["starlette"] = None


def test_nothing_of_the_package_is_loaded_without_need():
    assert "rivya.emulator.pytest_plugin" in LOADED
    assert not [name for name in LOADED if name.startswith("rivya._") or name in {"httpx", "pydantic", "starlette"}]


def test_the_extra_is_named(rivya_client):
    raise AssertionError("there is no emulator")
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder whose metadata is that of the installed package, as far as pytest reads it."""
    project = tomllib.loads((GENERATED / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = tmp_path / "site" / f"{project['name']}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    lines = [f"{name} = {module}" for name, module in project["entry-points"]["pytest11"].items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[pytest11]", *lines]))
    (metadata / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    return metadata.parent


def run_pytest(tmp_path: Path, installed: Path, program: str) -> str:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "test_mine.py").write_text(program)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment["PYTHONPATH"] = os.pathsep.join([str(installed), str(GENERATED)])
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        f"--rootdir={folder}",
        str(folder),
    ]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stderr == ""
    return done.stdout


def test_the_fixtures_are_there_by_themselves(tmp_path: Path, installed: Path) -> None:
    assert "4 passed" in run_pytest(tmp_path, installed, WITH_FIXTURES)


def test_the_plugin_is_harmless_without_the_extra(tmp_path: Path, installed: Path) -> None:
    printed = run_pytest(tmp_path, installed, WITHOUT_EXTRA)
    assert "1 passed, 1 error" in printed
    assert "pip install 'rivya[emulator]'" in printed


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_what_the_docs_show_passes(tmp_path: Path, installed: Path, locale: str) -> None:
    page = emulator_page(parse_choices(load_runtime()), locale)
    (program,) = [row.text for section in page.sections for row in section.listings if "import pytest" in row.text]
    assert "1 passed" in run_pytest(tmp_path, installed, program)
