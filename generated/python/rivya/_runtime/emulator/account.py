"""The endpoints that only tell: the wallet and the catalogue of models."""

from __future__ import annotations

from starlette.responses import Response

from .bodies import json_response
from .call import Call


async def retrieve_credits(call: Call) -> Response:
    return json_response({"current_credits": call.emulation.store.credits})


async def list_models(call: Call) -> Response:
    return json_response(call.emulation.world.catalog)
