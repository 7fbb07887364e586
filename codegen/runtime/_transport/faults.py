"""What an exception of the HTTP library says about a request: one table of class names.

Names rather than classes: the library is loaded late, and a caller's client may come from its drop-in successor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .._core.messages import Fault


@dataclass(frozen=True, slots=True)
class FaultRow:
    """Whether a request may have arrived in spite of a fault, whether that is a silence, and whether it is for good."""

    may_have_arrived: bool
    timed_out: bool = False
    final: bool = False


class ExchangeTimeout(Exception):
    """An exchange that took longer than its bound, as a whole."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the whole exchange took longer than {seconds:g} s")


MOST_CAUSES = 10
FAULTS: Mapping[str, FaultRow] = {
    "ConnectTimeout": FaultRow(may_have_arrived=False, timed_out=True),
    "PoolTimeout": FaultRow(may_have_arrived=False, timed_out=True),
    "ConnectError": FaultRow(may_have_arrived=False),
    "ProxyError": FaultRow(may_have_arrived=False),
    "UnsupportedProtocol": FaultRow(may_have_arrived=False, final=True),
    "InvalidURL": FaultRow(may_have_arrived=False, final=True),
    "UnicodeError": FaultRow(may_have_arrived=False, final=True),  # a host that no name server could be asked for
    "LocalProtocolError": FaultRow(may_have_arrived=False, final=True),
    "TimeoutException": FaultRow(may_have_arrived=True, timed_out=True),
    "RequestError": FaultRow(may_have_arrived=True),
    # These are ours: a bound that the library does not know, a body unpacked here, a file of the caller's.
    "ExchangeTimeout": FaultRow(may_have_arrived=True, timed_out=True),
    "BrokenBodyError": FaultRow(may_have_arrived=True),
    "ChangedFileError": FaultRow(may_have_arrived=True, final=True),
    "ResponseTooLargeError": FaultRow(may_have_arrived=True, final=True),
}


def fault_of(error: BaseException) -> Fault | None:
    """Return the fault that an exception stands for; nothing for one that is not the HTTP library's."""
    for ancestor in type(error).__mro__ if isinstance(error, Exception) else ():
        if row := FAULTS.get(ancestor.__name__):
            text = str(error)
            detail = f"{type(error).__name__}: {text}" if text else type(error).__name__
            return Fault(detail, row.may_have_arrived, row.timed_out, error, row.final or _is_untrusted(error))
    return None


def _is_untrusted(error: BaseException | None) -> bool:
    """Whether a certificate is behind an error: it will not be another one the next time."""
    for _ in range(MOST_CAUSES):
        if type(error).__name__ == "SSLCertVerificationError":
            return True
        error = error and (error.__cause__ or error.__context__)
    return False
