"""Budgets: refused before anything is sent, counted once, corrected by what jobs cost, and charged to nobody else."""

from __future__ import annotations

import asyncio
import contextvars
import math
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx
import pytest
from acme import Acme, AsyncAcme
from acme.models import painter
from harness import Harness, failure, task
from runtime._core.messages import Departure
from runtime._spec.conditions import When
from runtime._spec.evaluator import PriceRow
from runtime._spec.tables import PriceList
from runtime._transport.ledger import Ledger
from runtime.budgets import Budget, BudgetExceededError
from runtime.errors import (
    BadRequestError,
    ConfigurationError,
    ConflictError,
    InsufficientCreditsError,
    NotFoundError,
    RivyaError,
    RivyaWarning,
    SubmissionUncertainError,
    UnexpectedResponseError,
    ValidationError,
)
from runtime.jobs.errors import JobFailedError
from runtime.prices import CreditEstimate
from samples import PNG


def create(harness: Harness, client: Any, **options: Any) -> Any:
    return harness.call(client.every.painter.create("a cat", **options))


def sums(budget: Any) -> tuple[float, float, float]:
    return budget.reserved, budget.spent, budget.remaining


# --- What it counts ---------------------------------------------------------------------------------------------------


def test_a_job_is_refused_before_it_is_sent(harness: Harness) -> None:
    client = harness.script(task(id="a"), task(id="b")).client(max_credits=10)
    create(harness, client)
    create(harness, client)
    with pytest.raises(
        BudgetExceededError, match="the call costs 4 credits, but the budget of 10 credits has 2 left"
    ) as raised:
        create(harness, client)
    (budget,) = client.budgets
    assert (raised.value.needed, raised.value.remaining, raised.value.budget) == (4, 2, budget)
    with pytest.raises(BudgetExceededError):
        harness.call(client.generations.create({"model": "painter", "prompt": "a cat"}))
    with pytest.raises(BudgetExceededError):
        create(harness, client, references=[PNG])
    assert len(harness.sent) == 2
    assert sums(budget) == (8, 0, 2)
    assert repr(budget) == "<Budget 2 of 10 credits left>"
    copy = pickle.loads(pickle.dumps(raised.value))
    assert (str(copy), copy.budget.remaining) == (str(raised.value), 2)


def test_what_is_invalid_is_said_first(harness: Harness) -> None:
    client = harness.client(max_credits=1)
    with pytest.raises(ValidationError):
        create(harness, client, count=9)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"final_credits": 0}, (4, 0, 16)),
        ({"final_credits": None}, (4, 0, 16)),
        ({"final_credits": None, "reserved_credits": 6}, (6, 0, 14)),
        ({"final_credits": 3}, (0, 3, 17)),
    ],
)
def test_a_presumed_end_gives_back_what_the_api_says(harness: Harness, fields: Any, expected: Any) -> None:
    client = harness.script(task(), task("canceled", **fields), task("failed")).client(max_credits=20)
    job = create(harness, client)
    with pytest.raises(JobFailedError):
        harness.call(job.wait())
    assert sums(client.budgets[0]) == expected
    harness.call(job.refresh())  # the API may say more later
    assert sums(client.budgets[0]) == ((0, 3, 17) if expected[1] else (0, 0, 20))


def test_reserved_and_final_credits_replace_the_base(harness: Harness) -> None:
    steps = [task(reserved_credits=7), task("processing", reserved_credits=7), task("succeeded", final_credits=5)]
    client = harness.script(*steps, task("succeeded", final_credits=5)).client(max_credits=20)
    (budget,) = client.budgets
    job = create(harness, client)
    assert sums(budget) == (7, 0, 13)
    harness.call(job.refresh())
    assert sums(budget) == (7, 0, 13)
    harness.call(job.refresh())
    assert sums(budget) == (0, 5, 15)
    harness.call(job.refresh())
    assert sums(budget) == (0, 5, 15)


def test_a_job_may_cost_more_than_was_left(harness: Harness) -> None:
    client = harness.script(task(reserved_credits=40), task(id="b", reserved_credits=0)).client(max_credits=10)
    create(harness, client)
    assert client.budgets[0].remaining == -30
    with pytest.raises(BudgetExceededError):
        create(harness, client)


