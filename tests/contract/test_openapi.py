"""The OpenAPI document is valid, complete, and says of each request what the client says."""

from __future__ import annotations

import json
from decimal import Decimal

import jsonschema_rs
import pytest
from client.vectors import GENERATED, is_chat, read_vectors, vector_files
from openapi_spec_validator import validate
from rivya._platform import PLATFORM

DOCUMENT = json.loads((GENERATED / "openapi.json").read_text("utf-8"), parse_float=Decimal)


def test_the_document_is_valid() -> None:
    validate(json.loads((GENERATED / "openapi.json").read_text("utf-8")))  # raises what is wrong
    assert DOCUMENT["openapi"] == "3.1.0"


def test_the_package_carries_the_same_document() -> None:
    assert (GENERATED / "python" / "rivya" / "openapi.json").read_bytes() == (GENERATED / "openapi.json").read_bytes()


def test_all_twenty_documented_operations_are_there() -> None:
    said = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert said == {(row.method, row.path) for row in PLATFORM.operations.values()}
    assert len(said) == 20
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            row = next(row for row in PLATFORM.operations.values() if (row.method.lower(), row.path) == (method, path))
            assert bool(operation["security"]) == (row.scope is not None)


@pytest.mark.parametrize("operation", ["/api/v1/generations", "/api/v1/chat/completions"])
def test_the_requests_of_all_models_are_told_apart(operation: str) -> None:
    schema = DOCUMENT["paths"][operation]["post"]["requestBody"]["content"]["application/json"]["schema"]
    validator = jsonschema_rs.Draft202012Validator({**schema, "components": DOCUMENT["components"]})
    for vectors in map(read_vectors, vector_files()):
        model = vectors["model"]
        for vector in vectors["requests"] if is_chat(model) == operation.endswith("completions") else ():
            request = json.loads(json.dumps(vector["request"]), parse_float=Decimal)
            if vector["problems"] != ["off-step"] and not vector.get(
                "beyond_schema"
            ):  # the steps of fractions are not told
                assert validator.is_valid(request) == (not vector["problems"]), (model, vector["name"])
