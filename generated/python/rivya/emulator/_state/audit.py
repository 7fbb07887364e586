"""The audit of an account: what the wallet lost, held against what the jobs cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from .store import Store
from .wallet import from_millionths, to_millionths


class AuditFailed(AssertionError):
    """The wallet and the jobs contradict each other; the message says where."""


@dataclass(frozen=True, slots=True)
class AccountSums:
    """The sums in credits: initial - spent - reserved - other = credits.

    Args:
        initial: What the wallet began with.
        spent: The final price of jobs that ended.
        reserved: What running jobs hold.
        other: What was no job, such as chat.
        credits: What is left.
    """

    initial: float
    spent: float
    reserved: float
    other: float
    credits: float


def audit(store: Store) -> AccountSums:
    """Return the sums of a store.

    Raises:
        AuditFailed: a job was paid twice, not at all or wrongly, or the balance is not what is left.
    """
    with store.database.transaction():
        ledger = store.wallet.all()
        jobs = {job.id: job for job in store.jobs.all()}
        left = to_millionths(store.wallet.credits)
    lost: Counter[str] = Counter()
    reservations: Counter[str] = Counter()
    for row in ledger:
        lost[row.subject] -= row.millionths
        reservations[row.subject] += row.kind == "reserve"
    initial = -lost.pop("", 0)
    spent = sum(lost[job_id] for job_id, job in jobs.items() if job.settled)
    reserved = sum(lost[job_id] for job_id, job in jobs.items() if not job.settled)
    other = sum(amount for subject, amount in lost.items() if subject not in jobs)
    problems = [
        f"the balance after {row.kind} {row.subject} is not the sum of the amounts"
        for row, sum_so_far in zip(ledger, accumulate(row.millionths for row in ledger), strict=True)
        if row.sum_so_far != sum_so_far
    ]
    for job_id, job in jobs.items():
        due = 0 if job.settled and job.failure else job.millionths
        if reservations[job_id] != 1 or lost[job_id] != due:
            went = from_millionths(lost[job_id])
            problems.append(f"{job_id}: {went} credits went in {reservations[job_id]} reservations")
    if initial - spent - reserved - other != left:
        problems.append("initial - spent - reserved - other is not what the wallet holds")
    if problems:
        raise AuditFailed("\n".join(problems))
    return AccountSums(*map(from_millionths, (initial, spent, reserved, other, left)))
