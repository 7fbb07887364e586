"""What is shipped: both packages are built twice, compared, checked, installed without the repository, and used."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from PIL import Image
from rivya.emulator import Emulator

pytestmark = pytest.mark.xdist_group("shipping")  # one worker builds, once

REPOSITORY = Path(__file__).parents[2]
LICENSE = (REPOSITORY / "LICENSE").read_bytes()
SOURCES = {"rivya": REPOSITORY / "generated" / "python", "rivya_codegen": REPOSITORY}
(EXAMPLE,) = re.findall(r"^```python\n(.*?)^```", (REPOSITORY / "README.md").read_text("utf-8"), re.M | re.S)[:1]
EPOCH = "1700000000"


def run(*command: object, folder: Path, **environment: str) -> str:
    """Run a program that knows nothing of the environment of the tests; return what it prints."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=folder, env={"PATH": "", **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build_from_tree(source: Path, target: Path, **environment: str) -> None:
    """Build both with what is behind `build`: one process, and the wheel is made from the tree."""
    command = (sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", target)
    run(*command, folder=source, **environment)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a release; the wheels are built from the source distributions."""
    folder = tmp_path_factory.mktemp("release") / "dist"
    for source in SOURCES.values():
        command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, source)
        run(*command, folder=folder.parent, SOURCE_DATE_EPOCH=EPOCH, PYTHONHASHSEED="1", TZ="UTC")
    return folder


@dataclass(frozen=True)
class Environment:
    """A virtual environment with wheels of ours, and of all that is installed here only what they declare."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        (packages,) = self.folder.glob("lib/python*/site-packages")
        return packages


def declared(requirements: Iterator[Requirement], found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Add the distributions that requirements name, and what those require, as pairs of name and extra."""
    for requirement in requirements:
        for extra in ("", *requirement.extras):
            if (requirement.name, extra) in found:
                continue
            found.add((requirement.name, extra))
            further = map(Requirement, distribution(requirement.name).requires or ())
            declared((each for each in further if not each.marker or each.marker.evaluate({"extra": extra})), found)
    return found


def environment(folder: Path, wheel: Path) -> Environment:
    """Make an environment with a wheel and what it requires."""
    venv.create(folder, with_pip=False)
    made = Environment(folder)
    install = (sys.executable, "-m", "pip", "--python", made.python, "install", "--no-deps", "--no-index", "--quiet")
    run(*install, wheel, folder=folder)
    link(made, wheel, "")
    return made


def link(made: Environment, wheel: Path, extra: str) -> None:
    """Install what a wheel requires with an extra; nothing is downloaded: it is linked, file by file, from here."""
    required = map(Requirement, metadata(wheel).get_all("Requires-Dist") or ())
    wanted = (each for each in required if not each.marker or each.marker.evaluate({"extra": extra}))
    for name, _ in declared(wanted, set()):
        for file in distribution(name).files or ():
            top = file.parts[0]
            if top not in {"..", "__pycache__"} and not (made.packages / top).exists():
                (made.packages / top).symlink_to(Path(str(distribution(name).locate_file(top))))
    program = made.folder / "bin" / "ruff"
    if (made.packages / "ruff").exists() and not program.exists():
        program.symlink_to(Path(sys.executable).parent / "ruff")


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return message_from_bytes(archive.read(name))


def wheel_of(dist: Path, name: str) -> Path:
    (wheel,) = dist.glob(f"{name}-*.whl")
    return wheel


def test_a_second_build_gives_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    """Also where the wheels are built from the tree instead of the source distributions."""
    umask = os.umask(0o077)
    try:
        for source in SOURCES.values():
            other = {"PYTHONHASHSEED": "2", "TZ": "Asia/Taipei", "LC_ALL": "C"}
            build_from_tree(source, tmp_path / "dist", SOURCE_DATE_EPOCH=EPOCH, **other)
    finally:
        os.umask(umask)
    assert len(tree(dist)) == 4
    assert tree(tmp_path / "dist") == tree(dist)


def test_the_checker_of_the_index_is_content(dist: Path) -> None:
    printed = run(sys.executable, "-m", "twine", "check", "--strict", *dist.iterdir(), folder=dist)
    assert printed.count("PASSED") == 4


@pytest.mark.parametrize("name", SOURCES)
def test_wheel_and_source_distribution_are_complete(name: str, dist: Path) -> None:
    with zipfile.ZipFile(wheel_of(dist, name)) as wheel:
        files = wheel.namelist()
        (license_file,) = [file for file in files if file.endswith("/licenses/LICENSE")]
        assert wheel.read(license_file) == LICENSE
    assert f"{name}/py.typed" in files
    assert not [file for file in files if "__pycache__" in file or file.startswith(("tests/", "specs/"))]
    (path,) = dist.glob(f"{name}-*.tar.gz")
    with tarfile.open(path) as source:
        names = {member.partition("/")[2] for member in source.getnames()}
    assert {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"} <= names
    facts = metadata(wheel_of(dist, name))
    readme = (SOURCES[name] / "README.md").read_text("utf-8")
    assert facts["License-Expression"] == "MIT"
    assert facts["Description-Content-Type"] == "text/markdown"
    described = facts.get_payload(decode=True)
    assert isinstance(described, bytes)
    assert described.decode().strip() == readme.strip()
    assert "Typing :: Typed" in (facts.get_all("Classifier") or ())


def test_the_package_requires_two_others(dist: Path) -> None:
    facts = metadata(wheel_of(dist, "rivya"))
    required = map(Requirement, facts.get_all("Requires-Dist") or ())
    assert {each.name for each in required if each.marker is None} == {"httpx", "pydantic"}
    assert set(facts.get_all("Provides-Extra") or ()) == {"emulator", "otel"}


_STREAMED = """
with Rivya() as client:
    print("Said:", client.chat.stream("Hello", model="claude-sonnet-4-6-chat").text())
"""
_EMULATED = """
import os, sys
from rivya.emulator import Emulator

with Emulator() as emulator:
    os.environ |= {"RIVYA_API_KEY": emulator.key, "RIVYA_BASE_URL": emulator.url}
    exec(sys.argv[1], {})
print(*sys.path, *(module.__file__ for name, module in sys.modules.items() if name in {"rivya", "rivya.emulator"}), sep="\\n")
"""


def test_the_example_runs_with_the_package_and_what_it_requires(dist: Path, tmp_path: Path) -> None:
    wheel = wheel_of(dist, "rivya")
    made = environment(tmp_path / "env", wheel)
    assert not (made.packages / "starlette").exists()
    Image.new("RGB", (8, 8), "red").save(tmp_path / "cat.png")
    with Emulator() as emulator:
        access = {"RIVYA_API_KEY": emulator.key, "RIVYA_BASE_URL": emulator.url}
        printed = run(made.python, "-W", "error", "-c", EXAMPLE + _STREAMED, folder=tmp_path, **access)
    assert re.search(r"^Said: \S", printed, re.MULTILINE)
    assert list((tmp_path / "out").glob("task_*.png"))

    link(made, wheel, "emulator")
    shutil.rmtree(tmp_path / "out")
    printed = run(made.python, "-c", _EMULATED, EXAMPLE, folder=tmp_path)
    assert list((tmp_path / "out").glob("task_*.png"))
    assert str(made.packages / "rivya" / "emulator") in printed
    assert str(REPOSITORY) not in printed


def test_both_wheels_go_into_one_environment(dist: Path) -> None:
    rivya, generator = (set(zipfile.ZipFile(wheel_of(dist, name)).namelist()) for name in SOURCES)
    assert not rivya & generator


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_licence_of_the_package_is_that_of_the_project() -> None:
    assert (REPOSITORY / "generated" / "python" / "LICENSE").read_bytes() == LICENSE


# --- What the manifest lists, and nothing else ------------------------------------------------------------------------

STRAYS = (
    ".env",
    ".idea/workspace.xml",
    "models/stale.py",
    "__pycache__/stale.cpython-311.pyc",
    ".venv/lib/a.py",
    "notes.md",
)


def test_what_lies_among_the_outputs_is_not_shipped(tmp_path: Path) -> None:
    """Wheel and source distribution hold what the manifest lists, whatever editors, tools and people have left there."""
    output = tmp_path / "generated"
    listed = json.loads((REPOSITORY / "generated" / "MANIFEST.json").read_text("utf-8"))["outputs"]
    for path in listed:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "generated" / path, output / path)
    for folder in ("rivya", "tests", "."):
        for stray in STRAYS:
            (output / "python" / folder / stray).parent.mkdir(parents=True, exist_ok=True)
            (output / "python" / folder / stray).write_text("mine")
    (tmp_path / ".gitignore").write_text("# of the repository around it")
    expected = {path.removeprefix("python/") for path in listed if path.startswith("python/")}
    source, wheel = members(output / "python", tmp_path)
    assert source == expected
    assert wheel == {path for path in expected if path.startswith(("rivya/", "rivya_pytest.py"))}


def members(project: Path, target: Path) -> tuple[set[str], set[str]]:
    """Return what a source distribution and a wheel of a project hold, beside what every builder adds."""
    build_from_tree(project, target)
    with tarfile.open(next(target.glob("*.tar.gz"))) as source:
        files = {member.partition("/")[2] for member in source.getnames()}
    with zipfile.ZipFile(next(target.glob("*.whl"))) as wheel:
        return files - {"PKG-INFO", ""}, {name for name in wheel.namelist() if ".dist-info/" not in name}


PACKAGED = {
    "codegen/rivya_codegen": "rivya_codegen",
    "codegen/runtime": "rivya_codegen/_runtime",
    "templates": "rivya_codegen/_templates",
}


def test_what_lies_among_the_modules_of_the_generator_is_not_shipped(tmp_path: Path) -> None:
    """Wheel and source distribution hold what the repository does."""
    folders = (*PACKAGED, "specs")
    listing = ["git", "ls-files", *folders, "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", ".gitignore"]
    listed = subprocess.run(listing, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout.split()
    checkout = tmp_path / "checkout"
    for path in listed:
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, checkout / path)
    for folder in folders:
        for stray in (*STRAYS, ".module.py.swp", "table.yaml~", ".#module.py", ".hidden.py", "key.pem"):
            if stray != "models/stale.py":  # which a commit may be about to add
                (checkout / folder / stray).parent.mkdir(parents=True, exist_ok=True)
                (checkout / folder / stray).write_text("mine")
    source, wheel = members(checkout, tmp_path)
    assert source == set(listed)
    rows = [(path, folder) for path in listed for folder in PACKAGED if path.startswith(f"{folder}/")]
    assert wheel == {f"{PACKAGED[folder]}{path.removeprefix(folder)}" for path, folder in rows}


def test_make_build_checks_first() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    assert re.search(r"^build: check ##", makefile, re.MULTILINE)


def test_the_committed_output_is_up_to_date_after_installing_the_generator_alone(dist: Path, tmp_path: Path) -> None:
    """In a fresh environment, without the caches of this one: as the hooks and the workflow of the docs do it."""
    wheel = wheel_of(dist, "rivya_codegen")
    made = environment(tmp_path / "env", wheel)
    checkout = tmp_path / "checkout"
    files = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in files:
        if name.startswith(("specs/", "generated/")):
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, checkout / name)
    program = made.folder / "bin" / "rivya-codegen"
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert run(program, "--version", folder=checkout) == f"rivya-codegen {metadata(wheel)['Version']}\n"
    (tool,) = made.packages.glob("jinja2*.dist-info")  # another version of a tool that makes the same output
    text = (tool / "METADATA").read_text("utf-8")
    tool.unlink()
    tool.mkdir()
    (tool / "METADATA").write_text(re.sub(r"^Version: .*$", "Version: 99", text, count=1, flags=re.MULTILINE), "utf-8")
    before = tree(checkout)
    assert run(program, "generate", folder=checkout, **cache) == "generated is up to date.\n"
    assert run(program, "check", folder=checkout, **cache) == ""
    assert tree(checkout) == before


def test_the_lowest_versions_that_are_tested_are_those_that_are_declared() -> None:
    lock = (REPOSITORY / ".ci" / "lowest.lock").read_text("utf-8")
    tested = dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock, re.MULTILINE)[::-1])  # the first row of a package
    for folder in SOURCES.values():
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        extras = project.get("optional-dependencies", {}).values()
        for line in [*project["dependencies"], *(line for lines in extras for line in lines)]:
            requirement = Requirement(line)
            (bound,) = requirement.specifier
            name = re.sub(r"[._]", "-", requirement.name)
            assert Version(tested[name]) == Version(bound.version), line
