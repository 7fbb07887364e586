"""Many jobs followed to their ends, in turns: while the flow of one sleeps, the thread goes on with others."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from .._transport.flow import Flow, Sleep, now
from .._transport.transport import SyncTransport
from .waiting import JobT, Vigil, jobs_noted

# Not derived from its twin: there, every job is followed by a task of its own.

T = TypeVar("T")


class Together(Generic[T]):
    """Flows that take turns: each goes on when its own pause is over, the one that waits longest first."""

    def __init__(self, flows: Sequence[Flow[T]]) -> None:
        self._flows = flows
        # When a flow goes on (seconds of the clock), its number, and how its last pause may be shortened.
        self._waiting: list[tuple[float, int, float]] = [(float("-inf"), number, 0.0) for number in range(len(flows))]

    @property
    def ended(self) -> bool:
        """Whether all flows have ended."""
        return not self._waiting

    def next(self) -> Flow[tuple[int, T]]:
        """Go on until one of the flows ends; return its number and its result."""
        while True:
            due, number, jitter = self._waiting[0]
            moment = yield from now()
            if due > moment:
                yield Sleep(due - moment, jitter)
            heapq.heappop(self._waiting)
            result = yield from self._advance(number)
            if result is not None:
                return number, result.value

    def _advance(self, number: int) -> Flow[_Result[T] | None]:
        """Let a flow go on until it ends or pauses."""
        flow, outcome = self._flows[number], cast("object", None)
        raised: BaseException | None = None
        while True:
            try:
                effect = flow.send(outcome) if raised is None else flow.throw(raised)
            except StopIteration as stop:
                return _Result(stop.value)
            finally:
                raised = None
            if isinstance(effect, Sleep):
                due = (yield from now()) + effect.seconds
                heapq.heappush(self._waiting, (due, number, effect.jitter))
                return None
            try:
                outcome = yield effect
            except GeneratorExit:
                raise
            except BaseException as error:  # as a shell does it
                raised = error

    def close(self) -> None:
        """End the flows that have not ended."""
        self._waiting.clear()
        for flow in self._flows:
            flow.close()


@dataclass(frozen=True, slots=True)
class _Result(Generic[T]):
    value: T


def follow(transport: SyncTransport, vigil: Vigil[JobT]) -> Generator[JobT, None, None]:
    """Yield the jobs as they end."""
    with closing(Together(vigil.flows)) as together, jobs_noted(vigil.jobs):
        while not together.ended:
            number, error = transport.run(together.next())
            if vigil.ended(number, error):
                yield vigil.jobs[number]
