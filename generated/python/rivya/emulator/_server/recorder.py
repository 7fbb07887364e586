"""The record of what clients sent, for tests to look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .._state.requests import RecordedRequest

MASK = "***"


def recorded(app: ASGIApp, keys: Collection[str], secret_header: str, requests: deque[RecordedRequest]) -> ASGIApp:
    """Return an application around another that notes each request before its response begins."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        body_size = 0
        noted = False

        def note() -> None:
            nonlocal noted
            if not noted:
                noted = True
                headers = {name: _masked(value, keys) for name, value in Headers(scope=scope).items()}
                if (secret := headers.get(secret_header.lower())) is not None:
                    # A wrong key is a secret too: quite possibly the real one.
                    scheme, space, _ = secret.partition(" ")
                    headers[secret_header.lower()] = f"{scheme} {MASK}" if space else MASK
                requests.append(RecordedRequest(scope["method"], scope["path"], headers, body_size))

        async def counted_receive() -> Message:
            nonlocal body_size
            message = await receive()
            body_size += len(message.get("body", b""))
            return message

        async def noted_send(message: Message) -> None:
            note()
            await send(message)

        try:
            await app(scope, counted_receive, noted_send)
        finally:
            note()

    return serve


def _masked(value: str, keys: Collection[str]) -> str:
    # The longest first: a key may begin like another.
    for key in sorted(keys, key=len, reverse=True):
        value = value.replace(key, MASK)
    return value
