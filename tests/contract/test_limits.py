"""Limits at their edges: the last value on a step, the longest list of values, and the other names of a media type."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rivya_codegen.contract.request_schema import request_schema
from rivya_codegen.pipeline import read_specs
from rivya_codegen.spec.model import NumberParameter
from rivya_codegen.spec.numbers import last_on_step, listed_numbers
from rivya_codegen.spec.references import FileLimit, References

SPECS = Path(__file__).parents[2] / "specs"


@pytest.mark.parametrize(
    ("maximum", "step", "base", "last"),
    [(11, 4, 0, 8), (10, 4, 0, 8), (8, 4, 0, 8), (1.19, 0.1, 0.05, 1.15), (-1, 4, -10, -2)],
)
def test_the_last_value_on_a_step_is_not_above_the_maximum(
    maximum: float, step: float, base: float, last: float
) -> None:
    assert last_on_step(maximum, step, base) == last


@pytest.mark.parametrize(("maximum", "listed"), [(999, 1000), (1000, None), (0, 1)])
def test_up_to_a_thousand_values_are_listed(maximum: int, listed: int | None) -> None:
    values = listed_numbers(NumberParameter(type="number", min=0, max=maximum, step=1))
    assert (values and len(values)) == listed


def test_the_other_names_of_a_media_type_pass_the_schema() -> None:
    parsed = read_specs(SPECS)
    spec = next(model.spec for model in parsed.models if model.spec.id == "grok-imagine")
    audio = References(files={"audio": FileLimit(mime_types=["audio/wav"])})
    validator = Draft202012Validator(request_schema(spec.model_copy(update={"references": audio}), parsed.platform))
    item = {"url": "https://cdn.example.com/a", "kind": "audio"}
    accepted = {
        name: validator.is_valid(
            {"model": spec.id, "prompt": "x", "params": {"referenceMediaItems": [{**item, "mimeType": name}]}}
        )
        for name in ("audio/wav", "audio/x-wav", "audio/mpeg")
    }
    assert accepted == {"audio/wav": True, "audio/x-wav": True, "audio/mpeg": False}
