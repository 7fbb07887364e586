"""The server of an emulation: the platform's operations, the handlers that serve them, and the access in front.

request → recorder → route → faults → access → handler → response
                                        └────────┴─ ApiError → envelope
"""

from __future__ import annotations

import logging
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ..._spec.tables import Operation
from .._api.access import admit
from .._api.bodies import BodyRefused, error_response
from .._api.call import Call, Handler
from .._api.emulation import Emulation
from .._api.errors import ApiError
from .._api.messages import MEDIA_PATH
from .._endpoints import account, chat, files, generations, webhooks
from .._endpoints.media import serve_media
from .._faults.faults import MEDIA, Faults
from .._faults.injection import FaultInjection
from .._state.requests import RecordedRequest
from .background import BackgroundWork
from .listener import listening
from .recorder import recorded

HANDLERS: dict[str, Handler] = {
    "chat.completions.create": chat.create_completion,
    "chat.completions.stream": chat.stream_completion,
    "chat.sessions.list": chat.list_sessions,
    "chat.sessions.retrieve": chat.retrieve_session,
    "credits.retrieve": account.retrieve_credits,
    "files.create": files.create_file,
    "files.retrieve": files.retrieve_file,
    "generations.create": generations.create_generation,
    "generations.retrieve": generations.retrieve_generation,
    "models.list": account.list_models,
    "openapi.retrieve": account.retrieve_openapi,
    "webhooks.create": webhooks.create_webhook,
    "webhooks.delete": webhooks.delete_webhook,
    "webhooks.deliveries": webhooks.list_deliveries,
    "webhooks.events": webhooks.list_webhook_events,
    "webhooks.list": webhooks.list_webhooks,
    "webhooks.retrieve": webhooks.retrieve_webhook,
    "webhooks.rotate_secret": webhooks.rotate_webhook_secret,
    "webhooks.test": webhooks.send_test_event,
    "webhooks.update": webhooks.update_webhook,
}
ROUTING_CODES = {404: "not_found", 405: "method_not_allowed"}

LOG = logging.getLogger(__name__)

Responder = Callable[[Emulation, Request], Awaitable[Response]]


def serving(
    emulation: Emulation, faults: Faults, requests: deque[RecordedRequest], bound: socket.socket
) -> AbstractContextManager[None]:
    """Answer on a socket, note the requests and do the work in the background, until the end of the block."""
    header = emulation.platform.authorization_header
    app = recorded(_build_app(emulation, faults), emulation.access.keys, header, requests)
    return listening(app, bound, BackgroundWork(emulation).run)


def _build_app(emulation: Emulation, faults: Faults) -> Starlette:

    def route(path: str, respond: Responder, name: str, method: str) -> Route:
        injection = Middleware(FaultInjection, emulation.platform, faults, name)
        return Route(path, _endpoint(emulation, respond), methods=[method], middleware=[injection])

    async def refuse(request: Request, error: Any) -> Response:
        code = ROUTING_CODES.get(error.status_code, "internal_error")
        refusal = ApiError(code, HTTPStatus(error.status_code).phrase, headers=error.headers)
        return error_response(emulation.platform, refusal)

    routes = [
        route(operation.path, partial(_handle, operation), operation.name, operation.method)
        for operation in emulation.platform.operations.values()
    ]
    media = route(MEDIA_PATH + "{name}", serve_media, MEDIA, "GET")
    app = Starlette(routes=[*routes, media], exception_handlers={HTTPException: refuse})
    app.router.redirect_slashes = False
    return app


def _endpoint(emulation: Emulation, respond: Responder) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        try:
            return await respond(emulation, request)
        except ApiError as refused:
            error = refused
        except BodyRefused as refused:
            error = ApiError("validation_failed", refused.message)
        except ClientDisconnect:
            error = ApiError("validation_failed", "The connection ended before the body.")
        except Exception:
            LOG.exception("%s %s failed", request.method, request.url.path)
            error = ApiError("internal_error", "The emulator failed; its log says where.")
        return error_response(emulation.platform, error)

    return serve


async def _handle(operation: Operation[object], emulation: Emulation, request: Request) -> Response:
    now = emulation.clock.now()
    admit(emulation.platform, emulation.access, operation, request.headers, now)
    emulation.store.settle(now)
    handler = HANDLERS.get(operation.name)
    if handler is None:
        raise ApiError("not_implemented", f"The emulator does not serve {operation.name} yet.")
    return await handler(Call(emulation, operation, request))
