"""Waiting for jobs as flows: one of them, or many at a polite pace. Both clients drive the same ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from .._core.messages import Answer
from .._core.plain_text import one_line
from .._core.wire import Task
from .._transport.answers import unexpected
from .._transport.calls import build_call, call_flow
from .._transport.flow import SHORTEST_TIMEOUT, Finish, Flow, Sleep, now, poll_flow, time_remaining
from .._transport.rate_gate import Pace
from .._transport.settings import Settings
from ..errors import APIError, ConfigurationError, RateLimitError, RivyaError, TransportError
from ..options import PollPolicy
from .errors import JobFailedError, JobsFailedError, JobTimeoutError, raise_failure
from .state import JobState, belongs_to, note_answer

JobT = TypeVar("JobT", bound=JobState)
MOST_IDS = 50
OnUpdate = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Patience:
    """How one wait differs from what the client's settings say; times are seconds."""

    timeout: float | None = None
    on_update: OnUpdate | None = None
    poll: PollPolicy | None = None
    pace: Pace | None = None

    def heed(self, error: RivyaError) -> None:
        """Ask less often where the API finds it too often."""
        if self.pace is not None and isinstance(error, RateLimitError):
            self.pace.pause *= 2


@contextmanager
def jobs_noted(jobs: Iterable[JobState]) -> Generator[None, None, None]:
    """Note on an exception that cuts a wait short the jobs that go on."""
    try:
        yield
    except RivyaError:
        raise  # they say what they know
    except BaseException as error:
        ids = [one_line(job.id) for job in jobs if not job.done]
        more = f" and {len(ids) - MOST_IDS} more" if len(ids) > MOST_IDS else ""
        if ids:
            error.add_note(
                f"these jobs go on: {', '.join(ids[:MOST_IDS])}{more}; go on with client.generations.job(id)"
            )
        raise


def retrieve_flow(settings: Settings, task_id: str, until: float | None = None) -> Flow[Answer[Task]]:
    """Ask for the state of a job; what it says of credits reaches the budgets, and a strange status the log."""
    call = build_call(settings, "generations.retrieve", settings.resolve({}), path_values=(task_id,))
    answer: Answer[Task] = yield from call_flow(settings, call, until)
    if answer.value.id != task_id:
        raise unexpected(answer.response, call.request, f"it is about another job than {one_line(task_id)!r}", settings)
    settings.note_cost(answer.value)
    settings.note_status(answer.value)
    return answer


def refresh_flow(settings: Settings, job: JobState, until: float | None = None) -> Flow[None]:
    """Ask for the state of a job and put it into the job."""
    note_answer(job, (yield from retrieve_flow(settings, job.id, until)))


def wait_flow(settings: Settings, job: JobState, patience: Patience) -> Flow[None]:
    """Ask until a job ends. Raises JobFailedError, and JobTimeoutError at the deadline."""
    schedule = settings.poll_schedule(job.model, patience.timeout, patience.poll)

    def is_over(deadline: float) -> Flow[bool]:
        if patience.pace is not None and not (yield from _turn_comes(patience.pace, deadline)):
            return False
        try:
            yield from refresh_flow(settings, job, deadline)
        except (APIError, TransportError) as error:
            if not error.retryable:
                raise
            patience.heed(error)
            if (yield from now()) >= deadline:
                raise JobTimeoutError(schedule.deadline, job=job) from error
            # The API is away for a while; the job goes on without it, and so does the wait.
            return False
        if patience.on_update is not None:
            told = patience.on_update(job)
            if isinstance(told, Awaitable):
                yield Finish(cast("Awaitable[object]", told))
        return job.done

    if not job.done:
        # A handle to an older job is asked about at once.
        first = schedule.first if job.status is not None else 0.0
        if not (yield from poll_flow(is_over, schedule, first=first)):
            raise JobTimeoutError(schedule.deadline, job=job)
    raise_failure(settings, job)


def _turn_comes(pace: Pace, deadline: float) -> Flow[bool]:
    """Wait until one of many jobs may be asked about; tell whether that is in time."""
    moment = yield from now()
    if pace.next_turn(moment) > deadline + SHORTEST_TIMEOUT:
        return False
    # Also where there is no pause: the waits for the others begin, so that all have one deadline.
    yield Sleep(pace.take(moment))
    # Where one is asked about after the other, those before may have taken all the time that there was.
    return time_remaining(deadline, (yield from now())) > 0


def wait_one_flow(settings: Settings, job: JobState, patience: Patience) -> Flow[None]:
    """Wait for a job like `wait_flow`; an exception that cuts the wait short notes that the job goes on."""
    with jobs_noted([job]):
        yield from wait_flow(settings, job, patience)


def outcome_flow(settings: Settings, job: JobState, patience: Patience) -> Flow[RivyaError | None]:
    """Wait for a job like `wait_flow`, and return the error that it would raise."""
    try:
        yield from wait_flow(settings, job, patience)
    except RivyaError as error:
        return error
    return None


class Vigil(Generic[JobT]):
    """A wait for many jobs: their flows, and what became of each. A job that is given twice is asked about once."""

    def __init__(self, settings: Settings, jobs: Iterable[JobT], patience: Patience) -> None:
        self.jobs = list({id(job): job for job in jobs}.values())
        for one in cast("list[object]", self.jobs):
            if not isinstance(one, JobState):
                kind = type(one).__name__
                raise ConfigurationError(
                    f"each of jobs must be a Job, got {kind}: make one with client.generations.job(id)"
                )
        if any(not belongs_to(job, settings) for job in self.jobs):
            raise ConfigurationError(
                "jobs must be of this client, got one of another client: wait for it with that client"
            )
        pace = Pace(1 / settings.poll_schedule(None, None, patience.poll).per_second_for(len(self.jobs)))
        paced = Patience(patience.timeout, patience.on_update, patience.poll, pace)
        self.flows = [outcome_flow(settings, job, paced) for job in self.jobs]
        self._errors: dict[int, RivyaError] = {}

    def ended(self, number: int, error: RivyaError | None) -> bool:
        """Note how the wait for a job ended; return whether the job itself did."""
        if error is not None:
            self._errors[number] = error
        return error is None or isinstance(error, JobFailedError)

    def raise_failures(self, *, only_lost: bool = False) -> None:
        """Raise for the jobs that did not succeed, or only for those that were not followed to their end.

        Raises JobTimeoutError and JobsFailedError.
        """
        errors = [(self.jobs[number], error) for number, error in sorted(self._errors.items())]
        late = [error for _, error in errors if isinstance(error, JobTimeoutError)]
        known = (JobTimeoutError, JobFailedError) if only_lost else JobTimeoutError
        failed = [(job, error) for job, error in errors if not isinstance(error, known)]
        failure = JobsFailedError([error for _, error in failed], jobs=[job for job, _ in failed]) if failed else None
        if late:
            deadline = max(error.deadline for error in late)
            raise JobTimeoutError(deadline, job=late[0].job, others=[error.job for error in late[1:]]) from failure
        if failure is not None:
            raise failure
