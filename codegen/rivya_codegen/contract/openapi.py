"""The whole API as an OpenAPI 3.1 document: the operations of the platform spec, one request schema per model.

What the vendor leaves open is left open here, too: a success is `200` because some status must be named, errors are
declared as classes of statuses, and a shape that is not documented is an object with any fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..spec.model import ModelSpec
from ..spec.platform import OperationSpec, PlatformSpec
from ..text.json_data import is_list, is_object
from .contract import Contract
from .names import schema_name_of
from .reference_schema import Schema

Wire = Mapping[str, Mapping[str, Any]]
_PARTS = frozenset(
    {"items", "contains", "additionalProperties", "allOf", "anyOf", "oneOf", "prefixItems", "not", "if", "then", "else"}
)
"""The keywords that hold a schema, or a list of them; `properties` holds schemas by names, which are no keywords."""
_UNIONS = {"models": "GenerationRequest", "chat_models": "ChatRequest"}


def openapi_document(platform: PlatformSpec, wire: Wire, contracts: Iterable[Contract], version: str) -> Schema:
    """Return the document as JSON data."""
    contracts = list(contracts)
    specs = [contract.spec for contract in contracts]
    schemas = {name: _localized(dict(schema)) for name, schema in sorted(wire.items())}
    schemas |= {_request_name(row.spec): _localized(row.schema) for row in contracts}
    bodies: dict[str, str] = {}
    for kind, name in _UNIONS.items():
        members = [spec for spec in specs if spec.is_chat == (kind == "chat_models")]
        if len(members) == 1:  # a choice of one is no choice, and some tools stumble over it
            bodies[kind] = _request_name(members[0])
        else:
            bodies[kind], schemas[name] = name, _union(members)
    scheme = {"type": "http", "scheme": platform.authentication.scheme.lower(), "description": "An API key."}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": platform.name,
            "version": version,
            "description": f"Made from one spec per model; facts reviewed {platform.reviewed}.",
        },
        "servers": [{"url": platform.base_url}],
        "paths": _paths(platform, bodies),
        "components": {
            "schemas": schemas,
            "responses": {"Error": _content("ErrorEnvelope", "What went wrong; `code` is the stable part.")},
            "securitySchemes": {"key": scheme},
        },
    }


def _request_name(spec: ModelSpec) -> str:
    return f"{schema_name_of(spec)}Request"


def _union(specs: list[ModelSpec]) -> Schema:
    """Return the schema of a request for any of the models, told apart by `model`."""
    if not specs:  # no spec of this kind: what its models would take is not known
        return {"type": "object", "properties": {"model": {"type": "string"}}, "required": ["model"]}
    mapping = {spec.id: _reference(_request_name(spec)) for spec in specs}
    return {
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "model", "mapping": mapping},
    }


def _reference(name: str) -> str:
    return f"#/components/schemas/{name}"


def _localized(schema: Any) -> Any:
    """Return a schema as a part of the document: no dialect of its own, references into the components."""
    if is_list(schema):
        return [_localized(part) for part in schema]
    if not is_object(schema):
        return schema
    # Client generators make classes of lists of values, and most stop at one of fractions: its range has to do.
    if schema.get("type") in ("number", ["number", "null"]) and "enum" in schema:
        numbers = [number for number in schema["enum"] if number is not None]
        rest = {key: value for key, value in schema.items() if key != "enum"}
        return _localized(rest | {"minimum": min(numbers), "maximum": max(numbers)})
    return {key: _localized_part(key, value) for key, value in schema.items() if key != "$schema"}


def _localized_part(keyword: str, value: Any) -> Any:
    if keyword == "$ref":
        return value.replace("#/$defs/", "#/components/schemas/")
    if keyword == "properties":
        return {name: _localized(part) for name, part in value.items()}
    return _localized(value) if keyword in _PARTS else value


def _content(name: str, description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": _reference(name)}}}}


def _paths(platform: PlatformSpec, bodies: Mapping[str, str]) -> dict[str, dict[str, Schema]]:
    paths: dict[str, dict[str, Schema]] = {}
    for name, operation in platform.operations.items():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(name, operation, platform, bodies)
    return paths


def _operation(name: str, operation: OperationSpec, platform: PlatformSpec, bodies: Mapping[str, str]) -> Schema:
    parameters = [
        {"name": key, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for key in re.findall(r"\{(\w+)\}", operation.path)
    ]
    if operation.idempotency_key:
        about = "Names the request, so that repeating it starts nothing twice."
        header = platform.idempotency.header
        parameters.append({"name": header, "in": "header", "schema": {"type": "string"}, "description": about})
    body = _request_body(operation, platform, bodies)
    return {
        "operationId": name.replace(".", "_"),
        "tags": [name.split(".", maxsplit=1)[0]],
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": body} if body else {}),
        "responses": {
            "200": _success(operation),
            "4XX": {"$ref": "#/components/responses/Error"},
            "5XX": {"$ref": "#/components/responses/Error"},
        },
        "security": [{"key": []}] if operation.scope else [],
    }


def _success(operation: OperationSpec) -> Schema:
    about = "Success; the status code is not documented."
    if operation.stream:
        # A schema would be one of the whole stream, which some tools hold against each event; what an event holds is open.
        return {"description": about, "content": {"text/event-stream": {}}}
    return _content(operation.response, about)


def _request_body(operation: OperationSpec, platform: PlatformSpec, bodies: Mapping[str, str]) -> Schema | None:
    if operation.body == "multipart":
        return {"required": True, "content": {"multipart/form-data": {"schema": _upload_schema(platform)}}}
    if operation.request is None:
        return None
    schema = {"$ref": _reference(bodies.get(operation.request, operation.request))}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _upload_schema(platform: PlatformSpec) -> Schema:
    return {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
            "kind": {"enum": list(platform.files.kinds)},
            "model": {"type": "string", "description": "The model whose file rules are applied."},
            "client_request_id": {"type": "string", "maxLength": platform.files.client_request_id_max_length},
        },
        "required": ["file", "kind"],
    }
