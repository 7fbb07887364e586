# Derived from async_credits.py by codegen/derive.py; do not edit.
"""The wallet of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.deferred import deferred
from .._core.wire import CreditBalance
from .._transport.calls import read_flow

if TYPE_CHECKING:
    from .._transport.transport import SyncTransport
else:
    SyncTransport = deferred(".._transport.transport", "SyncTransport", __package__)


class Credits:
    """The wallet of the account."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport

    def retrieve(self) -> CreditBalance:
        """Ask for the wallet.

        Returns:
            The wallet.

        Raises:
            APIError: The answer is an error.
            TransportError: No answer arrived.
        """
        return self._transport.run(read_flow(self._transport.settings, "credits.retrieve"))

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