@pytest.mark.parametrize(("final", "spent"), [(0, 0), (None, 0), (1, 1)])
def test_a_failed_job_gives_its_credits_back(harness: Harness, final: float | None, spent: float) -> None:
    client = harness.script(task(), task("failed", final_credits=final)).client(max_credits=10)
    job = create(harness, client)
    with pytest.raises(JobFailedError):
        harness.call(job.wait())
    assert sums(client.budgets[0]) == (0, spent, 10 - spent)


def test_a_job_that_ends_at_once(harness: Harness) -> None:
    client = harness.script(task("succeeded", final_credits=3), task("succeeded", final_credits=None)).client(
        max_credits=10
    )
    create(harness, client)
    assert sums(client.budgets[0]) == (0, 3, 7)
    create(harness, client)  # without final credits the reserved ones count
    assert sums(client.budgets[0]) == (0, 7, 3)


def test_any_handle_of_the_client_corrects(harness: Harness) -> None:
    steps = [task(), task("succeeded", final_credits=2), task(id="b"), task("succeeded", id="b", final_credits=1)]
    client = harness.script(*steps).client(max_credits=10)
    create(harness, client)
    harness.call(client.generations.job("task_1").wait())
    assert sums(client.budgets[0]) == (0, 2, 8)
    create(harness, client)
    harness.call(client.with_options(locale="zh-Hant").generations.retrieve("b"))
    assert sums(client.budgets[0]) == (0, 3, 7)


REFUSALS = [
    (failure(400, "insufficient_credits"), InsufficientCreditsError),
    (failure(409, "idempotency_conflict"), ConflictError),
    (httpx.ConnectError("refused"), RivyaError),
]


@pytest.mark.parametrize(("step", "raised"), REFUSALS)
def test_a_refused_job_costs_nothing(harness: Harness, step: Any, raised: type[Exception]) -> None:
    client = harness.script(*[step] * 3).client(max_credits=10)
    with pytest.raises(raised):
        create(harness, client)
    assert sums(client.budgets[0]) == (0, 0, 10)


def test_a_failed_upload_costs_nothing(harness: Harness) -> None:
    client = harness.script(failure(400, "validation_failed")).client(max_credits=10)
    with pytest.raises(RivyaError):
        create(harness, client, references=[PNG])
    assert sums(client.budgets[0]) == (0, 0, 10)


def lost() -> Exception:
    return httpx.ReadError("lost")


def test_while_nobody_knows_the_credits_are_kept(harness: Harness) -> None:
    steps = [lost()] * 3 + [failure(400, "insufficient_credits"), lost(), task()]
    client = harness.script(*steps).client(max_credits=10)
    (budget,) = client.budgets
    with pytest.raises(SubmissionUncertainError) as raised:
        create(harness, client)
    assert sums(budget) == (4, 0, 6)
    with pytest.raises(InsufficientCreditsError):  # proves nothing of the attempts before
        harness.call(raised.value.repeat())
    assert sums(budget) == (4, 0, 6)
    job = harness.call(raised.value.repeat())
    assert sums(budget) == (4, 0, 6)
    harness.script(task("succeeded", final_credits=3))
    harness.call(job.wait())
    assert sums(budget) == (0, 3, 7)


@pytest.mark.parametrize(("answer", "error"), [(failure(404, "not_found"), NotFoundError), (None, None)])
def test_the_same_key_is_charged_once(harness: Harness, answer: Any, error: type[Exception] | None) -> None:
    client = harness.script(*[lost()] * 3).client(max_credits=10)
    with pytest.raises(SubmissionUncertainError) as raised:
        create(harness, client)
    harness.script(answer or task())
    again = {"request": raised.value.request, "idempotency_key": raised.value.idempotency_key}
    if error is None:
        harness.call(client.generations.create(**again))
        assert sums(client.budgets[0]) == (4, 0, 6)
    else:
        with pytest.raises(error):  # what every attempt would have got: there is no job
            harness.call(client.generations.create(**again))
        assert sums(client.budgets[0]) == (0, 0, 10)


def test_an_unreadable_success_is_kept(harness: Harness) -> None:
    client = harness.script(httpx.Response(200, html="?")).client(max_credits=10)
    with pytest.raises(UnexpectedResponseError):
        create(harness, client)
    assert client.budgets[0].reserved == 4


