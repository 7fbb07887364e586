"""Webhook endpoints: made, listed, changed, rotated and deleted, as documented."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.small_world import PLATFORM, SmallEmulator
from emulator.wire import JSON, assert_error
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._endpoints.webhook_fields import refusal

WEBHOOKS = "/api/v1/webhooks"
HOOK = "https://example.com/rivya/webhook"
ALL = ["generation.succeeded", "generation.failed"]


def create(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    response = client.post(WEBHOOKS, json={"url": HOOK, **fields})
    assert response.status_code == 200, response.text
    created: dict[str, Any] = response.json()
    return created


def test_a_new_endpoint_has_the_documented_shape(client: httpx.Client) -> None:
    created = create(client, name="Production webhook", event_types=ALL)
    assert set(created) == {
        "id",
        "object",
        "name",
        "url",
        "event_types",
        "status",
        "secret_preview",
        "signing_secret",
        "last_success_at",
        "last_failure_at",
        "failure_count",
        "created_at",
        "updated_at",
        "disabled_at",
        "revoked_at",
    }
    assert re.fullmatch(r"whend_[0-9a-f]{24}", created.pop("id"))
    secret = created.pop("signing_secret")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 24
    assert created == {
        "object": "webhook_endpoint",
        "name": "Production webhook",
        "url": HOOK,
        "event_types": ALL,
        "status": "active",
        "secret_preview": f"{secret[:8]}...{secret[-6:]}",
        "last_success_at": None,
        "last_failure_at": None,
        "failure_count": 0,
        "created_at": "2026-05-11T00:00:00.000Z",
        "updated_at": "2026-05-11T00:00:00.000Z",
        "disabled_at": None,
        "revoked_at": None,
    }


def test_only_the_address_is_required(client: httpx.Client) -> None:
    created = create(client)
    assert (created["name"], created["event_types"]) == ("Webhook", ALL)
    assert create(client, event_types=[ALL[1], ALL[1]])["event_types"] == [ALL[1]]


def test_the_secret_is_told_once(client: httpx.Client) -> None:
    created = create(client)
    secret = created.pop("signing_secret")
    endpoint = f"{WEBHOOKS}/{created['id']}"
    answers = [
        client.get(endpoint),
        client.get(WEBHOOKS),
        client.patch(endpoint, json={"name": "Renamed"}),
        client.get(f"{endpoint}/deliveries"),
        client.delete(endpoint),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert answers[0].json() == created
    assert answers[1].json() == {"object": "list", "data": [created]}
    assert not [answer for answer in answers if secret in answer.text or "signing_secret" in answer.text]


def test_a_rotated_secret_is_another(client: httpx.Client, clock: ManualClock) -> None:
    created = create(client)
    clock.advance(5)
    rotated = client.post(f"{WEBHOOKS}/{created['id']}/rotate-secret").json()
    assert rotated["signing_secret"].startswith("whsec_")
    assert rotated["signing_secret"] != created["signing_secret"]
    assert rotated["secret_preview"] == f"{rotated['signing_secret'][:8]}...{rotated['signing_secret'][-6:]}"
    assert (rotated["created_at"][17:19], rotated["updated_at"][17:19]) == ("00", "05")
    assert client.get(f"{WEBHOOKS}/{created['id']}").json() == {
        key: value for key, value in rotated.items() if key != "signing_secret"
    }


def test_an_endpoint_is_changed_field_by_field(client: httpx.Client, clock: ManualClock) -> None:
    path = f"{WEBHOOKS}/{create(client)['id']}"
    before = client.get(path).json()
    changes: list[dict[str, Any]] = [
        {"name": "名稱 \U0001f58d"},
        {"url": "https://hooks.example.org/2?a=b"},
        {"event_types": [ALL[1]]},
        {},
    ]
    for change in changes:
        clock.advance(1)
        after = client.patch(path, content=json.dumps(change), headers=JSON).json()
        differing = {key for key in after if after[key] != before[key]}
        assert differing == {"updated_at", *change}
        assert {key: after[key] for key in change} == change
        before = after


def test_an_endpoint_is_disabled_and_active_again(client: httpx.Client, clock: ManualClock) -> None:
    path = f"{WEBHOOKS}/{create(client)['id']}"
    seen = []
    for status in ("disabled", "disabled", "active"):
        clock.advance(1)
        changed = client.patch(path, json={"status": status}).json()
        seen.append((changed["status"], changed["disabled_at"] and changed["disabled_at"][17:19]))
    assert seen == [("disabled", "01"), ("disabled", "01"), ("active", None)]


def test_a_deleted_endpoint_is_gone(client: httpx.Client) -> None:
    kept, dropped = create(client)["id"], create(client)["id"]
    path = f"{WEBHOOKS}/{dropped}"
    assert client.delete(path).json() == {"id": dropped, "object": "webhook_endpoint", "deleted": True}
    assert [endpoint["id"] for endpoint in client.get(WEBHOOKS).json()["data"]] == [kept]
    for method, place in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/rotate-secret"),
        ("POST", "/test"),
        ("GET", "/deliveries"),
    ):
        assert_error(client.request(method, path + place), 404, "not_found", "webhook")


def test_the_events_are_listed(client: httpx.Client) -> None:
    listed = client.get("/api/v1/webhook-events").json()
    assert [event["type"] for event in listed["data"]] == ALL == list(PLATFORM.webhook_scheme.event_types)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], ["JSON object"]),
        ({}, ["url"]),
        ({"url": None}, ["url"]),
        ({"url": HOOK, "name": ""}, ["name"]),
        ({"url": HOOK, "name": "x" * 101}, ["name", "100"]),
        ({"url": HOOK, "event_types": []}, ["event_types", "generation.failed"]),
        ({"url": HOOK, "event_types": "generation.failed"}, ["event_types"]),
        ({"url": HOOK, "event_types": ["chat.completed"]}, ["event_types"]),
        ({"url": HOOK, "event_types": [["generation.failed"]]}, ["event_types"]),
        ({"url": HOOK, "secret": "whsec_mine", "name": 3}, ["secret", "name"]),
        ({"url": HOOK, "status": "disabled"}, ["status"]),
    ],
)
def test_a_wrong_body_names_every_problem(client: httpx.Client, body: object, words: list[str]) -> None:
    assert_error(client.post(WEBHOOKS, json=body), 400, "validation_failed", *words)
    assert client.get(WEBHOOKS).json()["data"] == []


def test_a_wrong_change_changes_nothing(client: httpx.Client) -> None:
    path = f"{WEBHOOKS}/{create(client)['id']}"
    before = client.get(path).json()
    for body in ({"status": "paused", "name": "x"}, {"event_types": []}, {"id": "whend_1"}, "x"):
        assert_error(client.patch(path, json=body), 400, "validation_failed")
    assert_error(client.patch(path, json={"name": "x", "url": "https://localhost/"}), 400, "webhook_url_rejected")
    assert client.get(path).json() == before


REFUSED = {
    "http://example.com/": "https://",
    "ftp://example.com/": "https://",
    "example.com/hook": "https://",
    "": "https://",
    "https://": "no host",
    "https://example.com:0/": "port 0",
    "https://example.com:99999/": "no URL",
    "https://[::1/": "no URL",
    "https://[::1.]/": "no URL",
    "https://[v1.example]/": "no URL",
    "https://user:password@example.com/": "credentials",
    "https://@example.com/": "credentials",
    "https://example.com/#here": "fragment",
    "https://example.com/#": "fragment",
    "https://exa mple.com/": "spaces",
    "https://example.com\\@localhost/": "backslashes",
    "https://example.com/\n": "control",
    f"https://example.com/{'x' * 2048}": "2048",
    "https://localhost/": "not public",
    "https://LOCALHOST./": "not public",
    "https://api.localhost/": "not public",
    "https://printer.local/": "not public",
    "https://db.internal/": "not public",
    "https://router.home.arpa/": "not public",
    "https://intranet/": "not public",
    "https://127.0.0.1/": "not public",
    "https://127.1/": "not public",
    "https://2130706433/": "not public",
    "https://0x7f.1/": "not public",
    "https://0177.0.0.1/": "not public",
    "https://１２７.0.0.1/": "not public",
    "https://999.999.999.999/": "not public",
    "https://0.0.0.0/": "not public",
    "https://10.1.2.3/": "not public",
    "https://172.16.0.1/": "not public",
    "https://192.168.1.1/": "not public",
    "https://169.254.169.254/latest/meta-data": "not public",
    "https://100.64.0.1/": "not public",
    "https://192.0.2.1/": "not public",
    "https://224.0.0.1/": "not public",
    "https://255.255.255.255/": "not public",
    "https://[::1]/": "not public",
    "https://[fe80::1%25eth0]/": "not public",
    "https://[fd00::1]/": "not public",
    "https://[::ffff:127.0.0.1]/": "not public",
    "https://[2002:7f00:1::]/": "not public",
    "https://[2001:db8::1]/": "not public",
    **dict.fromkeys(
        [
            f"https://{host}/"
            for host in (
                # an IPv4 address inside of an IPv6 address: NAT64, 6to4, Teredo, compatible, mapped, translated, ISATAP
                *("[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:FF9B::8.8.8.8]", "[64:ff9b:1::a00:1]"),
                *("[2002:a00:1::1]", "[2002:808:808::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]"),
                *("[::127.0.0.1]", "[::8.8.8.8]", "[::ffff:8.8.8.8]", "[::ffff:0:7f00:1]", "[::ffff:0a00:1]"),
                *("[2606:2800:21f:cb07:0:5efe:7f00:1]", "[2606:2800:21f:cb07:200:5efe:a00:1]"),
                # networks of special purpose
                *(
                    "[fec0::1]",
                    "[fc00::1]",
                    "[fdff::1]",
                    "[febf::1]",
                    "[ff02::1]",
                    "[100::1]",
                    "[3fff::1]",
                    "[5f00::1]",
                ),
                *("[::]", "[2001:10::1]", "100.127.255.254", "192.88.99.1", "198.19.0.1", "192.0.0.9", "240.0.0.1"),
                # spellings
                *("0x7f000001", "017700000001", "0X7F.0x0.0.1", "10.1", "3232235777", "0xa.0x1.2.3", "0300.0250.1.1"),
                *("127.0.0.1.", "127.0.0.1..", "2130706433.", "1.2.3.4.5", "example.127", "foo.0x7f", "①②⑦.0.0.1"),
                *("127。0。0。1", "127%2e0.0%2e1", "a.loc%61l", "[fe80::1%eth0]"),
                # names of local networks
                *("api.default.svc", "api.default.svc.cluster.local", "db.corp", "DB.Corp.", "nas.home", "nas.lan"),
                *(
                    "wiki.intranet",
                    "db.private",
                    "x.mail",
                    "vault.service.consul",
                    "host.docker.internal",
                    "kubernetes",
                ),
                # names of special use, and what is no name of a host
                *("x.test", "x.invalid", "x.EXAMPLE.", "x.onion", "x.alt", "1.0.0.10.in-addr.arpa", "x.ip6.arpa"),
                *("x.resolver.arpa", "x.localdomain6", "x.cluster", "x.kube", "a.b.pod", "x.intern", "bücher.example"),
                *("-x.com", "x-.com", "x.-com", "x.com-"),
                *("localhost.", "a.LOCALHOST", "ｌｏｃａｌｈｏｓｔ", "metadata.google.internal", "example", "com."),
            )
        ],
        "not public",
    ),
}
"""Addresses that no webhook may have, and a word of the reason."""

TAKEN = [
    "https://example.com",
    "https://example.com:8443/hook?token=a%20b",
    "https://EXAMPLE.com./hook",
    "https://bücher.example.com/hook",
    "https://93.184.215.14/hook",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook",
    "https://localhost.example.com/",
    "https://corp.example.com/svc.local",
    "https://svc_1.xn--bcher-kva.example.com/",
    "https://test.example.com/",
    "https://a-b.pod-1.example.org/",
    "https://1.2.3.4.example.com/",
    "https://100.63.255.255/",
    "https://0x5db8d70e/",
]


@pytest.mark.parametrize(("url", "reason"), REFUSED.items(), ids=range(len(REFUSED)))
def test_an_address_that_is_not_public_is_refused(url: str, reason: str) -> None:
    assert reason in (refusal(url) or "taken")


@pytest.mark.parametrize("url", TAKEN)
def test_a_public_address_is_taken(url: str) -> None:
    assert refusal(url) is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/hook", "http://localhost/", "https://10.0.0.1/", *TAKEN])
def test_tests_may_use_this_machine(url: str) -> None:
    assert refusal(url, allow_local=True) is None


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "http://a:b@127.0.0.1/", "http://127.0.0.1/#x", "http:///x"])
def test_tests_may_not_use_everything(url: str) -> None:
    assert refusal(url, allow_local=True) is not None


def test_a_refused_address_is_an_error_of_its_own(client: httpx.Client, start: StartEmulator) -> None:
    body = {"url": "http://127.0.0.1:8000/hook"}
    assert_error(client.post(WEBHOOKS, json=body), 400, "webhook_url_rejected", "https://")
    assert_error(client.post(WEBHOOKS, json={"url": "https://10.0.0.1/"}), 400, "webhook_url_rejected", "10.0.0.1")
    server = start(allow_local_webhooks=True)
    headers = {"Authorization": f"Bearer {server.key}"}
    assert httpx.post(f"{server.url}{WEBHOOKS}", json=body, headers=headers).json()["url"] == body["url"]


def test_endpoints_outlive_the_process(start: StartEmulator, tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with SmallEmulator(state=state) as server:
        headers = {"Authorization": f"Bearer {server.key}"}
        created = httpx.post(f"{server.url}{WEBHOOKS}", json={"url": HOOK}, headers=headers).json()
    again = httpx.get(f"{start(state=state).url}{WEBHOOKS}/{created['id']}", headers=headers).json()
    assert again == {key: value for key, value in created.items() if key != "signing_secret"}


def test_a_reset_forgets_endpoints_and_sessions(client: httpx.Client, server: SmallEmulator) -> None:
    create(client)
    client.post("/api/v1/chat/completions", json={"model": "talker", "message": "Hello"})
    server.reset()
    assert client.get(WEBHOOKS).json()["data"] == client.get("/api/v1/chat/sessions").json()["data"] == []
    assert server.credits == 1000
