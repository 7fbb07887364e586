"""Many jobs followed to their ends, in turns: one thread has one flow under way."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from .._transport.transport import SyncTransport
from .turns import Together
from .waiting import JobT, Vigil, jobs_noted

# Not derived from its twin: there, every job is followed by a task of its own.


def follow(transport: SyncTransport, vigil: Vigil[JobT]) -> Generator[JobT, None, None]:
    """Yield the jobs as they end."""
    with closing(Together(vigil.flows)) as together, jobs_noted(vigil.jobs):
        while not together.ended:
            number, error = transport.run(together.next())
            if vigil.ended(number, error):
                yield vigil.jobs[number]
