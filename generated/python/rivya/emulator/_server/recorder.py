"""The record of what clients sent, for tests to look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .._state.requests import RecordedRequest

MASK = "***"


class Recorder:
    """An application around another that notes each request before its response begins."""

    def __init__(
        self, app: ASGIApp, keys: Collection[str], secret_header: str, requests: deque[RecordedRequest]
    ) -> None:
        self._requests = requests
        self._app = app
        self._keys = keys
        self._secret_header = secret_header.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body_size = 0
        noted = False

        def note() -> None:
            nonlocal noted
            if not noted:
                noted = True
                headers = self._masked(Headers(scope=scope))
                self._requests.append(RecordedRequest(scope["method"], scope["path"], headers, body_size))

        async def counted_receive() -> Message:
            nonlocal body_size
            message = await receive()
            body_size += len(message.get("body", b""))
            return message

        async def noted_send(message: Message) -> None:
            note()
            await send(message)

        try:
            await self._app(scope, counted_receive, noted_send)
        finally:
            note()

    def _masked(self, headers: Headers) -> dict[str, str]:
        masked = {name: self._without_keys(value) for name, value in headers.items()}
        if self._secret_header in masked:
            # A wrong key is a secret too: quite possibly the real one.
            scheme, space, _ = masked[self._secret_header].partition(" ")
            masked[self._secret_header] = f"{scheme} {MASK}" if space else MASK
        return masked

    def _without_keys(self, value: str) -> str:
        # The longest first: a key may begin like another.
        for key in sorted(self._keys, key=len, reverse=True):
            value = value.replace(key, MASK)
        return value
