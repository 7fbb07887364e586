"""A request as somebody would write it: a call of the Python client, and curl."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..contract.conditions import accepted_request
from ..contract.names import category_name_of, model_name_of, parameter_name_of
from ..contract.parameters import ATTACHMENTS_KEY, is_flag, parameters_of
from ..contract.schema import REFERENCES_KEY, prompt_key
from ..spec.model import AnyParameter, ModelSpec
from ..spec.platform import PlatformSpec
from ..text.fragments import literal, shell

_INERT = re.compile(r"[\w: .+-]+", re.ASCII)
"""What means nothing between double quotes of a shell."""
NULL = "NULL"
"""What an argument is that is sent as null."""
_JOB = 'with Rivya() as client:\n    job = {call}\n    job.wait().save("out/")'
_REPLY = "with Rivya() as client:\n    reply = {call}\n    print(reply.text)"
_STREAM = """\
with Rivya() as client:
    with {call} as stream:
        for event in stream:
            print(event.text, end="", flush=True)
    print(stream.reply.credits)"""


def python_call(spec: ModelSpec, request: Mapping[str, Any] | None, platform: PlatformSpec) -> str:
    """Return a program that sends the request (the smallest one where none is given) and uses what comes of it."""
    if spec.is_chat:
        return _program(_REPLY, spec, "send", request, platform)
    return _program(_JOB, spec, "create", request, platform)


def simplicity(spec: ModelSpec) -> tuple[bool, bool, float, str]:
    """Return what to sort models by that examples call: those without files, and pictures first, the quickest to make."""
    return spec.references is not None, spec.category != "image", spec.credits.base, spec.id


def python_stream(spec: ModelSpec, request: Mapping[str, Any] | None, platform: PlatformSpec) -> str:
    """Return a program that prints the reply to a chat request as it arrives."""
    return _program(_STREAM, spec, "stream", request, platform)


def _program(
    frame: str, spec: ModelSpec, method: str, request: Mapping[str, Any] | None, platform: PlatformSpec
) -> str:
    request = request if request is not None else accepted_request(spec, platform)
    name = model_name_of(spec, platform)
    lines = "".join(f"        {argument},\n" for argument in _arguments(spec, request, platform))
    call = f"client.{category_name_of(spec, platform)}.{name}.{method}(" + (f"\n{lines}    )" if lines else ")")
    values = request if spec.is_chat else request.get("params", {})
    names = {
        "FileId": spec.is_chat and ATTACHMENTS_KEY in request,
        NULL: None in values.values(),
        "Rivya": True,
    }
    imported = ", ".join(name for name, used in names.items() if used)
    return f"from rivya import {imported}\n\n{frame.format(call=call)}"


def _arguments(spec: ModelSpec, request: Mapping[str, Any], platform: PlatformSpec) -> Iterator[str]:
    key, rows = prompt_key(spec), parameters_of(spec, platform)
    if key in request:
        yield literal(request[key])
    for wire, value in (request if spec.is_chat else request.get("params", {})).items():
        if wire in rows:
            yield f"{parameter_name_of(wire, rows[wire])}={_argument(spec, wire, rows[wire], value)}"
    if references := request.get("params", {}).get(REFERENCES_KEY):
        yield f"references={literal([item.get('name') or item['url'] for item in references])}"


def _argument(spec: ModelSpec, wire: str, row: AnyParameter, value: Any) -> str:
    if value is None:
        return NULL
    if spec.is_chat and wire == ATTACHMENTS_KEY:
        return "[" + ", ".join(f"FileId({literal(item['file_id'])})" for item in value) + "]"
    return literal(value == "true") if is_flag(row) else literal(value)


def curl_call(request: Mapping[str, Any], platform: PlatformSpec, name: str) -> str:
    """Return the curl command that sends the request with an operation."""
    operation = platform.operations[name]
    body = json.dumps(request, indent=2, ensure_ascii=False)
    authentication = platform.authentication
    lines = [
        f"curl {'-N ' if operation.stream else ''}{shell(platform.base_url + operation.path)}",
        f"-H {_before(f'{authentication.header}: {authentication.scheme} ', '$RIVYA_API_KEY')}",
        '-H "Content-Type: application/json"',
        *([f"-H {_before(f'{platform.idempotency.header}: ', '$(uuidgen)')}"] if operation.idempotency_key else []),
        f"-d {shell(body)}",
    ]
    return " \\\n  ".join(lines)


def _before(text: str, expanded: str) -> str:
    """Return a word of a shell: text as it is, and behind it what the shell expands."""
    return f'"{text}{expanded}"' if _INERT.fullmatch(text) else f'{shell(text)}"{expanded}"'
