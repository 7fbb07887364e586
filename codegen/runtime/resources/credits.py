"""The wallet of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.deferred import deferred
from .._core.wire import CreditBalance
from .._transport.calls import read_flow
from .._transport.context import Settings
from .._transport.flow import Flow

if TYPE_CHECKING:
    from .._transport.async_transport import AsyncTransport
    from .._transport.transport import SyncTransport
else:
    AsyncTransport = deferred(".._transport.async_transport", "AsyncTransport", __package__)
    SyncTransport = deferred(".._transport.transport", "SyncTransport", __package__)


def _balance_flow(settings: Settings) -> Flow[float]:
    wallet: Flow[CreditBalance] = read_flow(settings, "credits.retrieve")
    return (yield from wallet).current_credits


class Credits:
    """The wallet of the account."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def retrieve(self) -> CreditBalance:
        """Ask for the wallet. Raises APIError and TransportError."""
        return self._transport.run(read_flow(self._transport.settings, "credits.retrieve"))

    def balance(self) -> float:
        """Ask for the credits that can be spent. Raises APIError and TransportError."""
        return self._transport.run(_balance_flow(self._transport.settings))


class AsyncCredits:
    """The wallet of the account."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def retrieve(self) -> CreditBalance:
        """Ask for the wallet. Raises APIError and TransportError."""
        return await self._transport.run(read_flow(self._transport.settings, "credits.retrieve"))

    async def balance(self) -> float:
        """Ask for the credits that can be spent. Raises APIError and TransportError."""
        return await self._transport.run(_balance_flow(self._transport.settings))
