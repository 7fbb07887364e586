"""Jobs with faults and cancelled calls at length: `make soak` prints the table that stands on the docs page on reliability."""

from __future__ import annotations

import sys

from client.faults.soaking import Counts, soak_at_once, soak_cancellations, soak_jobs

JOBS = 10_000
AT_ONCE = 500
CANCELLATIONS = 5_000


def main() -> None:
    """Try both; an AssertionError says what is not as it should be."""
    jobs, cancelled = Counts(), Counts()
    for shell in ("sync", "async"):
        print(f"{shell} …", file=sys.stderr, flush=True)
        soak_jobs(shell, JOBS // 2, jobs)
    soak_at_once(AT_ONCE)
    print("cancellations …", file=sys.stderr, flush=True)
    while cancelled.cancelled < CANCELLATIONS:
        soak_cancellations(CANCELLATIONS // 2, cancelled, seed=cancelled.cancelled)
    print(f"jobs: {jobs.jobs}, attempts: {len(jobs.attempts)}, faults: {jobs.faults}, files saved: {jobs.saved}")
    print(
        f"calls cancelled: {cancelled.cancelled}, arrived all the same: {cancelled.arrived}, attempts that ended: "
        f"{len(cancelled.attempts)}, jobs: {cancelled.jobs}"
    )
    print("each job once and charged once; no task, connection, reservation or part of a file is left")


if __name__ == "__main__":
    main()
