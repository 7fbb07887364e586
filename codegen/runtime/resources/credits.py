# Derived from async_credits.py by codegen/derive.py; do not edit.
"""The wallet of the account."""

from __future__ import annotations

from .._core.wire import CreditBalance
from .._transport.calls import read_flow
from .._transport.resource import Resource


class Credits(Resource):
    """The wallet of the account."""

    def retrieve(self) -> CreditBalance:
        """Ask for the wallet.

        Returns:
            The wallet.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return self._transport.run(read_flow(self._settings, "credits.retrieve"))

    def balance(self) -> float:
        """Ask for the credits that can be spent.

        Returns:
            Credits, without what is set aside for jobs that run.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        wallet = self.retrieve()
        return wallet.current_credits
