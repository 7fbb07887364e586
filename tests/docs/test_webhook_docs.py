"""The docs page about webhooks: its programs run, and its receiver tells genuine deliveries from others."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from rivya import Rivya, WebhookEvent, WebhookVerificationError, webhooks
from rivya._platform import PLATFORM
from rivya.emulator import Emulator
from rivya.webhooks.signing import sign_delivery

DOCS = Path(__file__).parents[2] / "generated" / "docs"
LOCALES = sorted(path.parent.name for path in DOCS.glob("*/webhooks.md"))
SECRET = "whsec_c2VjcmV0IGVub3VnaA=="
GENERATION = {"id": "task_1", "status": "succeeded"}


def programs(locale: str) -> list[str]:
    page = (DOCS / locale / "webhooks.md").read_text("utf-8")
    return re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def signed(body: bytes, timestamp: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Return the headers of a delivery."""
    moment = str(int(time.time() if timestamp is None else timestamp))
    scheme = PLATFORM.webhook_scheme
    return {
        "Content-Type": "application/json",
        scheme.id_header: "msg_1",
        scheme.timestamp_header: moment,
        scheme.signature_header: sign_delivery(scheme, secret, "msg_1", moment, body),
    }


def event(**fields: Any) -> bytes:
    return json.dumps({"id": "evt_1", "type": "generation.succeeded", "data": GENERATION, **fields}).encode()


@pytest.fixture(params=LOCALES)
def receiver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The receiver of the page, as a module."""
    monkeypatch.setenv("RIVYA_WEBHOOK_SECRET", SECRET)
    module = ModuleType("receiver")
    (program,) = [text for text in programs(request.param) if "Starlette" in text]
    exec(program, vars(module))
    return module


def post(receiver: ModuleType, body: bytes, headers: dict[str, str]) -> int:
    async def sent() -> int:
        transport = httpx.ASGITransport(app=receiver.app)
        async with httpx.AsyncClient(transport=transport, base_url="https://example.com") as client:
            return (await client.post("/rivya/webhook", content=body, headers=headers)).status_code

    return asyncio.run(sent())


def test_both_languages_have_the_page() -> None:
    assert LOCALES == ["en", "zh-Hant"]
    assert programs("en") == programs("zh-Hant")


def test_a_genuine_delivery(receiver: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    body = event()
    assert post(receiver, body, signed(body)) == 204
    assert capsys.readouterr().out == "generation.succeeded task_1 succeeded\n"
    assert post(receiver, body, signed(body)) == 204
    assert capsys.readouterr().out == "", "the same event is done once"
    other = event(id="evt_2", type="something.new", data=None)
    assert post(receiver, other, signed(other)) == 204
    assert capsys.readouterr().out == ""


def test_other_deliveries(receiver: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    body = event()
    assert post(receiver, body + b" ", signed(body)) == 400
    assert post(receiver, body, signed(body, timestamp=time.time() - 3600)) == 400
    assert post(receiver, body, signed(body, secret="whsec_YW5vdGhlcg==")) == 400
    assert post(receiver, body, {"Content-Type": "application/json"}) == 400
    assert post(receiver, b"[]", signed(b"[]")) == 400
    assert capsys.readouterr().out == ""


def test_registering_and_rotating(tmp_path: Path) -> None:
    create, rotate = (text for text in programs("en") if "with Rivya()" in text)
    with Emulator() as emulator:
        environment = {"RIVYA_API_KEY": emulator.key, "RIVYA_BASE_URL": emulator.url, "PATH": ""}
        for program in (create, rotate):
            done = subprocess.run(
                [sys.executable, "-W", "error", "-c", program],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        with Rivya(emulator.key, base_url=emulator.url) as client:
            (endpoint,) = client.webhooks.list()
            assert endpoint.event_types == ["generation.succeeded", "generation.failed"]
    secrets = [(tmp_path / name).read_text() for name in (".webhook-secret", ".webhook-secret-new")]
    assert all(secret.startswith("whsec_") for secret in secrets)
    assert len(set(secrets)) == 2
    body = event()
    for secret in secrets:
        assert webhooks.parse_event(body, signed(body, secret=secret), secrets[::-1]).id == "evt_1"


def test_the_module() -> None:
    assert webhooks.__all__ == ["WebhookEvent", "WebhookVerificationError", "parse_event", "verify"]
    assert webhooks.WebhookEvent is WebhookEvent
    body = event()
    webhooks.verify(body, signed(body), SECRET)
    with pytest.raises(WebhookVerificationError):
        webhooks.verify(body, signed(body), "whsec_YW5vdGhlcg==")
    parsed = webhooks.parse_event(body, signed(body), SECRET)
    assert parsed.generation is not None
    assert parsed.generation.id == "task_1"
