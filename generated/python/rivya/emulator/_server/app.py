"""The routes of the emulator: the platform's operations, the handlers that serve them, and the access in front.

request → recorder → faults → route → access → handler → response
                                        └────────┴─ ApiError → envelope
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
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
from .._endpoints.account import list_models, retrieve_credits, retrieve_openapi
from .._endpoints.chat import create_completion, list_sessions, retrieve_session, stream_completion
from .._endpoints.files import create_file, retrieve_file
from .._endpoints.generations import create_generation, retrieve_generation
from .._endpoints.media import serve_media
from .._endpoints.webhooks import (
    create_webhook,
    delete_webhook,
    list_deliveries,
    list_webhook_events,
    list_webhooks,
    retrieve_webhook,
    rotate_webhook_secret,
    send_test_event,
    update_webhook,
)

HANDLERS: dict[str, Handler] = {
    "chat.completions.create": create_completion,
    "chat.completions.stream": stream_completion,
    "chat.sessions.list": list_sessions,
    "chat.sessions.retrieve": retrieve_session,
    "credits.retrieve": retrieve_credits,
    "files.create": create_file,
    "files.retrieve": retrieve_file,
    "generations.create": create_generation,
    "generations.retrieve": retrieve_generation,
    "models.list": list_models,
    "openapi.retrieve": retrieve_openapi,
    "webhooks.create": create_webhook,
    "webhooks.delete": delete_webhook,
    "webhooks.deliveries": list_deliveries,
    "webhooks.events": list_webhook_events,
    "webhooks.list": list_webhooks,
    "webhooks.retrieve": retrieve_webhook,
    "webhooks.rotate_secret": rotate_webhook_secret,
    "webhooks.test": send_test_event,
    "webhooks.update": update_webhook,
}

REFUSALS = (ApiError, BodyRefused, ClientDisconnect, HTTPException)
Refusal = ApiError | BodyRefused | ClientDisconnect | HTTPException

ROUTING_CODES = {404: "not_found", 405: "method_not_allowed"}

LOG = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]


def build_app(emulation: Emulation) -> Starlette:
    """Return the application that serves an emulation."""

    async def media(request: Request) -> Response:
        return await serve_media(emulation, request)

    async def refuse(request: Request, error: Any) -> Response:
        response = error_response(emulation.platform, _as_api_error(error))
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    routes = [
        Route(operation.path, _endpoint(emulation, operation), methods=[operation.method])
        for operation in emulation.platform.operations.values()
    ]
    app = Starlette(
        routes=[*routes, Route(MEDIA_PATH + "{name}", _logged(media))],
        exception_handlers=dict.fromkeys(REFUSALS, refuse),
    )
    app.router.redirect_slashes = False
    return app


def _endpoint(emulation: Emulation, operation: Operation[object]) -> Endpoint:
    async def serve(request: Request) -> Response:
        now = emulation.clock.now()
        admit(emulation.platform, emulation.access, operation, request.headers, now)
        emulation.store.settle(now)
        handler = HANDLERS.get(operation.name)
        if handler is None:
            raise ApiError("not_implemented", f"The emulator does not serve {operation.name} yet.")
        return await handler(Call(emulation, operation, request))

    return _logged(serve)


def _logged(endpoint: Endpoint) -> Endpoint:
    async def serve(request: Request) -> Response:
        try:
            return await endpoint(request)
        except REFUSALS:
            raise
        except Exception as error:
            LOG.exception("%s %s failed", request.method, request.url.path)
            raise ApiError("internal_error", "The emulator failed; its log says where.") from error

    return serve


def _as_api_error(error: Refusal) -> ApiError:
    match error:
        case ApiError():
            return error
        case BodyRefused():
            return ApiError("validation_failed", error.message)
        case ClientDisconnect():
            return ApiError("validation_failed", "The connection ended before the body.")
        case HTTPException(status_code=status):
            return ApiError(ROUTING_CODES.get(status, "internal_error"), HTTPStatus(status).phrase)
