"""The wallet: what is reserved, settled and given back, the ledger of it, and the check that finds what is wrong."""

from __future__ import annotations

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.small_world import SmallEmulator
from emulator.wire import GENERATIONS, assert_error, painting
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._state.audit import AccountSums, AuditFailed
from runtime.emulator._state.database import Database
from runtime.emulator._state.wallet import Wallet, to_millionths


def create(client: httpx.Client, fault: str = "") -> str:
    response = client.post(GENERATIONS, json=painting(), headers={"X-Emulator-Fault": fault} if fault else {})
    assert response.status_code == 200, response.text
    return str(response.json()["id"])


def test_a_job_is_reserved_and_settled(client: httpx.Client, server: SmallEmulator, clock: ManualClock) -> None:
    job = create(client)
    assert server.audit() == AccountSums(initial=1000, spent=0, reserved=4, other=0, credits=996)
    clock.advance(10)
    assert server.audit() == AccountSums(initial=1000, spent=4, reserved=0, other=0, credits=996)
    assert [(row.kind, row.subject, row.amount, row.balance) for row in server.ledger] == [
        ("initial", "", 1000, 1000),
        ("reserve", job, -4, 996),
        ("settle", job, 0, 996),
    ]
    assert [row.at - server.ledger[0].at for row in server.ledger] == [0, 0, 10]


def test_a_failed_job_is_refunded_at_its_end(client: httpx.Client, server: SmallEmulator, clock: ManualClock) -> None:
    job = create(client, "fail=content_rejected")
    clock.advance(9)
    assert client.get(f"{GENERATIONS}/{job}").json()["status"] == "processing"
    assert client.get("/api/v1/credits").json() == {"current_credits": 996}
    clock.advance(1)
    assert client.get("/api/v1/credits").json() == {"current_credits": 1000}
    task = client.get(f"{GENERATIONS}/{job}").json()
    assert (task["status"], task["result"], task["reserved_credits"], task["final_credits"]) == ("failed", None, 4, 0)
    assert task["error"]["code"] == "content_rejected"
    assert set(task["error"]) == {"code", "message"}
    assert [(row.kind, row.amount) for row in server.ledger][1:] == [("reserve", -4), ("refund", 4)]
    assert server.audit() == AccountSums(initial=1000, spent=0, reserved=0, other=0, credits=1000)
    assert_error(client.get(f"/media/{job}.png"), 404, "not_found")


def test_a_refund_pays_for_the_next_job(start: StartEmulator, clock: ManualClock) -> None:
    server = start(credits=5)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}) as client:
        create(client, "fail")
        assert_error(client.post(GENERATIONS, json=painting()), 402, "insufficient_credits", "1 are left")
        clock.advance(10)
        create(client)
    assert server.audit() == AccountSums(initial=5, spent=0, reserved=4, other=0, credits=1)


@pytest.mark.parametrize(
    ("credits", "millionths"), [(1.005, 1_005_000), (0.1, 100_000), (4, 4_000_000), (2.0000005, 2_000_000)]
)
def test_credits_are_whole_millionths(credits: float, millionths: int) -> None:
    assert to_millionths(credits) == millionths


def test_what_is_left_over_comes_back() -> None:
    database = Database()
    wallet = Wallet(database)
    wallet.fill(10, at=0)
    assert wallet.reserve("chat_1", 3, at=1)
    wallet.settle("chat_1", 1.1, at=2)
    assert wallet.credits == 8.9
    assert not wallet.reserve("chat_2", 8.900001, at=3)
    assert wallet.reserve("chat_2", 8.9, at=3)
    assert [row.balance for row in wallet.all()] == [10, 7, 8.9, 0]
    wallet.fill(10, at=4)
    assert wallet.credits == 0


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE ledger SET millionths = millionths - 1 WHERE kind = 'reserve'", "not the sum"),
        ("DELETE FROM ledger WHERE kind = 'reserve'", "in 0 reservations"),
        ("DELETE FROM jobs", ""),
        ("UPDATE jobs SET millionths = millionths + 1", "in 1 reservations"),
        ('UPDATE jobs SET settled = 1, failure = \'{"code": "x", "message": "x"}\'', "in 1 reservations"),
        (
            "INSERT INTO ledger (kind, subject, millionths, sum_so_far, at)"
            " SELECT kind, subject, millionths, sum_so_far + millionths, at FROM ledger WHERE kind = 'reserve'",
            "in 2 reservations",
        ),
        ("UPDATE ledger SET sum_so_far = sum_so_far + 1", "not what the wallet holds"),
    ],
)
def test_wrong_books_are_found(client: httpx.Client, server: SmallEmulator, damage: str, words: str) -> None:
    create(client)
    server.audit()
    assert server._opened is not None
    server._opened.database.execute(damage)
    if words:
        with pytest.raises(AuditFailed, match=words):
            server.audit()
    else:
        assert server.audit() == AccountSums(initial=1000, spent=0, reserved=0, other=4, credits=996)
