"""What all tests share: the `--update` switch that rewrites golden files, and a project in a temporary folder."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import certifi
import pytest
from rivya_codegen import pipeline
from rivya_codegen.docs import runtime_facts
from rivya_codegen.problems.problem import Problem
from rivya_codegen.source import load
from rivya_codegen.source.load import Inputs, Source

REPOSITORY = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files of tests/cases")


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays until the end: the thousands of tests themselves."""
    gc.freeze()


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


@pytest.fixture(scope="session", autouse=True)
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all runs of mypy share what it knows of the libraries: most of their time goes there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYPY_CACHE_DIR", str(tmp_path_factory.mktemp("mypy")))
        yield


@pytest.fixture(scope="session", autouse=True)
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Trust one authority for certificates: to read all of them takes longer than most tests that make a client."""
    path = tmp_path_factory.mktemp("certificates") / "authority.pem"
    first, end, _ = Path(certifi.where()).read_text("utf-8").partition("-----END CERTIFICATE-----")
    path.write_text(f"{first}{end}\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        yield


@pytest.fixture(scope="session")
def known_results() -> dict[object, Any]:
    """What the functions that `remembered` replaces have returned."""
    return {}


@pytest.fixture
def remembered(known_results: dict[object, Any]) -> Iterator[pytest.MonkeyPatch]:
    """Equal inputs are read and rendered once, for tests of what becomes of outputs; until the test undoes it."""

    def once(function: Callable[..., Any], key_of: Callable[..., object]) -> Callable[..., Any]:
        def known(*arguments: Any) -> Any:
            key = function.__name__, key_of(*arguments)
            if key not in known_results:
                known_results[key] = function(*arguments)
            return known_results[key]

        return known

    def specs_of(source: Source, problems: list[Problem], specs: Path) -> object:
        return source, tuple(map(str, problems)), specs

    def inputs_of(inputs: Inputs, *_made_of_them: object) -> object:
        templates = tuple((name, file.text) for name, file in inputs.templates.items())
        return inputs.source, templates, inputs.tables, tuple(inputs.runtime.items())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "read", once(pipeline.read, specs_of))
        patch.setattr(pipeline, "_render_all", once(pipeline._render_all, inputs_of))
        yield patch


@pytest.fixture(scope="session")
def small_runtime_once() -> dict[str, bytes]:
    """The files of the runtime of which the docs tell something."""
    needed = {*runtime_facts._ERROR_FILES, runtime_facts._POLICIES, runtime_facts.ASSUMPTIONS_FILE}
    return {path: content for path, content in load.load_runtime().items() if path in needed}


@pytest.fixture
def small_runtime(small_runtime_once: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The package has next to no runtime: half of the time of a run goes into files that are copied."""
    monkeypatch.setattr(load, "load_runtime", lambda: small_runtime_once)
