"""The endpoints that only tell: the wallet, the catalogue of models and the contract."""

from __future__ import annotations

from starlette.responses import Response

from .bodies import json_response
from .call import Call
from .errors import ApiError


async def retrieve_credits(call: Call) -> Response:
    return json_response({"current_credits": call.emulation.store.wallet.credits})


async def list_models(call: Call) -> Response:
    return json_response(call.emulation.world.catalog)


async def retrieve_openapi(call: Call) -> Response:
    contract = call.emulation.world.contract
    if contract is None:
        raise ApiError("not_found", "This package has no OpenAPI document.")
    return Response(contract, media_type="application/json")
