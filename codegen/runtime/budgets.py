"""Budgets: bounds on the credits that jobs may cost, kept before anything is sent."""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import Self

from ._core.plain_text import counted
from ._core.process_lock import process_lock
from ._spec.numbers import Range, read_number
from .errors import RivyaError

__all__ = ["Budget", "BudgetExceededError"]
__dir__ = __all__.copy

_DIGITS = 9
"""Credits are rounded to so many decimals, so that the noise of float arithmetic refuses nothing."""


class BudgetExceededError(RivyaError):
    """A job that costs more than is left of a budget. It was raised before anything was sent.

    Attributes:
        needed (float): Credits that the job costs at least; 0 for a model that this package has no price of, which is
            refused when nothing is left.
        remaining (float): Credits that are left.
        budget (Budget): The one with too little in it.
    """

    def __init__(self, *, needed: float, remaining: float, budget: Budget) -> None:
        self.needed = needed
        self.remaining = remaining
        self.budget = budget
        price = f"the call costs {counted(needed, 'credit')}" if needed else "the price of the call is not known"
        super().__init__(f"{price}, but the budget of {counted(budget.limit, 'credit')} has {remaining:g} left")


class Budget:
    """A bound on what the jobs started under it may cost together, in credits.

    `with client.budget(50):` puts all calls of that client under it that are made while the block runs, by whichever
    thread or task: a bound that some calls could pass by accident would be none. It is a plain `with` for the
    asynchronous client too. Nested budgets all apply. For budgets side by side, give each its own client:
    `client.with_options(max_credits=50)`.

    Attributes:
        limit (float): The bound, in credits.
    """

    limit = 0.0
    # Reserved and spent, replaced together: a reader never sees one half of a change.
    _sums = (0.0, 0.0)

    def __init__(self, limit: float, entered: MutableSequence[Budget]) -> None:
        self.limit = read_number("budget", limit, Range(0, unit="credits"))
        self._entered = entered

    def __repr__(self) -> str:
        return f"<Budget {self.remaining:g} of {counted(self.limit, 'credit')} left>"

    @property
    def reserved(self) -> float:
        """Credits set aside for jobs that have not ended, or of which nobody knows whether they exist."""
        return self._sums[0]

    @property
    def spent(self) -> float:
        """Credits of jobs that ended, as far as they were waited for or refreshed."""
        return self._sums[1]

    @property
    def remaining(self) -> float:
        """Credits that are left; below 0 where jobs cost more than was known of their prices."""
        return round(self.limit - sum(self._sums), _DIGITS)

    def _move(self, reserved: float, spent: float) -> None:
        """Change the sums by these differences, for a caller who holds the lock."""
        self._sums = (round(self._sums[0] + reserved, _DIGITS), round(self._sums[1] + spent, _DIGITS))

    def __enter__(self) -> Self:
        with process_lock():
            self._entered.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        with process_lock():
            self._entered.remove(self)
