"""Budgets: bounds on the credits that jobs may cost, kept before anything is sent.

    reserve ──accepted──▶ reserved credits ──the job ended──▶ final credits (a failed job: what the API says, or nothing)
       │                        ▲
       ├──refused──▶ given back └── kept as well while nobody knows whether the job exists

A job is charged under its idempotency key: sent again under the same key, it is charged once.
"""

from __future__ import annotations

import math
import os
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from types import TracebackType
from typing import Self

from .errors import (
    BadRequestError,
    BudgetExceededError,
    NotFoundError,
    RivyaError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)
from .policies import Range, check_number
from .wire import Task

UNCERTAIN = (SubmissionUncertainError, UnexpectedResponseError)
SETTLING = (BadRequestError, NotFoundError)
"""Answers that an earlier attempt, lost on the way, must have got as well. Others prove nothing: the credits that are
lacking now may have gone to the job of that attempt, and a conflict may be with it."""
CREDITS: Range = (0.0, math.inf)
DIGITS = 9
"""Credits are rounded to so many decimals, so that the noise of float arithmetic refuses nothing."""

# One lock for all: a job is charged to all its budgets or to none, and nothing waits while it is held.
_LOCK = Lock()


def _renew_lock() -> None:
    global _LOCK  # noqa: PLW0603 - whoever held it is not in the child
    _LOCK = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)


class Budget:
    """A bound on what the jobs started under it may cost together, in credits.

    `with client.budget(50):` puts the calls of that client under it that are made inside the block: by this task and
    the tasks it starts there, and by no others. It is a plain `with` for the asynchronous client too. A thread starts
    without any budget; `with budget:` inside the thread enters the same one there. Nested budgets all apply.
    """

    def __init__(self, limit: float, ledger: Ledger) -> None:
        check_number("budget", limit, CREDITS)
        self.limit = limit
        self._ledger = ledger
        # Reserved and spent, replaced together: a reader never sees one half of a change.
        self._sums = (0.0, 0.0)

    def __repr__(self) -> str:
        return f"<Budget {self.remaining:g} of {self.limit:g} credits left>"

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
        """Credits that are left; below 0 where jobs cost more than their base credits."""
        return round(self.limit - sum(self._sums), DIGITS)

    def move(self, reserved: float, spent: float) -> None:
        """Change the sums by these differences, for a caller who holds the lock."""
        self._sums = (round(self._sums[0] + reserved, DIGITS), round(self._sums[1] + spent, DIGITS))

    def belongs_to(self, ledger: Ledger) -> bool:
        """Whether it is a budget of the client that this ledger is of."""
        return self._ledger is ledger

    def __enter__(self) -> Self:
        _ENTERED.set((*_ENTERED.get(), self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        entered = list(_ENTERED.get())
        if self in entered:
            del entered[len(entered) - 1 - entered[::-1].index(self)]
        _ENTERED.set(tuple(entered))


_ENTERED: ContextVar[tuple[Budget, ...]] = ContextVar("rivya_budgets", default=())


class Charge:
    """What one job takes from its budgets: reserved before it is sent, corrected by what the API says of it.

    `calls` counts those under way with its key: what one of them is refused, another may still be given.
    """

    def __init__(self, ledger: Ledger, key: str | None, budgets: tuple[Budget, ...], amount: float) -> None:
        self.key = key
        self.job_id: str | None = None
        self.uncertain = False
        self.calls = 1
        self._ledger = ledger
        self._budgets = budgets
        self._amount = 0.0
        self._ended = False
        self._set(amount)

    def _set(self, amount: float, *, ended: bool = False) -> None:
        for budget in self._budgets:
            budget.move((0.0 if ended else amount) - self._amount, amount if ended else 0.0)
        self._amount = 0.0 if ended else amount

    @property
    def charged(self) -> bool:
        """Whether any budget applies."""
        return bool(self._budgets)

    def _leave(self, *, refused: bool) -> None:
        """End one call; give everything back where the job does not exist and no other call may make it."""
        with _LOCK:
            self.calls -= 1
            if refused and not self.calls and self.job_id is None:
                self._set(0.0)
                self._ledger.forget(self)

    def accept(self, job_id: str) -> None:
        """Note that the job exists."""
        with _LOCK:
            self.uncertain = False
            self._ledger.keep(self, job_id)

    def correct(self, amount: float | None, *, ended: bool) -> None:
        """Take over what the API says the job costs; `None`, and what is no amount, where it says nothing."""
        with _LOCK:
            if self._ended:
                return
            self._ended = ended
            says = amount is not None and math.isfinite(amount) and amount >= 0
            self._set(amount if amount is not None and says else self._amount, ended=ended)
            if ended:
                self._ledger.forget(self)

    @contextmanager
    def preparing(self) -> Generator[None, None, None]:
        """Give everything back if what comes before the submission fails."""
        try:
            yield
        except BaseException:
            self._leave(refused=not self.uncertain)
            raise
        self._leave(refused=False)

    @contextmanager
    def submitting(self) -> Generator[None, None, None]:
        """Give everything back if the submission is refused, and keep it while that is not known."""
        try:
            yield
        except RivyaError as error:
            unsettled = self.uncertain and not isinstance(error, SETTLING)
            self.uncertain = unsettled or isinstance(error, UNCERTAIN)
            self._leave(refused=not self.uncertain)
            raise
        except BaseException:  # cancelled on the way: it may have arrived
            self.uncertain = True
            self._leave(refused=False)
            raise
        self._leave(refused=False)


class Ledger:
    """What the jobs of a client cost: the charges of those that have not ended, by idempotency key and by job."""

    def __init__(self) -> None:
        self._by_key: dict[str, Charge] = {}
        self._by_job: dict[str, Charge] = {}

    def reserve(self, key: str | None, price: float | None, own: tuple[Budget, ...]) -> Charge:
        """Set the price of a job aside in all budgets that apply. Raises BudgetExceededError.

        `own` are those of the client, to which those entered by this task are added. A model without a known price is
        refused where nothing is left.
        """
        budgets = tuple(dict.fromkeys((*own, *(one for one in _ENTERED.get() if one.belongs_to(self)))))
        needed = price or 0.0
        with _LOCK:
            if key is not None and (known := self._by_key.get(key)):
                known.calls += 1
                return known
            for budget in budgets:
                left = budget.remaining
                if needed > left or (price is None and left <= 0):
                    raise BudgetExceededError(needed=needed, remaining=left, budget=budget)
            charge = Charge(self, key, budgets, needed)
            self._note_key(charge)
        return charge

    def correct(self, task: Task, *, ended: bool, failed: bool) -> None:
        """Take over what an answer of the API says of the cost of a job."""
        charge = self._by_job.get(task.id)
        if charge is None:
            return
        final = task.final_credits if ended else None
        if failed:
            final = final or 0.0
        charge.correct(task.reserved_credits if final is None else final, ended=ended)

    def keep(self, charge: Charge, job_id: str) -> None:
        """Find a charge by its job from now on; for a caller who holds the lock."""
        if charge.charged:
            self._note_key(charge)
            self._by_job[job_id] = charge
            charge.job_id = job_id

    def _note_key(self, charge: Charge) -> None:
        if charge.charged and charge.key is not None:
            self._by_key[charge.key] = charge

    def forget(self, charge: Charge) -> None:
        """Drop a charge that nothing can change any more; for a caller who holds the lock."""
        if charge.key is not None and self._by_key.get(charge.key) is charge:
            del self._by_key[charge.key]
        if charge.job_id is not None and self._by_job.get(charge.job_id) is charge:
            del self._by_job[charge.job_id]