def test_a_model_without_a_price_is_refused_when_nothing_is_left(harness: Harness) -> None:
    client = harness.script(task(reserved_credits=9)).client(max_credits=9, validate="warn")
    request = {"model": "newer", "prompt": "a"}
    with pytest.warns(RivyaWarning):
        harness.call(client.generations.create(request))
    with pytest.warns(RivyaWarning), pytest.raises(BudgetExceededError) as raised:
        harness.call(client.generations.create(request))
    assert (raised.value.needed, raised.value.remaining) == (0, 0)


def test_float_noise_refuses_nothing(harness: Harness) -> None:
    client = harness.script(*[task(id=str(number), reserved_credits=0.1) for number in range(3)], task()).client()
    with client.budget(4.3) as budget:
        for _ in range(3):
            create(harness, client)
        assert budget.remaining == 4
        create(harness, client)


@pytest.mark.parametrize("limit", [-1, float("nan"), True, "50", b"5", Decimal(-5), 1j, [], 10**400])
def test_bad_limits(harness: Harness, limit: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"budget must be a number of credits, at least 0, got "):
        harness.client(max_credits=limit)
    with pytest.raises(ConfigurationError):
        harness.client().budget(limit)


def test_a_budget_without_end_only_counts(harness: Harness) -> None:
    client = harness.script(task(), task("succeeded", final_credits=3)).client()
    with client.budget(float("inf")) as budget:
        harness.call(create(harness, client).wait())
    assert sums(budget) == (0, 3, float("inf"))


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-5", "1e400", "null"])
def test_what_is_no_amount_changes_nothing(harness: Harness, amount: str) -> None:
    def answer(status: str) -> httpx.Response:
        numbers = f'"reserved_credits": {amount}, "final_credits": {amount}'
        return httpx.Response(200, text=f'{{"id": "task_1", "status": "{status}", {numbers}}}')

    client = harness.script(answer("queued"), answer("succeeded")).client(max_credits=10)
    (budget,) = client.budgets
    job = create(harness, client)
    assert sums(budget) == (4, 0, 6)
    harness.call(job.wait())
    assert sums(budget) == (0, 4, 6)


def test_a_key_that_is_refused_the_second_time_keeps_the_job_of_the_first(harness: Harness) -> None:
    client = harness.script(task(), failure(409, "idempotency_conflict"), failure(400)).client(max_credits=8)
    (budget,) = client.budgets
    create(harness, client, idempotency_key="order-1")
    with pytest.raises(ConflictError):
        create(harness, client, idempotency_key="order-1", count=2)
    assert sums(budget) == (4, 0, 4)
    with pytest.raises(BadRequestError):  # the upload fails
        create(harness, client, idempotency_key="order-1", references=[PNG])
    assert sums(budget) == (4, 0, 4)


def test_what_one_call_is_refused_another_under_the_same_key_may_be_given() -> None:
    ledger = Ledger()
    budget = Budget(8, ledger.entered)

    def refused() -> None:
        with pytest.raises(RivyaError), ledger.reserve("order-1", 4, (budget,)).submitting(Departure(departed=True)):
            raise RivyaError

    with ledger.reserve("order-1", 4, (budget,)).submitting(Departure(departed=True)):
        refused()
        assert budget.reserved == 4
    refused()
    assert budget.reserved == 0


def test_nothing_is_kept_of_jobs_that_ended(harness: Harness) -> None:
    steps = [task(), task("succeeded"), failure(400, "validation_failed"), task()]
    client = harness.script(*steps).client(max_credits=10)
    harness.call(create(harness, client).wait())
    with pytest.raises(RivyaError):
        create(harness, client)
    ledger = client._transport.settings.ledger
    assert (ledger._by_key, ledger._by_job) == ({}, {})
    unbounded = harness.client()
    create(harness, unbounded)
    assert unbounded._transport.settings.ledger._by_key == {}


# --- Whom it counts ---------------------------------------------------------------------------------------------------


