"""Access: keys with scopes and states, the switch, and the windows of the rate limit."""

from __future__ import annotations

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.small_world import PLATFORM, SmallEmulator
from emulator.wire import GENERATIONS, assert_error, painting
from runtime.emulator._api.access import Key
from runtime.emulator._api.clock import ManualClock

CREDITS = "/api/v1/credits"
SCOPED = [operation for operation in PLATFORM.operations.values() if operation.scope]


def ask(server: SmallEmulator, path: str = CREDITS, key: str | None = None, method: str = "GET") -> httpx.Response:
    headers = {"Authorization": f"Bearer {server.key if key is None else key}"}
    with httpx.Client(verify=False) as client:
        return client.request(method, server.url + path, headers=headers)


@pytest.mark.parametrize(
    ("state", "code"),
    [("revoked", "api_key_revoked"), ("expired", "api_key_expired")],
)
def test_a_key_that_no_longer_works_says_why(start: StartEmulator, state: str, code: str) -> None:
    server = start(keys={"rvya_sk_old": Key(state=state), "rvya_sk_new": Key()})  # type: ignore[arg-type]
    assert server.key == "rvya_sk_new"
    assert_error(ask(server, key="rvya_sk_old"), 401, code)
    assert ask(server, key="rvya_sk_new").status_code == 200
    assert_error(ask(server, key="rvya_sk_emulator"), 401, "api_key_invalid")


@pytest.mark.parametrize("operation", SCOPED, ids=lambda operation: operation.name)
def test_each_operation_asks_for_its_own_scope(start: StartEmulator, operation: object) -> None:
    assert operation in SCOPED
    scope, method = operation.scope, operation.method  # type: ignore[attr-defined]
    path = operation.path.replace("{", "").replace("}", "")  # type: ignore[attr-defined]
    others = {one.scope for one in SCOPED} - {scope}
    server = start(keys={"narrow": Key(scopes={scope}), "lacking": Key(scopes=others)})
    assert_error(ask(server, path, "lacking", method), 403, "api_scope_denied", scope)
    assert ask(server, path, "narrow", method).status_code not in {401, 403}


def test_one_key_may_be_given_beside_others(start: StartEmulator) -> None:
    server = start(key="rvya_sk_main", keys={"rvya_sk_reader": Key(scopes={"credits:read"})})
    assert server.key == "rvya_sk_main"
    assert ask(server).status_code == 200
    assert ask(server, key="rvya_sk_reader").status_code == 200
    assert_error(ask(server, f"{GENERATIONS}/x", "rvya_sk_reader"), 403, "api_scope_denied")
    assert "rvya_sk" not in repr(server.requests)


def test_a_key_can_be_revoked_while_it_serves(server: SmallEmulator) -> None:
    assert ask(server).status_code == 200
    server.access.keys[server.key] = Key(state="revoked")
    assert_error(ask(server), 401, "api_key_revoked")


def test_the_api_can_be_switched_off_and_on(start: StartEmulator) -> None:
    server = start(disabled=True)
    assert_error(ask(server), 503, "public_api_disabled")
    assert_error(ask(server, "/api/v1/models"), 503, "public_api_disabled")
    server.access.disabled = False
    assert ask(server).status_code == 200


def test_a_window_takes_so_many_requests(start: StartEmulator, clock: ManualClock) -> None:
    server = start(rate_limit=(3, 10), keys={"first": Key(), "second": Key()})
    assert [ask(server, key="first").status_code for _ in range(3)] == [200, 200, 200]
    clock.advance(2.5)
    refused = ask(server, key="first")
    assert_error(refused, 429, "rate_limited")
    assert refused.headers["retry-after"] == "8"
    assert ask(server, key="second").status_code == 200, "each key has windows of its own"
    assert ask(server, "/api/v1/models", "first").status_code == 200, "what needs no key is not counted"
    clock.advance(7.4)
    assert ask(server, key="first").headers["retry-after"] == "1"
    clock.advance(0.1)
    assert [ask(server, key="first").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_refused_request_makes_nothing(start: StartEmulator) -> None:
    server = start(rate_limit=(1, 10))
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}) as client:
        answers = [client.post(GENERATIONS, json=painting()).status_code for _ in range(3)]
    assert (answers, len(server.jobs), server.credits) == ([200, 429, 429], 1, 996)


def test_without_a_limit_there_is_none(client: httpx.Client) -> None:
    assert {client.get(CREDITS).status_code for _ in range(50)} == {200}
