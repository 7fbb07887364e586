"""Both clients of a small made-up package, on a scripted network and a clock that only moves when somebody sleeps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

# The made-up package and the harness stand beside the tests.
sys.path.insert(0, str(Path(__file__).parent))

from client.generated_package import generate
from harness import LIBRARIES, SHELLS, Harness


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("ACME_API_KEY", "ACME_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session", autouse=True)
def missing_sniffio() -> Iterator[None]:
    """Let what is not installed be known as such: httpcore looks for it several times in each asynchronous request."""
    with pytest.MonkeyPatch.context() as patch:
        if find_spec("sniffio") is None:
            patch.setitem(sys.modules, "sniffio", None)
        yield


@pytest.fixture(params=[f"{shell}-{library}" for shell in SHELLS for library in LIBRARIES])
def harness(request: pytest.FixtureRequest) -> Harness:
    shell, _, library = request.param.partition("-")
    return SHELLS[shell](library=LIBRARIES[library])


@pytest.fixture(scope="session")
def cases_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is generated from the golden cases together."""
    return generate(tmp_path_factory.mktemp("cases"))