def test_nested_budgets_all_apply(harness: Harness) -> None:
    client = harness.script(*[task(id=str(number)) for number in range(4)]).client(max_credits=100)
    with client.budget(8) as outer:
        with client.budget(50) as inner:
            create(harness, client)
        create(harness, client)
        assert (inner.remaining, outer.remaining) == (46, 0)
        with pytest.raises(BudgetExceededError) as raised, client.budget(50) as third:
            create(harness, client)
        assert raised.value.budget is outer
        assert third.remaining == 50  # all or none
    create(harness, client)
    assert (outer.remaining, client.budgets[0].remaining) == (0, 88)
    with outer, outer, pytest.raises(BudgetExceededError):
        create(harness, client)


def test_entered_twice_it_counts_once(harness: Harness) -> None:
    client = harness.script(task()).client()
    with client.budget(8) as budget, budget:
        create(harness, client)
    assert budget.reserved == 4


def test_another_client_is_not_charged(harness: Harness) -> None:
    client, other = harness.client(), harness.script(task()).client()
    with client.budget(0) as mine, other.budget(5) as its:
        create(harness, other)
        with pytest.raises(BudgetExceededError):
            create(harness, other.with_options(validate="off"))
    assert (mine.reserved, its.reserved) == (0, 4)


def test_max_credits_of_a_copy_is_one_more_budget(harness: Harness) -> None:
    client = harness.script(task(), task(id="b")).client(max_credits=10)
    small = client.with_options(max_credits=5)
    create(harness, small)
    with pytest.raises(BudgetExceededError) as raised:
        create(harness, small)
    assert raised.value.budget is small.budgets[1]
    create(harness, client)
    assert [budget.remaining for budget in small.budgets] == [2, 1]


def accepting(library_response: Any = httpx.Response) -> Any:
    """Return a network that accepts every job under an id of its own."""
    numbers = iter(range(1_000_000))

    def answer(request: httpx.Request) -> httpx.Response:
        return library_response(200, json={"id": f"job{next(numbers)}", "status": "queued", "reserved_credits": 4})

    return httpx.MockTransport(answer)


def test_many_threads_never_spend_more() -> None:
    with httpx.Client(transport=accepting()) as http_client, Acme("key", http_client=http_client) as client:
        budget = client.budget(4 * 25)
        outcomes: list[str] = []

        def work(_: int) -> None:
            with budget:  # a thread starts without any
                try:
                    outcomes.append(client.every.painter.create("a cat").id)
                except BudgetExceededError:
                    outcomes.append("refused")

        with ThreadPoolExecutor(16) as pool:
            list(pool.map(work, range(200)))
    assert len(outcomes) == 200
    assert len(set(outcomes) - {"refused"}) == 25
    assert sums(budget) == (100, 0, 0)


def test_max_credits_holds_in_every_thread() -> None:
    with (
        httpx.Client(transport=accepting()) as http_client,
        Acme("key", http_client=http_client, max_credits=40) as client,
    ):

        def work(_: int) -> bool:
            try:
                return bool(client.every.painter.create("a cat").id)
            except BudgetExceededError:
                return False

        with ThreadPoolExecutor(16) as pool:
            assert sum(pool.map(work, range(100))) == 10


def accepted_of(client: Acme, count: int) -> int:
    """Return how many of so many calls a pool of threads gets through."""

    def work(_: int) -> bool:
        try:
            return bool(client.every.painter.create("a cat").id)
        except BudgetExceededError:
            return False

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(work, range(count)))


def test_calls_of_other_threads_count_while_the_block_runs() -> None:
    with httpx.Client(transport=accepting()) as http_client, Acme("key", http_client=http_client) as client:
        with client.budget(4 * 20) as outer, client.budget(4 * 5) as inner:
            assert accepted_of(client, 20) == 5
            assert (outer.remaining, inner.remaining) == (4 * 15, 0)
        with client.budget(4 * 3) as budget:
            inherited = threading.Thread(
                target=contextvars.copy_context().run, args=(client.every.painter.create, "a cat")
            )
            inherited.start()
            inherited.join()
            assert budget.reserved == 4  # once
        assert accepted_of(client, 20) == 20


