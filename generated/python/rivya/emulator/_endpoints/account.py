"""The endpoints that only tell: the wallet, the catalogue of models and the contract."""

from __future__ import annotations

from starlette.responses import Response

from .._api.bodies import json_response
from .._api.call import Call
from .._api.errors import ApiError


async def retrieve_credits(call: Call) -> Response:
    return json_response({"current_credits": call.emulation.store.wallet.credits})


async def list_models(call: Call) -> Response:
    return json_response(call.emulation.served_api.catalog)


async def retrieve_openapi(call: Call) -> Response:
    contract = call.emulation.served_api.contract
    if contract is None:
        raise ApiError("not_found", "This package has no OpenAPI document.")
    return Response(contract, media_type="application/json")
