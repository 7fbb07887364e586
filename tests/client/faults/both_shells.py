"""Both clients over either HTTP library, behind one face: what a call of one returns is awaited where that is needed."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2
from rivya import AsyncRivya, Rivya

SHELLS = [f"{shell}-{library}" for shell in ("sync", "async") for library in ("own", "httpx", "httpx2")]
LIBRARIES: dict[str, Any] = {"httpx": httpx, "httpx2": httpx2}


@asynccontextmanager
async def client_of(shell: str, url: str, *, key: str = "key", **options: Any) -> AsyncIterator[Any]:
    kind, _, library = shell.partition("-")
    client_class, name = (AsyncRivya, "AsyncClient") if kind == "async" else (Rivya, "Client")
    http_client = getattr(LIBRARIES[library], name)() if library in LIBRARIES else None
    client = client_class(key, base_url=url, http_client=http_client, **options)
    yield client
    for one in (client, http_client):
        if one is not None:
            await one.aclose() if kind == "async" else one.close()


async def settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def events(stream: Any) -> list[Any]:
    return [event async for event in stream] if hasattr(stream, "__aiter__") else list(stream)