def test_a_budget_that_a_thread_enters_lies_inside_the_others() -> None:
    with (
        httpx.Client(transport=accepting()) as http_client,
        Acme("key", http_client=http_client) as client,
        Acme("key", http_client=http_client) as another,
    ):

        def work(_: int) -> bool:
            with client.budget(4):
                return accepted_of(client, 1) == 1

        with client.budget(4 * 3), another.budget(0), ThreadPoolExecutor(1) as pool:
            assert sum(pool.map(work, range(12))) == 3


def test_a_client_of_its_own_has_a_budget_of_its_own() -> None:
    with httpx.Client(transport=accepting()) as http_client, Acme("key", http_client=http_client) as client:
        copies = [client.with_options(max_credits=4 * 2) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda copy: accepted_of(copy, 5), copies)) == [2, 2, 2, 2]


def test_every_call_counts_while_the_block_runs_wherever_it_was_entered() -> None:
    async def attempt(client: AsyncAcme) -> bool:
        try:
            await client.every.painter.create("a cat")
        except BudgetExceededError:
            return False
        return True

    async def worker(client: AsyncAcme, waiting: asyncio.Queue[None]) -> int:
        passed = 0
        while not waiting.empty():
            await waiting.get()
            passed += await attempt(client)
        return passed

    async def work(client: AsyncAcme) -> int:
        """Let workers that began before the budget was entered, in a task that is over, make the calls."""
        begin = asyncio.Event()
        waiting: asyncio.Queue[None] = asyncio.Queue()

        async def begun() -> int:
            await begin.wait()
            return await worker(client, waiting)

        tasks = [asyncio.create_task(begun()) for _ in range(4)]
        budget = client.budget(4 * 10)
        await asyncio.create_task(asyncio.to_thread(budget.__enter__))
        for _ in range(50):
            waiting.put_nowait(None)
        begin.set()
        passed = sum(await asyncio.gather(*tasks))
        assert budget.remaining == 0
        contextvars.copy_context().run(budget.__exit__, None, None, None)
        assert await attempt(client)
        return passed

    async def run() -> None:
        http_client = httpx.AsyncClient(transport=accepting())
        async with http_client, AsyncAcme("key", http_client=http_client) as client:
            assert await work(client) == 10
            # Budgets side by side: each client has its own.
            limited = [client.with_options(max_credits=4), client.with_options(max_credits=8)]
            assert [[await attempt(one) for _ in range(3)] for one in limited] == [
                [True, False, False],
                [True, True, False],
            ]

    asyncio.run(run())


def test_a_budget_that_was_entered_in_another_context_counts() -> None:
    with Acme("key", http_client=httpx.Client(transport=accepting())) as client:
        budget = client.budget(5)
        contextvars.copy_context().run(budget.__enter__)
        client.every.painter.create("a cat")
        with pytest.raises(BudgetExceededError):
            client.every.painter.create("a cat")
        contextvars.copy_context().run(budget.__exit__, None, None, None)
        client.every.painter.create("a cat")


def test_a_cancelled_submission_is_kept_and_a_cancelled_upload_is_not() -> None:
    async def run() -> None:
        arrived = asyncio.Event()

        async def silent(request: httpx.Request) -> httpx.Response:
            arrived.set()
            await asyncio.Event().wait()
            raise AssertionError

        http_client = httpx.AsyncClient(transport=httpx.MockTransport(silent))
        async with http_client, AsyncAcme("key", http_client=http_client, max_credits=10) as client:
            for references, reserved in (([PNG], 0), (None, 4)):
                arrived.clear()
                call = asyncio.create_task(client.every.painter.create("a cat", references=references))
                await arrived.wait()
                assert client.budgets[0].reserved == 4
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call
                assert client.budgets[0].reserved == reserved

    asyncio.run(run())


def test_threads_that_see_the_end_at_once_count_it_once() -> None:
    barrier = threading.Barrier(8)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            barrier.wait(timeout=10)
        status = "queued" if request.method == "POST" else "succeeded"
        return httpx.Response(200, json={"id": "a", "status": status, "reserved_credits": 4, "final_credits": 3})

    with (
        httpx.Client(transport=httpx.MockTransport(answer)) as http_client,
        Acme("key", http_client=http_client, max_credits=10) as client,
    ):
        client.every.painter.create("a cat")
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: client.generations.retrieve("a"), range(8)))
        assert sums(client.budgets[0]) == (0, 3, 7)


