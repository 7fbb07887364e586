# credits.py is derived from this file.
"""The wallet of the account."""

from __future__ import annotations

from .._core.wire import CreditBalance
from .._transport.async_resource import AsyncResource
from .._transport.calls import read_flow


class AsyncCredits(AsyncResource):
    """The wallet of the account."""

    async def retrieve(self) -> CreditBalance:
        """Ask for the wallet.

        Returns:
            The wallet.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return await self._transport.run(read_flow(self._settings, "credits.retrieve"))

    async def balance(self) -> float:
        """Ask for the credits that can be spent.

        Returns:
            Credits, without what is set aside for jobs that run.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        wallet = await self.retrieve()
        return wallet.current_credits
