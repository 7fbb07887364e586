"""The pytest plugin of the package, as its users meet it: found by its entry point, in a pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from docs.programs import blocks

GENERATED = Path(__file__).parents[2] / "generated" / "python"

WITH_FIXTURES = """
import pytest

from rivya import AuthenticationError, Rivya


def test_a_job_is_done(rivya_client, rivya_emulator, tmp_path):
    model = rivya_emulator.served_api.catalog["data"][0]["id"]
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
    assert "rivya_pytest" in LOADED
    assert not [name for name in LOADED if name.partition(".")[0] in {"rivya", "httpx", "pydantic", "starlette"}]


def test_the_extra_is_named(rivya_client):
    raise AssertionError("there is no emulator")
"""

ASYNCHRONOUS = """
import asyncio

import pytest

from rivya import AsyncRivya


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def work(client, emulator, folder):
    assert isinstance(client, AsyncRivya)
    model = emulator.served_api.catalog["data"][0]["id"]
    job = await client.generations.create({"model": model, "prompt": "A lighthouse"})
    done = await job.wait()
    (saved,) = await done.save(folder)
    assert saved.stat().st_size > 100
    await asyncio.gather(*(client.credits.retrieve() for _ in range(20)))


@pytest.mark.anyio
async def test_anyio_runs_it(rivya_async_client, rivya_emulator, tmp_path):
    await work(rivya_async_client, rivya_emulator, tmp_path)


def test_so_do_loops_of_the_test(rivya_async_client, rivya_emulator, tmp_path):
    for name in ("first", "second"):
        asyncio.run(work(rivya_async_client, rivya_emulator, tmp_path / name))


@pytest.mark.asyncio
async def test_pytest_asyncio_runs_it_where_it_is_there(rivya_async_client, rivya_emulator, tmp_path):
    pytest.importorskip("pytest_asyncio")
    await work(rivya_async_client, rivya_emulator, tmp_path)
"""

BEHIND_PROXIES = """
import pytest

import rivya

PROXY = "http://127.0.0.1:9"
VARIABLES = {
    "of http": {"HTTP_PROXY": PROXY, "http_proxy": PROXY},
    "of all": {"ALL_PROXY": PROXY},
    "socks": {"ALL_PROXY": "socks5://127.0.0.1:9"},
}


@pytest.fixture(autouse=True, params=VARIABLES)
def proxy(request, monkeypatch):
    for name, value in {**VARIABLES[request.param], "NO_PROXY": "", "no_proxy": ""}.items():
        monkeypatch.setenv(name, value)
    return request.param


def test_what_is_handed_out(rivya_client):
    assert rivya_client.credits.retrieve().current_credits == 1000


def test_a_client_of_mine(rivya_emulator, proxy):
    if proxy == "socks":
        pytest.skip("httpx takes no such proxy")
    with rivya.Rivya(rivya_emulator.key, base_url=rivya_emulator.url) as client:
        assert client.credits.retrieve().current_credits == 1000
"""

HIDDEN = """
import rivya


def test_mine():
    assert rivya.MINE
"""

HIDDEN_AND_NEEDED = f"""{HIDDEN}

def test_theirs(rivya_client):
    raise AssertionError("there is no client")


def test_theirs_too(rivya_async_client):
    raise AssertionError("there is no client")
"""


SLOW_PLUGINS = ("-p", "no:schemathesis", "-p", "no:hypothesispytest", "-p", "no:typeguard")
"""Ours is found by its entry point; those of others, whom nobody asks for, take longer than all else."""


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


def run_pytest(tmp_path: Path, installed: Path, program: str, *options: str) -> str:
    folder = tmp_path / "project"
    folder.mkdir(exist_ok=True)
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
        *SLOW_PLUGINS,
        f"--rootdir={folder}",
        f"--basetemp={tmp_path / 'temporary'}",
        str(folder),
        *options,
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


def test_what_the_docs_show_passes(tmp_path: Path, installed: Path) -> None:
    page = (GENERATED.parent / "docs" / "en" / "emulator.md").read_text("utf-8")
    (program,) = [program for program in blocks(page, "python") if "import pytest" in program]
    assert "1 passed" in run_pytest(tmp_path, installed, program)


def test_asynchronous_tests_have_a_client_whoever_runs_them(tmp_path: Path, installed: Path) -> None:
    program = ASYNCHRONOUS
    if find_spec("pytest_asyncio") is None:
        program = program[: program.index("@pytest.mark.asyncio")]
    assert f"{program.count('def test_')} passed" in run_pytest(tmp_path, installed, program)


def test_no_proxy_stands_between(tmp_path: Path, installed: Path) -> None:
    program = BEHIND_PROXIES + ASYNCHRONOUS[: ASYNCHRONOUS.index("@pytest.mark.asyncio")]
    assert "11 passed, 1 skipped" in run_pytest(tmp_path, installed, program)


@pytest.mark.parametrize(("name", "options"), [("rivya.py", ()), ("rivya/__init__.py", ("-q",))])
def test_a_module_that_hides_the_package_is_named(
    tmp_path: Path, installed: Path, name: str, options: tuple[str, ...]
) -> None:
    mine = tmp_path / "project" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("MINE = True")
    for program, outcome in ((HIDDEN, "1 passed in"), (HIDDEN_AND_NEEDED, "1 passed, 2 errors in")):
        printed = run_pytest(tmp_path, installed, program, *options)
        assert outcome in printed
        assert "Traceback" not in printed
        lines = {line.removeprefix("E ").strip() for line in printed.splitlines() if str(mine) in line}
        assert len({line.rpartition("rivya: ")[2] for line in lines}) == 1
        assert (
            printed.count(f"\nrivya: its fixtures need the package, and `import rivya` gives {mine}: rename that\n")
            >= 1
        )
