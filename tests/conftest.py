"""What all tests share: the `--update` switch that rewrites golden files, and a project in a temporary folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files of tests/cases")


@pytest.fixture
def repository() -> Path:
    """The checkout."""
    return REPOSITORY


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty project with the platform spec and the wire types, as the working directory."""
    root = tmp_path / "project"
    (root / "specs" / "models").mkdir(parents=True)
    shutil.copy(REPOSITORY / "specs" / "platform.yaml", root / "specs")
    shutil.copytree(REPOSITORY / "specs" / "wire", root / "specs" / "wire")
    monkeypatch.chdir(root)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # what other tests have seen to be true is not known
    yield root
    for folder, _, _ in os.walk(tmp_path):  # a test may have taken write access away
        os.chmod(folder, 0o755)
