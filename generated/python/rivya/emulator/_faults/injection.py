"""The application around that of each route, in which a request meets the fault that is meant for it."""

from __future__ import annotations

import asyncio
import html
import math
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..._spec.tables import Platform
from .._api.bodies import error_response
from .._api.errors import ApiError
from .._api.messages import CLOSE, DROP, FAILURE
from .._state.jobs import Failure
from .faults import FAULT_HEADER, PHASES, Fault, FaultRefused, Faults

PARTS = 8


class Exchange(NamedTuple):
    """One request on its way to the application, and the way back."""

    app: ASGIApp
    platform: Platform
    scope: Scope
    receive: Receive
    send: Send


class FaultInjection:
    """An application around another that misbehaves when `faults` or the header of a request say so."""

    def __init__(self, app: ASGIApp, platform: Platform, faults: Faults, operation: str) -> None:
        self._app = app
        self._platform = platform
        self._faults = faults
        self._operation = operation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        header = ",".join(headers.getlist(FAULT_HEADER))
        if not header and not self._faults.armed:
            return await self._app(scope, receive, send)
        exchange = Exchange(self._app, self._platform, scope, receive, send)
        request = (scope["method"], scope["path"], headers.get(self._platform.idempotency_header, ""))
        try:
            struck = self._faults.take(self._operation, header, request)
        except FaultRefused as error:
            refusal = ApiError("validation_failed", f"{FAULT_HEADER}: {error}.")
            return await error_response(self._platform, refusal)(scope, receive, send)
        for fault in (struck[phase] for phase in PHASES if phase in struck):
            await EFFECTS[fault.kind](exchange, fault)
        if "answer" in struck:
            return None
        return await self._app(scope, receive, send)


async def _latency(exchange: Exchange, fault: Fault) -> None:
    await asyncio.sleep(fault.number)


async def _fail(exchange: Exchange, fault: Fault) -> None:
    exchange.scope[FAILURE] = Failure(str(fault.value), "The emulator was told to let this job fail.")


async def _status(exchange: Exchange, fault: Fault) -> None:
    status, documented = int(fault.number), exchange.platform.errors.items()
    fallback = "internal_error" if status >= 500 else "emulator_fault"
    code = next((code for code, row in documented if row.status == status), fallback)
    error = ApiError(code, f"The emulator was told to answer with {status}.")
    await _answer(exchange, fault, error_response(exchange.platform, error, status))


async def _page(exchange: Exchange, fault: Fault) -> None:
    status = int(fault.number)
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"
    await _answer(exchange, fault, HTMLResponse(f"<html><h1>{status} {html.escape(phrase)}</h1></html>", status))


async def _drop(exchange: Exchange, fault: Fault) -> None:
    if fault.value == "before":
        await _drain(exchange.receive)
    else:
        await exchange.app(exchange.scope, exchange.receive, _discard)
    await exchange.send(DROP)
    await _gone(exchange.receive)


async def _truncate(exchange: Exchange, fault: Fault) -> None:
    """End with half of a body, or with the first part of one that does not tell its length."""
    remaining: int | None = None
    closed = False

    async def send(message: Message) -> None:
        nonlocal remaining, closed
        if message["type"] == "http.response.start":
            length = MutableHeaders(scope=message).get("content-length")
            remaining = int(length) // 2 if length else None
            await exchange.send(message)
        elif not closed:
            body = message.get("body", b"")
            closed = remaining is None or len(body) >= remaining
            await exchange.send({**message, "body": body[:remaining], "more_body": True})
            remaining = None if remaining is None else remaining - len(body)

    await exchange.app(exchange.scope, exchange.receive, send)
    await exchange.send(CLOSE)
    await _gone(exchange.receive)


async def _drip(exchange: Exchange, fault: Fault) -> None:
    async def send(message: Message) -> None:
        body = message.get("body", b"")
        size = max(1, math.ceil(len(body) / PARTS))
        for begin in range(0, len(body) - size, size):
            await exchange.send({**message, "body": body[begin : begin + size], "more_body": True})
            await asyncio.sleep(fault.number)
        last = {"body": body[(len(body) - 1) // size * size :]} if body else {}
        await exchange.send({**message, **last})

    await exchange.app(exchange.scope, exchange.receive, send)


EFFECTS: dict[str, Callable[[Exchange, Fault], Awaitable[None]]] = {
    "latency": _latency,
    "fail": _fail,
    "status": _status,
    "page": _page,
    "drop": _drop,
    "truncate": _truncate,
    "drip": _drip,
}
"""What each kind does to a request; those of the phase `answer` answer it."""


async def _answer(exchange: Exchange, fault: Fault, response: Response) -> None:
    if fault.retry_after is not None:
        response.headers["Retry-After"] = f"{fault.retry_after:g}"
    # Whoever still sends a body when the connection ends sees a fault of another kind than this one.
    await _drain(exchange.receive)
    await response(exchange.scope, exchange.receive, exchange.send)


async def _drain(receive: Receive) -> None:
    more = True
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)


async def _gone(receive: Receive) -> None:
    """Wait until the server has noticed that the connection is closed; it would answer in our place otherwise."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _discard(message: Message) -> None:
    """Take a part of an answer that nobody gets."""
