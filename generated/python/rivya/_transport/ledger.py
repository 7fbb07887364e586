"""What jobs take from budgets, kept before anything is sent.

    reserve ──accepted──▶ reserved credits ──the job ended──▶ final credits (failed: what the API says, or nothing)
       │                        ▲
       ├──refused──▶ given back └── kept as well while nobody knows whether the job exists

A job is charged under its idempotency key: sent again under the same key, it is charged once.
"""

# What is not for users has an underscore, and is between this module and that of budgets.
# pyright: reportPrivateUsage=false
from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import contextmanager

from .._core.messages import Departure
from .._core.process_lock import process_lock
from .._core.wire import Task
from ..budgets import Budget, BudgetExceededError
from ..errors import (
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    RivyaError,
    SubmissionUncertainError,
    UnexpectedResponseError,
)

UNCERTAIN = (SubmissionUncertainError, UnexpectedResponseError)
SETTLING = (BadRequestError, NotFoundError)
"""Answers that an earlier attempt, lost on the way, must have got as well. Others prove nothing: the credits that are
lacking now may have gone to the job of that attempt, and a conflict may be with it."""
MOST_ENDED = 10_000
"""Keys of jobs that have ended are remembered, so many of them."""


class Charge:
    """What one job takes from its budgets: reserved before it is sent, corrected by what the API says of it.

    `calls` counts those under way with its key: what one of them is refused, another may still be given.
    """

    def __init__(
        self,
        ledger: Ledger,
        key: str | None,
        budgets: tuple[Budget, ...],
        amount: float,
        *,
        again: str | None = None,
        price: float = 0.0,
    ) -> None:
        # `again` is a job that has ended: the call is expected to find it, and costs `price` where it starts another.
        self._again = again
        self._price = price
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
            budget._move((0.0 if ended else amount) - self._amount, amount if ended else 0.0)
        self._amount = 0.0 if ended else amount

    def _end_call(self, *, refused: bool) -> None:
        """End one call; give everything back where the job does not exist and no other call may make it."""
        with process_lock():
            self.calls -= 1
            if refused and not self.calls and self.job_id is None:
                self._set(0.0)
                self._ledger.forget(self)

    def join(self, needed: float) -> None:
        """Count one more call under the key, of a job that costs so much; for a caller who holds the lock.

        Raises BudgetExceededError where it costs more than the first, and there is not so much more left.
        """
        more = needed - self._amount if self.job_id is None else 0.0
        for budget in self._budgets:
            if more > max(budget.remaining, 0.0):
                raise BudgetExceededError(needed=needed, remaining=budget.remaining, budget=budget)
        if more > 0:
            self._set(needed)
        self.calls += 1

    def accept(self, job_id: str) -> None:
        """Note that the job exists."""
        with process_lock():
            self.uncertain = False
            if self._again == job_id:
                self._ended = True
                return
            if self._again is not None:
                self._set(self._price)
            self._ledger.keep(self, job_id)

    def correct(self, amount: float | None, *, ended: bool) -> None:
        """Take over what the API says the job costs; `None`, and what is no amount, where it says nothing."""
        with process_lock():
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
            self._end_call(refused=not self.uncertain)
            raise

    @contextmanager
    def submitting(self, departure: Departure) -> Generator[None, None, None]:
        """Give everything back if the submission is refused or never departed, and keep it while that is not known."""
        try:
            yield
        except RivyaError as error:
            unsettled = self.uncertain and not isinstance(error, SETTLING)
            # Such as a client that was closed between two attempts, of which the first may have arrived.
            cut_short = isinstance(error, ConfigurationError) and departure.departed
            self.uncertain = unsettled or cut_short or isinstance(error, UNCERTAIN)
            self._end_call(refused=not self.uncertain)
            raise
        except BaseException:  # cancelled on the way: if it had departed, it may have arrived
            self.uncertain = self.uncertain or departure.departed
            self._end_call(refused=not self.uncertain)
            raise
        self._end_call(refused=False)


class Ledger:
    """What the jobs of a client cost: the charges of those that have not ended, by idempotency key and by job."""

    def __init__(self) -> None:
        self.entered: list[Budget] = []
        """Budgets that are entered, each as often as it was."""
        self._by_key: dict[str, Charge] = {}
        # The jobs that have ended and were counted, by their keys: the same call again finds them, and costs nothing.
        self._ended: dict[str, str] = {}
        self._by_job: dict[str, Charge] = {}

    def reserve(self, key: str | None, price: float | None, own: tuple[Budget, ...]) -> Charge:
        """Set the price of a job aside in all budgets that apply. Raises BudgetExceededError.

        `own` are those of the client, to which those are added that are entered. A model without a known price is
        refused where nothing is left.
        """
        needed = price or 0.0
        with process_lock():
            budgets = tuple(dict.fromkeys((*own, *self.entered)))
            if key is not None and (known := self._by_key.get(key)):
                known.join(needed)
                return known
            if key is not None and key in self._ended:
                return Charge(self, key, budgets, 0.0, again=self._ended[key], price=needed)
            for budget in budgets:
                remaining = budget.remaining
                if needed > remaining or (price is None and remaining <= 0):
                    raise BudgetExceededError(needed=needed, remaining=remaining, budget=budget)
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
        if charge._budgets:
            self._note_key(charge)
            self._by_job[job_id] = charge
            charge.job_id = job_id

    def _note_key(self, charge: Charge) -> None:
        if charge._budgets and charge.key is not None:
            self._by_key[charge.key] = charge

    def forget(self, charge: Charge) -> None:
        """Drop a charge that nothing can change any more; for a caller who holds the lock."""
        if charge.key is not None and charge.job_id is not None:
            self._ended[charge.key] = charge.job_id
            while len(self._ended) > MOST_ENDED:
                del self._ended[next(iter(self._ended))]
        if charge.key is not None and self._by_key.get(charge.key) is charge:
            del self._by_key[charge.key]
        if charge.job_id is not None and self._by_job.get(charge.job_id) is charge:
            del self._by_job[charge.job_id]
