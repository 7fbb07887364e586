"""Waiting for jobs: intervals, deadlines, failures, and how it goes together with retrying."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest
from harness import Harness, failure, task
from runtime.errors import NotFoundError, ServerError, ValidationError
from runtime.jobs.errors import JobFailedError, JobTimeoutError
from runtime.options import PollPolicy

QUICK = PollPolicy(first=1.0, interval=2.0, max_interval=3.0, growth=1.25, deadline=10.0)


def start(harness: Harness, *steps: Any, **settings: Any) -> Any:
    client = harness.script(task(), *steps).client(**settings)
    return harness.call(client.every.painter.create("a cat"))


def test_intervals_grow_from_the_vendors_advice(harness: Harness) -> None:
    seen: list[str] = []
    job = start(harness, *[task("processing")] * 5, task("succeeded", final_credits=4))
    assert harness.call(job.wait(on_update=lambda job: seen.append(job.status))) is job
    assert harness.sleeps == [2.5, 5.0, 6.25, 7.8125, 9.765625, 10.0]
    assert seen == ["processing"] * 5 + ["succeeded"]
    assert (job.done, job.succeeded, job.final_credits, job.urls) == (True, True, 4, ["https://cdn.test/a"])
    assert job.raw["result"] == {"primary_url": "https://cdn.test/a", "urls": ["https://cdn.test/a"]}


def test_a_job_that_is_over_is_not_asked_about(harness: Harness) -> None:
    job = start(harness, task("succeeded"))
    harness.call(job.wait())
    harness.call(job.wait())
    assert len(harness.sent) == 2


def test_stuck_job_ends_at_the_deadline_and_can_be_waited_for_again(harness: Harness) -> None:
    job = start(harness, *[task("processing")] * 5, task("succeeded"), poll=QUICK)
    with pytest.raises(JobTimeoutError) as raised:
        harness.call(job.wait())
    assert (raised.value.job, raised.value.deadline) == (job, 10.0)
    assert "task_1" in str(raised.value)
    # The last pause is cut, so that the last question is asked at the deadline.
    assert harness.sleeps == [1.0, 2.0, 2.5, 3.0, 1.5]
    assert harness.seconds == 10.0
    assert harness.call(job.wait()).succeeded


@pytest.mark.parametrize(("model", "deadline"), [("painter", 600.0), ("speaker", 1200.0), ("newer", 1800.0)])
def test_deadline_comes_from_the_category(harness: Harness, model: str, deadline: float) -> None:
    client = harness.script(*[task("processing", model=model)] * 1000).client()
    job = harness.call(client.generations.retrieve("task_1"))
    with pytest.raises(JobTimeoutError):
        harness.call(job.wait())
    assert harness.seconds == deadline


def test_timeout_of_a_call_replaces_the_deadline(harness: Harness) -> None:
    job = start(harness, *[task("processing")] * 3)
    with pytest.raises(JobTimeoutError):
        harness.call(job.wait(timeout=6))
    assert harness.sleeps == [2.5, 3.5]
    with pytest.raises(JobTimeoutError):
        harness.call(job.wait(timeout=0))
    assert len(harness.sent) == 4


def test_failed_job_raises_with_the_vendors_reason(harness: Harness) -> None:
    reason = {"code": "generation_failed", "message": "no luck"}
    job = start(harness, task("failed", error=reason, result=None))
    for _ in range(2):
        with pytest.raises(JobFailedError, match="task_1 failed: generation_failed: no luck") as raised:
            harness.call(job.wait())
        assert (raised.value.code, raised.value.message, raised.value.job) == ("generation_failed", "no luck", job)


def test_failed_job_without_a_reason(harness: Harness) -> None:
    job = start(harness, task("failed"))
    with pytest.raises(JobFailedError):
        harness.call(job.wait())


@pytest.mark.parametrize("status", ["canceled", "expired"])
def test_a_status_that_reads_like_an_end_is_one(harness: Harness, status: str) -> None:
    job = start(harness, task("processing"), task(status))
    with pytest.raises(JobFailedError, match=f"task_1 {status}: no code: no message") as raised:
        harness.call(job.wait())
    assert (raised.value.job.status, job.done, job.succeeded) == (status, True, False)
    assert harness.sleeps == [2.5, 5.0]


@pytest.mark.filterwarnings("error")
def test_a_status_in_no_list_is_waited_out_and_logged_once(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    job = start(harness, task("paused"), task("paused"), task("x" * 90), task("succeeded"))
    assert harness.call(job.wait()).succeeded
    notes = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert notes == [
        f"job task_1 has a status {status!r}, which is not documented: it is waited for as if it went on"
        for status in ("paused", "x" * 50)
    ]


def test_a_log_that_fails_costs_no_wait(harness: Harness) -> None:
    class Broken(logging.Handler):
        def handle(self, record: logging.LogRecord) -> bool:
            raise RuntimeError("no disk")

    broken = Broken()
    logging.getLogger("rivya").addHandler(broken)
    try:
        job = start(harness, task("paused"), task("succeeded"))
        assert harness.call(job.wait()).succeeded
    finally:
        logging.getLogger("rivya").removeHandler(broken)


def test_503_while_polling_spends_the_retry_budget_only(harness: Harness) -> None:
    steps = [failure(503), failure(503), task("processing"), failure(503), task("succeeded")]
    job = start(harness, *steps)
    harness.call(job.wait())
    assert harness.sleeps == [2.5, 0.5, 1.0, 5.0, 0.5]


def test_retry_budget_that_runs_out_ends_the_question_but_not_the_wait(harness: Harness) -> None:
    job = start(harness, *[failure(502)] * 3, *[httpx.ConnectError("refused")] * 3, task("succeeded"))
    assert harness.call(job.wait()).succeeded
    assert harness.sleeps == [2.5, 0.5, 1.0, 5.0, 0.5, 1.0, 6.25]


def test_deadline_holds_while_the_api_is_down(harness: Harness) -> None:
    job = start(harness, failure(503, Retry_After="60"), failure(503), poll=QUICK)
    with pytest.raises(JobTimeoutError) as raised:
        harness.call(job.wait())
    assert isinstance(raised.value.__cause__, ServerError)
    assert harness.seconds == 10.0


def test_requests_near_the_deadline_are_short(harness: Harness) -> None:
    job = start(harness, task("processing"), task("processing"))
    with pytest.raises(JobTimeoutError):
        harness.call(job.wait(timeout=4))
    assert [sent.timeout["read"] for sent in harness.sent] == [60.0, 2.0, 2.0]


def test_404_ends_the_wait(harness: Harness) -> None:
    job = start(harness, failure(404, "not_found"))
    with pytest.raises(NotFoundError):
        harness.call(job.wait())


def test_handle_to_an_older_job_is_asked_at_once(harness: Harness) -> None:
    client = harness.script(task("succeeded")).client()
    job = client.generations.job("task_1")
    assert (job.id, job.status, job.urls, job.raw, job.done, job.error) == ("task_1", None, [], {}, False, None)
    assert harness.call(job.wait()).succeeded
    assert harness.sleeps == []


def test_refresh_asks_once(harness: Harness) -> None:
    job = start(harness, task("strange new status"))
    assert harness.call(job.refresh()) is job
    assert (job.status, job.done) == ("strange new status", False)


def test_task_ids_cannot_leave_their_place(harness: Harness) -> None:
    client = harness.script(task(id="../credits?x=1#y")).client()
    harness.call(client.generations.retrieve("../credits?x=1#y"))
    assert harness.sent[0].url == "https://api.acme.test/v1/generations/..%2Fcredits%3Fx%3D1%23y"
    for task_id in ("", ".", ".."):
        with pytest.raises(ValidationError, match="is not an id"):
            harness.call(client.generations.retrieve(task_id))
    assert len(harness.sent) == 1


def test_repr_shows_id_and_status_only(harness: Harness) -> None:
    job = start(harness)
    assert repr(job) in {"<Job task_1 queued>", "<AsyncJob task_1 queued>"}


def test_unknown_fields_of_an_answer_are_kept(harness: Harness) -> None:
    job = start(harness, httpx.Response(200, json={"id": "task_1", "status": "queued", "progress": 0.5}))
    harness.call(job.refresh())
    assert job.raw["progress"] == 0.5
