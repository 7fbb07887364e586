"""What the tests send, and what they expect of every error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx

GENERATIONS = "/api/v1/generations"
FILES = "/api/v1/files"
JSON = {"Content-Type": "application/json"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20)


def painting(**fields: Any) -> dict[str, Any]:
    return {"model": "painter-1.0", "prompt": "A clean editorial product image", **fields}


def upload(
    client: httpx.Client, content: bytes, name: str = "cat.png", kind: str | None = "image", /, **fields: str
) -> httpx.Response:
    data: Mapping[str, str] = fields if kind is None else {"kind": kind, **fields}
    return client.post(FILES, data=data, files={"file": (name, content)})


def assert_error(response: httpx.Response, status: int, code: str, *words: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert list(response.json()) == ["error"]
    error = response.json()["error"]
    assert set(error) == {"code", "message", "requestId"}
    assert error["code"] == code
    assert re.fullmatch(r"req_[0-9a-f]{24}", error["requestId"])
    assert "Traceback" not in error["message"]
    for word in words:
        assert word in error["message"]
