"""What a spec means is worked out once in a run, however many parts of it ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rivya_codegen.contract import contract
from rivya_codegen.pipeline import run
from rivya_codegen.source import parse, unfinished
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.load import load_inputs
from rivya_codegen.source.settings import Settings
from rivya_codegen.spec.model import ModelSpec

REPOSITORY = Path(__file__).parents[2]
MODELS = [path.stem for path in (REPOSITORY / "specs" / "models").glob("*.yaml")]


def counted(function: Callable[..., Any], counts: Counter[str]) -> Callable[..., Any]:
    """Return the function, which counts its calls by the model that its first argument is."""

    def call(subject: Any, *others: Any, **named: Any) -> Any:
        if isinstance(subject, ModelSpec):
            counts[subject.id] += 1
        elif isinstance(subject, TextFile) and subject.path.startswith("models/"):
            counts[Path(subject.path).stem] += 1
        return function(subject, *others, **named)

    return call


def test_a_run_makes_schema_vectors_and_parse_once_for_each_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counts: dict[str, Counter[str]] = {}
    for module, name in (
        (contract, "request_schema"),
        (contract, "model_vectors"),
        (parse, "parse_file"),
        (unfinished, "parse_file"),
    ):
        counter = counts.setdefault(name, Counter())
        monkeypatch.setattr(module, name, counted(getattr(module, name), counter))
    run(*load_inputs(Settings(REPOSITORY / "specs", output=tmp_path)))
    assert counts == {name: Counter(MODELS) for name in counts}


def test_nothing_else_makes_a_schema_or_vectors() -> None:
    package = Path(contract.__file__).parents[1]
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if any(f"{name}(" in path.read_text("utf-8") for name in ("request_schema", "model_vectors"))
    }
    assert users == {"contract/contract.py", "contract/request_schema.py", "contract/vectors.py"}
