"""A request as somebody would write it: a call of the Python client, and curl."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from ..fragments import literal
from ..naming import model_name, parameter_name
from ..platform_spec import PlatformSpec
from ..request_schema import REFERENCES_KEY
from ..samples import smallest_request
from ..spec import ModelSpec
from .parameters import is_flag


def python_call(spec: ModelSpec, request: Mapping[str, Any] | None, platform: PlatformSpec) -> str:
    """Return a program that sends the request (the smallest one where none is given) and saves the result."""
    request = request if request is not None else smallest_request(spec)
    name = spec.python_name or model_name(spec.id, platform.categories[spec.category].id_suffix)
    arguments: list[str] = [literal(request["prompt"])] if "prompt" in request else []
    for key, value in request.get("params", {}).items():
        if key != REFERENCES_KEY and key in spec.params:
            arguments.append(f"{spec.params[key].python_name or parameter_name(key)}={_argument(spec, key, value)}")
    references = request.get("params", {}).get(REFERENCES_KEY)
    if references:
        arguments.append(f"references={literal([item.get('name') or item['url'] for item in references])}")
    lines = "".join(f"        {argument},\n" for argument in arguments)
    call = (
        f"client.{spec.category}.{name}.create(\n{lines}    )" if lines else f"client.{spec.category}.{name}.create()"
    )
    return f'from rivya import Rivya\n\nwith Rivya() as client:\n    job = {call}\n    job.wait().save("out/")'


def _argument(spec: ModelSpec, key: str, value: Any) -> str:
    return literal(value == "true") if is_flag(spec.params[key]) else literal(value)


def curl_call(request: Mapping[str, Any], platform: PlatformSpec) -> str:
    """Return the curl command that sends the request."""
    operation = platform.operations["generations.create"]
    body = json.dumps(request, indent=2, ensure_ascii=False)
    authentication = platform.authentication
    lines = [
        f"curl {platform.base_url}{operation.path}",
        f'-H "{authentication.header}: {authentication.scheme} $RIVYA_API_KEY"',
        '-H "Content-Type: application/json"',
        f'-H "{platform.idempotency.header}: order-123"',
        f"-d {shlex.quote(body)}",
    ]
    return " \\\n  ".join(lines)
