"""An emulator killed while it works, and started again on its file, knows everything that it told anybody."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rivya.emulator import Emulator

API = "/api/v1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
BODY = {"model": "grok-imagine", "prompt": "Rain"}
CHAT = {"model": "gpt-5-2-chat", "message": "Remember me"}


@contextmanager
def running(state: Path, job_seconds: float) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Start the program, and follow the two lines that it prints for the shell of a client."""
    options = ["--port", "0", "--state", str(state), "--job-seconds", str(job_seconds), "--allow-local-webhooks"]
    command = [sys.executable, "-m", "rivya.emulator", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        told: dict[str, str] = {}
        while len(told) < 2:
            told |= dict(re.findall(r"^  export (\w+)=(\S+)$", process.stdout.readline(), re.MULTILINE))
        headers = {"Authorization": f"Bearer {told['RIVYA_API_KEY']}"}
        with httpx.Client(base_url=told["RIVYA_BASE_URL"], headers=headers, verify=False, timeout=60) as client:
            yield process, client
        process.kill()


def test_everything_outlives_the_process(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    key = {"Idempotency-Key": "order-1"}
    with running(state, 600) as (process, client):
        task = client.post(f"{API}/generations", json=BODY, headers=key)
        file = client.post(f"{API}/files", data={"kind": "image"}, files={"file": ("a.png", PNG)}).json()
        chat = client.post(f"{API}/chat/completions", json=CHAT, headers=key)
        session = client.get(f"{API}/chat/sessions/{chat.json()['session_id']}").json()
        hook = client.post(f"{API}/webhooks", json={"url": "http://127.0.0.1:9/hook"}).json()
        client.post(f"{API}/webhooks/{hook['id']}/test")
        deliveries = client.get(f"{API}/webhooks/{hook['id']}/deliveries").json()
        credits = client.get(f"{API}/credits").json()
        process.send_signal(signal.SIGKILL)
        assert process.wait(60) == -signal.SIGKILL

    with running(state, 600) as (process, client):
        assert client.get(f"{API}/credits").json() == credits
        shown = client.get(f"{API}/generations/{task.json()['id']}").json()
        assert (shown["status"], shown["created_at"]) == ("queued", task.json()["created_at"])
        assert client.post(f"{API}/generations", json=BODY, headers=key).content == task.content
        other = client.post(f"{API}/generations", json=BODY | {"prompt": "Sun"}, headers=key)
        assert other.json()["error"]["code"] == "idempotency_conflict"
        assert client.post(f"{API}/chat/completions", json=CHAT, headers=key).content == chat.content
        assert client.get(f"{API}/chat/sessions/{session['id']}").json() == session
        found = client.get(f"{API}/files/{file['id']}").json()
        assert client.get(found["url"]).content == PNG
        assert client.get(f"{API}/webhooks/{hook['id']}").json() == {
            **{name: value for name, value in hook.items() if name != "signing_secret"},
            "last_failure_at": deliveries["data"][0]["attempts"][0]["at"],
            "failure_count": 1,
        }
        assert client.get(f"{API}/webhooks/{hook['id']}/deliveries").json() == deliveries
        assert client.get(f"{API}/credits").json() == credits
        process.send_signal(signal.SIGKILL)
        process.wait(60)

    with Emulator(state=state) as emulator:
        assert emulator.audit().reserved == 4
        assert len(emulator.jobs) == 1


def test_jobs_in_flight_end_while_it_is_dead(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with running(state, 1) as (process, client):
        client.post(f"{API}/webhooks", json={"url": "http://127.0.0.1:9/hook"})
        made = [client.post(f"{API}/generations", json=BODY).json()["id"] for _ in range(5)]
        failing = client.post(f"{API}/generations", json=BODY, headers={"X-Emulator-Fault": "fail"}).json()["id"]
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    time.sleep(1)
    with running(state, 1) as (_, client):
        statuses = [client.get(f"{API}/generations/{task}").json()["status"] for task in [*made, failing]]
        assert statuses == [*["succeeded"] * 5, "failed"]
        assert client.get(f"{API}/credits").json() == {"current_credits": 1000 - 5 * 4}
        (hook,) = client.get(f"{API}/webhooks").json()["data"]
        deliveries = client.get(f"{API}/webhooks/{hook['id']}/deliveries").json()["data"]
        assert len(deliveries) == len({delivery["event_id"] for delivery in deliveries}) == 6
