"""The wallet: a ledger of what was put in, reserved, settled and given back; the last row holds the balance.

Amounts are whole millionths of a credit, because prices may have decimals and binary fractions do not add up.
"""

from __future__ import annotations

from dataclasses import dataclass

from .database import Table

MILLIONTHS = 1_000_000
MOST_CREDITS = 10**12
"""What a wallet can hold, so that no sum leaves SQLite's integers."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One change of the wallet.

    Args:
        kind: `initial`, `reserve`, `settle` or `refund`.
        subject: The id of the job or of the reply that it is for.
        millionths: The amount in millionths of a credit, negative where it left.
        sum_so_far: The sum of all amounts so far, in millionths of a credit.
        at: When, in seconds since 1970.
    """

    kind: str
    subject: str
    millionths: int
    sum_so_far: int
    at: float

    @property
    def amount(self) -> float:
        """The change in credits."""
        return from_millionths(self.millionths)

    @property
    def balance(self) -> float:
        """What the wallet holds after it, in credits."""
        return from_millionths(self.sum_so_far)


class Wallet(Table[LedgerRow]):
    """The ledger of the account. Call what changes it inside the transaction of what it pays for."""

    name = "ledger"
    row = LedgerRow
    key = ()
    indexes = ("(subject)",)

    def fill(self, credits: float, at: float) -> None:
        """Put the first credits in; a wallet that has its ledger already keeps it."""
        if self.database.value("SELECT 1 FROM ledger LIMIT 1") is None:
            self._add("initial", "", to_millionths(credits), at)

    @property
    def credits(self) -> float:
        """What is left, without what is reserved."""
        return from_millionths(self._balance())

    def reserve(self, subject: str, amount: float, at: float) -> bool:
        """Take credits out for a subject; return False, and leave the wallet alone, when it holds too few."""
        with self.database.transaction():
            wanted = to_millionths(amount)
            if wanted > self._balance():
                return False
            self._add("reserve", subject, -wanted, at)
            return True

    def settle(self, subject: str, final: float, at: float) -> None:
        """End what was reserved for a subject: `final` is what it costs, and the rest comes back."""
        with self.database.transaction():
            back = -self._sum(subject) - to_millionths(final)
            self._add("settle" if final else "refund", subject, back, at)

    def _balance(self) -> int:
        return int(self.database.value("SELECT sum_so_far FROM ledger ORDER BY rowid DESC LIMIT 1") or 0)

    def _sum(self, subject: str) -> int:
        return int(self.database.value("SELECT total(millionths) FROM ledger WHERE subject = ?", subject))

    def _add(self, kind: str, subject: str, amount: int, at: float) -> None:
        self.add(LedgerRow(kind, subject, amount, self._balance() + amount, at))


def to_millionths(credits: float) -> int:
    return round(credits * MILLIONTHS)


def from_millionths(amount: int) -> float:
    whole, rest = divmod(amount, MILLIONTHS)
    return amount / MILLIONTHS if rest else whole