# --- Estimates --------------------------------------------------------------------------------------------------------


def test_credits_of_a_model(harness: Harness) -> None:
    client = harness.client()
    painter, speaker = client.every.painter.credits, client.every.speaker.credits
    assert (painter.base, painter.billing) == (4, "FIXED")
    assert painter.estimate() == CreditEstimate(4, "exact")
    assert painter.estimate(3) == CreditEstimate(12, "exact")
    assert painter.estimate().is_lower_bound is False
    assert painter.estimate(0).amount == 0
    assert speaker.billing == "METERED"
    reasons = ("what other calls of Speaker cost is not documented",)
    assert speaker.estimate(2) == CreditEstimate(2 * speaker.base, "unknown", reasons)
    assert speaker.estimate().is_lower_bound is None
    assert client.every.chatter.credits.estimate().is_lower_bound is True
    assert painter.estimate(Decimal(2)).amount == 8
    wrong: list[Any] = [-1, "2", 2.5, math.nan, math.inf, True, None]
    for count in wrong:
        with pytest.raises(
            ConfigurationError, match=f"^count must be a whole number of calls, at least 0, got {count!r}"
        ):
            painter.estimate(count)
    assert harness.sent == []


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the painter cost 4 credits a picture, more for the professional mode, and nobody knows how much for files."""
    per_picture = PriceRow("4", per="image", of=(("params", "count"),), otherwise=(1,), least="1")
    rows = (
        (When(), per_picture),
        (When(params={"enable_pro": {"options": ("true",)}}), PriceRow(times="1.25")),
        (When(references={"min": 1}), PriceRow()),
    )
    table = replace(painter.MODEL, credits=PriceList(4, "METERED", rows=rows))
    monkeypatch.setattr(painter, "MODEL", table)
    for model in (painter.Painter, painter.AsyncPainter):
        monkeypatch.setattr(model, "table", table)


def test_an_estimate_of_a_call(harness: Harness) -> None:
    client = harness.client()
    price: Any = client.every.painter.credits
    assert price.estimate_call("a cat", count=2) == CreditEstimate(4, "exact")
    with pytest.raises(ValidationError) as raised:
        price.estimate_call("a cat", count=9, aspect_ratio="4:3", colour="red")
    assert {problem.parameter for problem in raised.value.problems} == {"count", "aspect_ratio", "colour"}
    with pytest.raises(TypeError, match="prompt"):
        price.estimate_call()
    assert client.every.chatter.credits.estimate_call("hello").bound == "lower"
    assert harness.sent == []


@pytest.mark.usefixtures("priced")
def test_an_estimate_knows_prices(harness: Harness) -> None:
    price: Any = harness.client().every.painter.credits
    assert (price.base, price.bound, price.estimate(3)) == (4, "unknown", CreditEstimate(12, "exact"))
    assert price.estimate_call("a cat", count=3, enable_pro=True) == CreditEstimate(15, "exact")
    reasons = "how much more it costs when references are given is not documented"
    assert price.estimate_call("a cat", references=[PNG]) == CreditEstimate(4, "lower", (reasons,))
    chinese: Any = harness.client(locale="zh-Hant").every.painter.credits
    assert chinese.estimate_call("a cat", references=[PNG]).reasons == ("在 有參考檔案 時會貴多少，文件沒有說明",)
    more = price.estimate_call("a cat", count=3, extra_params={"fps": 120})
    assert (more.amount, more.bound, len(more.reasons)) == (12, "unknown", 1), more
    assert "not listed" in more.reasons[0]
    assert harness.sent == []


@pytest.mark.usefixtures("priced")
def test_budgets_reserve_what_a_call_costs(harness: Harness) -> None:
    steps = [task(id=name, reserved_credits=None) for name in "ab"]
    client = harness.script(*steps).client(max_credits=30)
    create(harness, client, count=3, enable_pro=True)
    assert sums(client.budgets[0]) == (15, 0, 15)
    harness.call(client.generations.create({"model": "painter", "prompt": "x", "params": {"count": 2}}))
    assert sums(client.budgets[0]) == (23, 0, 7)
    with pytest.raises(BudgetExceededError, match="the call costs 8 credits"):
        create(harness, client, count=2)
