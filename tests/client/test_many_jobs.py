"""Waiting for many jobs: each on its own schedule, all together at a polite pace, and no failure loses another job."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from harness import Harness, SyncHarness, failure, task
from runtime._transport.flow import Sleep
from runtime._transport.rate_gate import Pace
from runtime.errors import AuthenticationError, ConfigurationError, NotFoundError
from runtime.jobs.errors import JobFailedError, JobsFailedError, JobTimeoutError
from runtime.jobs.following import Together
from runtime.options import PollPolicy, RetryPolicy

OFTEN = PollPolicy(first=1.0, interval=1.0, growth=1.0, per_second=1000.0)


@dataclass
class Service:
    """Answers about jobs: each ends a number of seconds after the beginning, or never."""

    harness: Harness
    ends: dict[str, float]
    failing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    model: str = "painter"
    asked: list[tuple[str, float]] = field(default_factory=list)

    def __call__(self, request: Any) -> httpx.Response:
        name = str(request.url).rpartition("/")[2]
        self.asked.append((name, round(self.harness.seconds, 3)))
        if name in self.missing:
            return failure(404, "not_found")
        ended = "failed" if name in self.failing else "succeeded"
        return task(ended if self.harness.seconds >= self.ends[name] else "processing", id=name, model=self.model)


def begin(harness: Harness, service: Service, **settings: Any) -> tuple[Any, list[Any]]:
    """Return a client and its jobs, which were just accepted."""
    client = harness.script(*[task(id=name, model=service.model) for name in service.ends]).client(**settings)
    jobs = [harness.call(client.every.painter.create("a cat")) for _ in service.ends]
    harness.script(*[service] * 2000)
    return client, jobs


def completed(harness: Harness, jobs: Any, at_most: int = 1000) -> list[Any]:
    """Return what either kind of `as_completed` yields."""
    if inspect.isasyncgen(jobs):

        async def collect() -> list[Any]:
            found = []
            async for job in jobs:
                found.append(job)
                if len(found) == at_most:
                    break
            await jobs.aclose()
            assert asyncio.all_tasks() == {asyncio.current_task()}
            return found

        return asyncio.run(collect())
    found = []
    for job in jobs:
        found.append(job)
        if len(found) == at_most:
            break
    jobs.close()
    return found


def test_all_are_returned_in_order(harness: Harness) -> None:
    service = Service(harness, {"a": 4, "b": 1, "c": 2})
    client, jobs = begin(harness, service, poll=OFTEN)
    seen: list[tuple[str, str]] = []
    done = harness.call(
        client.generations.wait_all(iter(jobs), on_update=lambda job: seen.append((job.id, job.status)))
    )
    assert [job.id for job in done] == ["a", "b", "c"]
    assert done[0] is jobs[0]
    assert all(job.succeeded for job in jobs)
    assert [name for name, _ in service.asked].count("b") == 1
    assert ("a", "processing") in seen
    assert seen[-1] == ("a", "succeeded")
    assert 4 <= harness.seconds < 4.1


def test_they_are_yielded_as_they_end(harness: Harness) -> None:
    service = Service(harness, {"a": 4, "b": 1, "c": 2}, failing=("c",))
    client, jobs = begin(harness, service, poll=OFTEN)
    found = completed(harness, client.generations.as_completed(jobs))
    assert [(job.id, job.succeeded) for job in found] == [("b", True), ("c", False), ("a", True)]
    with pytest.raises(JobFailedError):
        harness.call(found[1].wait())


def test_a_consumer_may_stop_early(harness: Harness) -> None:
    service = Service(harness, {"a": 400, "b": 1})
    client, jobs = begin(harness, service, poll=OFTEN)
    assert [job.id for job in completed(harness, client.generations.as_completed(jobs), at_most=1)] == ["b"]
    asked = len(service.asked)
    service.ends["a"] = 0
    assert harness.call(jobs[0].wait()).succeeded
    assert len(service.asked) == asked + 1


def test_failures_do_not_lose_the_others(harness: Harness) -> None:
    service = Service(harness, {"a": 1, "b": 1, "c": 3, "d": 9}, failing=("b",), missing=("c",))
    client, jobs = begin(harness, service, poll=OFTEN)
    with pytest.raises(JobsFailedError) as raised:
        harness.call(client.generations.wait_all(jobs))
    error = raised.value
    assert [job.id for job in error.jobs] == ["b", "c"]
    assert [type(one) for one in error.errors] == [JobFailedError, NotFoundError]
    assert "2 jobs did not succeed" in str(error)
    assert "job c: generations.retrieve: 404 not_found" in str(error)
    assert (jobs[0].succeeded, jobs[3].succeeded) == (True, True)


def test_those_that_cannot_be_asked_about_are_named_after_the_others(harness: Harness) -> None:
    service = Service(harness, {"a": 2, "b": 1, "c": 3}, missing=("b",), failing=("c",))
    client, jobs = begin(harness, service, poll=OFTEN)
    found: list[str] = []
    iterator = client.generations.as_completed(jobs)
    with pytest.raises(JobsFailedError) as raised:
        found += [job.id for job in completed(harness, iterator)]
    # The failed job was handed out, so only the lost one is in the error.
    assert [job.id for job in raised.value.jobs] == ["b"]
    assert [job.done for job in jobs] == [True, False, True]


def test_the_deadline_names_the_unfinished(harness: Harness) -> None:
    service = Service(harness, {"a": 1, "b": 100, "c": 200, "d": 1}, failing=("d",))
    client, jobs = begin(harness, service, poll=OFTEN)
    with pytest.raises(JobTimeoutError) as raised:
        harness.call(client.generations.wait_all(jobs, timeout=7.5))
    assert [job.id for job in raised.value.jobs] == ["b", "c"]
    assert (raised.value.job, raised.value.deadline) == (jobs[1], 7.5)
    assert "and so is 1 other" in str(raised.value)
    assert isinstance(raised.value.__cause__, JobsFailedError)
    assert harness.seconds < 7.6
    service.ends = dict.fromkeys(service.ends, 0)
    assert all(job.succeeded for job in harness.call(client.generations.wait_all(jobs[:3])))


def test_each_has_the_deadline_of_its_category(harness: Harness) -> None:
    service = Service(harness, {"a": 700, "b": 5}, model="speaker")
    client, jobs = begin(harness, service)
    harness.call(client.generations.wait_all(jobs))  # an image would have had 600 seconds
    service.ends["c"] = 2000
    service.model = "painter"
    lost = client.generations.job("c")
    harness.call(lost.refresh())
    started = harness.seconds
    with pytest.raises(JobTimeoutError):
        harness.call(client.generations.wait_all([lost]))
    assert harness.seconds - started == pytest.approx(600.0)


def test_the_pace_is_polite(harness: Harness) -> None:
    service = Service(harness, {f"job{number}": 12 for number in range(40)})
    client, jobs = begin(harness, service)
    harness.call(client.generations.wait_all(jobs))
    moments = [moment for _, moment in service.asked]
    assert moments[0] == 2.5
    assert moments == sorted(moments)
    for moment in moments:
        assert len([one for one in moments if moment <= one < moment + 0.999]) <= 10
    # Each is asked as often as its own schedule says, not more: at 2.5, 7.5 and 13.75, and a turn later.
    assert len(service.asked) == 3 * 40
    assert harness.seconds < 25


@pytest.mark.parametrize(
    ("count", "policy", "per_second"),
    [
        (120, PollPolicy(), 24),  # each within its interval of 5 seconds
        (120, PollPolicy(per_second=20), 20),
        (120, PollPolicy(interval=1.0), 50),
        (30, PollPolicy(per_second=4), 4),
    ],
)
def test_the_pace_grows_with_the_number_of_jobs_up_to_a_bound(
    harness: Harness, count: int, policy: PollPolicy, per_second: int
) -> None:
    service = Service(harness, {f"job{number}": 0 for number in range(count)})
    client, jobs = begin(harness, service, poll=policy)
    harness.call(client.generations.wait_all(jobs))
    moments = [moment for _, moment in service.asked]
    assert len(moments) == count
    assert max(sum(moment <= one < moment + 0.999 for one in moments) for moment in moments) == per_second
    assert harness.seconds == pytest.approx(2.5 + (count - 1) / per_second, abs=0.01)


def test_the_pace_halves_when_the_api_finds_it_too_often(harness: Harness) -> None:
    service = Service(harness, {f"job{number}": 0 for number in range(11)})
    client, jobs = begin(harness, service, retry=RetryPolicy(attempts=1))
    harness.steps.insert(0, failure(429, "rate_limited"))
    harness.call(client.generations.wait_all(jobs))
    moments = [moment for _, moment in service.asked]
    # The first came to nothing and is asked again after its interval. The client is held back for half a second, and
    # those whose turns came meanwhile follow at the pace that the API had allowed before. The asynchronous client had
    # given all turns away, 0.1 s apart; of the other's, those that were not given yet are 0.2 s apart from then on.
    assert moments[:3] == pytest.approx([3.0, 3.045, 3.09], abs=0.01)
    if isinstance(harness, SyncHarness):
        assert moments[3:10] == pytest.approx([3.2 + 0.2 * number for number in range(7)], abs=0.01)
    else:
        assert moments[8:10] == pytest.approx([3.4, 3.5], abs=0.01)
    assert moments[10] == pytest.approx(7.5, abs=0.01)


def test_a_backlog_does_not_break_the_deadline(harness: Harness) -> None:
    service = Service(harness, {f"job{number}": 1000 for number in range(30)})
    client, jobs = begin(harness, service)
    with pytest.raises(JobTimeoutError) as raised:
        harness.call(client.generations.wait_all(jobs, timeout=3, poll=PollPolicy(per_second=1)))
    assert len(raised.value.jobs) == 30
    assert harness.seconds <= 3 + 5.1
    assert len(service.asked) <= 9


def test_a_server_that_is_down_for_one_does_not_hold_up_the_others(harness: Harness) -> None:
    service = Service(harness, {"a": 1, "b": 1})
    client, jobs = begin(harness, service, poll=OFTEN)
    harness.steps.insert(0, failure(503, "switched_off", Retry_After="30"))
    found = completed(harness, client.generations.as_completed(jobs))
    assert [job.id for job in found] == ["b", "a"]
    assert 31 <= harness.seconds < 32


def test_one_that_cannot_be_asked_about_is_in_the_error(harness: Harness) -> None:
    service = Service(harness, {"a": 1})
    client, jobs = begin(harness, service, poll=OFTEN)
    harness.steps[:0] = [failure(401, "api_key_invalid")]
    with pytest.raises(JobsFailedError) as raised:
        harness.call(client.generations.wait_all(jobs))
    assert isinstance(raised.value.errors[0], AuthenticationError)


def test_nothing_to_wait_for(harness: Harness) -> None:
    client = harness.client()
    assert harness.call(client.generations.wait_all([])) == []
    assert completed(harness, client.generations.as_completed([])) == []


def test_jobs_that_are_over_or_given_twice_are_not_asked_about(harness: Harness) -> None:
    service = Service(harness, {"a": 1, "b": 1})
    client, (one, other) = begin(harness, service, poll=OFTEN)
    harness.call(one.wait())
    assert harness.call(client.generations.wait_all([one, other, other])) == [one, other, other]
    assert [name for name, _ in service.asked] == ["a", "b"]


def test_jobs_of_another_client_are_refused(harness: Harness) -> None:
    client, other = harness.client(), harness.client(api_key="another")
    job = other.generations.job("task_1")
    with pytest.raises(ConfigurationError, match="another client"):
        harness.call(client.generations.wait_all([job]))
    with pytest.raises(ConfigurationError, match="another client"):
        client.generations.as_completed([job])
    for stranger in ("task_1", None, 5):
        with pytest.raises(ConfigurationError, match=r"make one with client.generations.job"):
            harness.call(client.generations.wait_all([stranger]))
    same = client.with_options(locale="zh-Hant").generations.job("task_1")
    harness.script(task("succeeded"))
    assert harness.call(client.generations.wait_all([same])) == [same]


def test_what_on_update_raises_rises(harness: Harness) -> None:
    service = Service(harness, {"a": 1, "b": 5})
    client, jobs = begin(harness, service, poll=OFTEN)
    with pytest.raises(ZeroDivisionError):
        harness.call(client.generations.wait_all(jobs, on_update=lambda job: 1 / 0))


def test_poll_policy_of_one_wait(harness: Harness) -> None:
    service = Service(harness, {"a": 5})
    client, (job,) = begin(harness, service, poll=PollPolicy(first=1.0, interval=9.0))
    harness.call(job.wait(poll=PollPolicy(interval=1.0, growth=2.0)))
    assert [moment for _, moment in service.asked] == [1.0, 2.0, 4.0, 8.0]
    with pytest.raises(TypeError):
        job.wait(None, None, PollPolicy())
    harness.call(client.generations.wait_all([job]))


# --- The parts --------------------------------------------------------------------------------------------------------


def test_flows_take_turns_and_are_closed() -> None:
    closed: list[str] = []

    def flow(name: str, *pauses: float) -> Any:
        try:
            for pause in pauses:
                yield Sleep(pause)
        finally:
            closed.append(name)
        return name

    together: Together[str] = Together([flow("slow", 5, 5), flow("quick", 1, 1), flow("stuck", 1000)])
    moment, ends = 0.0, []
    while len(ends) < 2:
        running, outcome = together.next(), None
        try:
            while True:
                effect = running.send(outcome)
                if isinstance(effect, Sleep):
                    moment += effect.seconds
                outcome = moment  # type: ignore[assignment]
        except StopIteration as stop:
            ends.append((*stop.value, moment))
    assert ends == [(1, "quick", 2.0), (0, "slow", 10.0)]
    assert not together.ended
    together.close()
    assert together.ended
    assert closed == ["quick", "slow", "stuck"]


def turns(pace: Pace, *moments: float) -> list[float]:
    return [pace.take(moment) for moment in moments]


def test_pace() -> None:
    assert turns(Pace(0.5), 0.0, 0.0, 0.0, 5.0, 5.25) == [0.0, 0.5, 1.0, 0.0, 0.25]
    pace = Pace(1.0)
    assert turns(pace, 0.0, 0.0) == [0.0, 1.0]
    # A turn that is only looked at is still to be taken.
    assert [pace.next_turn(0.0), pace.next_turn(0.0), pace.next_turn(3.0)] == [2.0, 2.0, 3.0]
    assert turns(pace, 2.0) == [0.0]
