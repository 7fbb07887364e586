"""An outsider's check of the contract: tools that know nothing of this project, given the emulator's OpenAPI document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openapi_spec_validator import validate
from rivya.emulator import Emulator

NOWHERE = "http://127.0.0.1:9/webhook"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=10**6, job_seconds=0.05, allow_local_webhooks=True) as emulator:
        yield emulator


def test_the_served_document_is_valid(emulator: Emulator) -> None:
    document = httpx.get(f"{emulator.url}/api/v1/openapi.json").raise_for_status().json()
    validate(document)
    assert document["openapi"] == "3.1.0"


def schemathesis_settings(emulator: Emulator) -> str:
    """Return settings that name things which exist, so that more than `not_found` is seen of what takes an id."""
    headers = {"Authorization": f"Bearer {emulator.key}"}
    with httpx.Client(base_url=f"{emulator.url}/api/v1", headers=headers, verify=False) as client:
        task = client.post("/generations", json={"model": "grok-imagine", "prompt": "Rain"}).json()["id"]
        image = {"file": b"\x89PNG\r\n\x1a\n"}
        file = client.post("/files", data={"kind": "image"}, files=image).json()["id"]
        chat = client.post("/chat/completions", json={"model": "gpt-5-2-chat", "message": "Hello"}).json()
        kept, gone = (client.post("/webhooks", json={"url": NOWHERE}).json()["id"] for _ in range(2))
    # The limits of all models have vectors, which the emulator is given elsewhere: here a sample of requests will do.
    return f"""
[parameters]
"path.taskId" = "{task}"
"path.fileId" = "{file}"
"path.sessionId" = "{chat["session_id"]}"
"path.endpointId" = "{kept}"

[[operations]]
include-name = "DELETE /api/v1/webhooks/{{endpointId}}"
parameters = {{ "path.endpointId" = "{gone}" }}

[[operations]]
include-name = "POST /api/v1/generations"
phases.coverage.enabled = false
generation.max-examples = 100
"""


def test_schemathesis_finds_no_server_error_and_no_undeclared_answer(emulator: Emulator, tmp_path: Path) -> None:
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    (tmp_path / "schemathesis.toml").write_text(schemathesis_settings(emulator))
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{emulator.url}/api/v1/openapi.json",
        f"--url={emulator.url}",
        f"--header=Authorization: Bearer {emulator.key}",
        f"--checks={checks}",
        "--max-examples=15",
        "--phases=examples,coverage,fuzzing",
        "--generation-deterministic",
        "--no-color",
        "--workers=1",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert len(emulator.requests) > 300
    emulator.audit()


def test_a_client_of_another_generator_can_create_and_poll_a_job(emulator: Emulator, tmp_path: Path) -> None:
    document = httpx.get(f"{emulator.url}/api/v1/openapi.json").json()
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    tool = str(Path(sys.executable).with_name("openapi-python-client"))
    command = [tool, "generate", "--path", "openapi.json", "--meta", "none", "--output-path", "outsider"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (tmp_path / "outsider" / "api" / "generations" / "generations_create.py").exists(), made.stdout + made.stderr
    program = """
import sys, time
from outsider import AuthenticatedClient
from outsider.api.generations import generations_create, generations_retrieve
from outsider.models import GrokImagineRequest, Task
client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
body = GrokImagineRequest.from_dict({"model": "grok-imagine", "prompt": "A lighthouse", "params": {"aspect_ratio": "1:1"}})
task = generations_create.sync(client=client, body=body)
assert isinstance(task, Task), task
for _ in range(100):
    task = generations_retrieve.sync(task.id, client=client)
    if task.status in ("succeeded", "failed"):
        break
    time.sleep(0.02)
print(task.status, task.result.primary_url)
"""
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", program, emulator.url, emulator.key]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("succeeded http://127.0.0.1")
