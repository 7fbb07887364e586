"""What replaying vectors needs: the vectors themselves, files that begin like their type, and an API that only records."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from client.media_files import media_file
from rivya._model_index import MODELS
from rivya._platform import PLATFORM

GENERATED = Path(os.environ.get("RIVYA_GENERATED", Path(__file__).parents[2] / "generated"))
"""The output whose vectors are replayed; a functional test names that of a case."""


def vector_files() -> list[Path]:
    """Return the vector files of all models."""
    return sorted((GENERATED / "vectors").glob("*.json"))


def read_vectors(path: Path) -> dict[str, Any]:
    """Return the vectors of a model: `model`, `requests` and `files`."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def write_vector_file(path: Path, vector: Mapping[str, Any]) -> Path:
    """Write the file of a vector."""
    if "measures" not in vector:
        return write_file(path, vector["mime_type"], vector["bytes"])
    path.write_bytes(media_file(vector["mime_type"], vector["measures"], vector["bytes"]))
    return path


def write_file(path: Path, mime_type: str, size: int) -> Path:
    """Write a file of a size that begins like the type; anything but a media type begins like text."""
    head = bytearray(b"plain text " * 8)
    for row in PLATFORM.media_types:
        if mime_type == row.mime_type or mime_type in row.aliases:
            head = bytearray(64)
            for part in row.signatures[0]:
                start = part.offset if part.within is None else 16
                head[start : start + len(part.value)] = part.value
    with path.open("wb") as file:
        file.write(head[:size])
        file.truncate(size)
    return path


def operation(model: str) -> str:
    """Return the operation that calls a model."""
    return str(importlib.import_module(MODELS[model]).MODEL.operation)


def is_chat(model: str) -> bool:
    """Tell whether a model is called by the Chat API."""
    return operation(model).startswith("chat.")


class RecordingAPI(httpx.MockTransport):
    """An API that says yes to everything and keeps the requests for generations and replies."""

    def __init__(self) -> None:
        self.generations: list[Any] = []
        self.count = 0
        super().__init__(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.count += 1
        request.read()
        if request.url.path.endswith("/files"):
            uploaded = {"id": "file_1", "url": "https://cdn.example.com/uploaded", "duration_token": "token"}
            return httpx.Response(200, json=uploaded)
        self.generations.append(json.loads(request.content))
        if "/chat/" in request.url.path:
            return httpx.Response(200, json={"session_id": "session_1", "message": {"content": "Hello."}})
        return httpx.Response(200, json={"id": "task_1", "status": "queued"})
