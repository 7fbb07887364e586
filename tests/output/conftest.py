"""A project with outputs: generated once, and copied for each test with what the machine knows of the run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from rivya_codegen.cli import main
from rivya_codegen.source import load

TESTS = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def generated_once(small_runtime_once: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the case `odd-ids` with its outputs, in a folder with the cache beside it."""
    folder = tmp_path_factory.mktemp("generated")
    root = folder / "project"
    shutil.copytree(TESTS / "cases" / "odd-ids" / "specs", root / "specs")
    shutil.copytree(TESTS.parent / "specs" / "wire", root / "specs" / "wire")
    shutil.copy(TESTS.parent / "specs" / "platform.yaml", root / "specs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr(load, "load_runtime", lambda: small_runtime_once)
        assert main(["generate", "--out", "out"]) == 0
    return folder


@pytest.fixture
def generated(small_runtime: None, project: Path, generated_once: Path) -> Path:
    """The outputs of the case `odd-ids`, as a run has just made them, with next to no runtime."""
    shutil.copytree(generated_once / "project", project, dirs_exist_ok=True)
    shutil.copytree(generated_once / "cache", os.environ["XDG_CACHE_HOME"])
    return project / "out"
