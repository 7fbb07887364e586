"""The shipped package against the emulator, over real HTTP: the main job, and what must be refused."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import rivya
from client.vectors import write_file
from PIL import Image
from rivya import (
    AsyncRivya,
    AuthenticationError,
    InsufficientCreditsError,
    Media,
    NotFoundError,
    PollPolicy,
    Rivya,
    RivyaError,
    ValidationError,
)
from rivya.emulator import Emulator

QUICK = PollPolicy(first=0.02, interval=0.05, max_interval=0.05)
PROMPT = "A clean editorial product image"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=100, job_seconds=0.1) as emulator:
        yield emulator


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Rivya]:
    with Rivya(emulator.key, base_url=emulator.url, poll=QUICK) as client:
        yield client


def codes(error: ValidationError) -> list[str]:
    return [problem.code for problem in error.problems]


# --- The main job -----------------------------------------------------------------------------------------------------


def test_from_prompt_to_picture(client: Rivya, tmp_path: Path) -> None:
    job = client.image.grok_imagine.create(PROMPT, aspect_ratio="16:9", enable_pro=True)
    assert (job.status, job.model, job.reserved_credits) == ("queued", "grok-imagine", 4)
    (path,) = job.wait().save(tmp_path / "out")
    assert path.name == f"{job.id}.png"
    with Image.open(path) as picture:
        assert abs(picture.width / picture.height - 16 / 9) < 0.02
    assert job.final_credits == 4
    assert client.credits.balance() == 96


def test_the_same_with_await(emulator: Emulator, tmp_path: Path) -> None:
    async def story() -> list[Path]:
        async with AsyncRivya(emulator.key, base_url=emulator.url, poll=QUICK) as client:
            job = await client.image.grok_imagine.create(PROMPT, aspect_ratio="9:16")
            paths = await (await job.wait()).save(tmp_path)
            assert await client.credits.balance() == 96
            return paths

    (path,) = asyncio.run(story())
    with Image.open(path) as picture:
        assert abs(picture.height / picture.width - 16 / 9) < 0.02


def test_what_is_not_given_is_not_sent(client: Rivya, emulator: Emulator) -> None:
    client.image.grok_imagine.create(PROMPT)
    (request,) = [row for row in emulator.requests if row.path.endswith("/generations")]
    assert request.body_size == len(json.dumps({"model": "grok-imagine", "prompt": PROMPT}))
    assert request.headers["idempotency-key"]


def test_the_vendors_json_pasted(client: Rivya, repository: Path) -> None:
    spec = (repository / "generated" / "docs" / "en" / "models" / "grok-imagine.md").read_text("utf-8")
    request = json.loads(spec.split("```json\n")[1].split("```")[0])
    job = client.generations.create(request)
    assert client.generations.retrieve(job.id).id == job.id


def test_a_job_goes_on_in_another_process(client: Rivya, emulator: Emulator) -> None:
    job = client.image.grok_imagine.create(PROMPT)
    program = (
        "import sys; from rivya import PollPolicy, Rivya\n"
        "with Rivya(poll=PollPolicy(first=0.02, interval=0.05)) as client:\n"
        "    print(client.generations.job(sys.argv[1]).wait().status)"
    )
    environment = {"RIVYA_API_KEY": emulator.key, "RIVYA_BASE_URL": emulator.url, "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program, job.id], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "succeeded"


@pytest.mark.parametrize("kind", ["path", "string", "bytes", "file", "uploaded", "alone", "url"])
def test_references(kind: str, client: Rivya, emulator: Emulator, tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    Image.new("RGB", (8, 8), "red").save(path)
    with path.open("rb") as file:
        reference: object = {
            "path": [path],
            "string": [str(path)],
            "bytes": [path.read_bytes()],
            "file": [file],
            "uploaded": None,
            "alone": path,
            "url": ["https://example.com/cat.png"],
        }[kind]
        if kind == "uploaded":
            reference = [client.files.create(path, model="grok-imagine")]
        job = client.image.grok_imagine.create(PROMPT, references=reference)  # type: ignore[arg-type]
    assert job.wait().succeeded
    assert len(emulator.files) == (0 if kind == "url" else 1)


# --- What must be refused ---------------------------------------------------------------------------------------------


def test_all_problems_in_one_error_before_any_network_use(client: Rivya, emulator: Emulator, tmp_path: Path) -> None:
    text = tmp_path / "text.png"
    text.write_text("not a picture")
    large = write_file(tmp_path / "large.png", "image/png", 11 * 1024 * 1024)
    with pytest.raises(ValidationError) as caught:
        client.image.grok_imagine.create(
            "x" * 5001,
            aspect_ratio="4:3",  # type: ignore[arg-type]
            references=[text, large, tmp_path / "missing.png"],
        )
    assert sorted(codes(caught.value)) == [
        "file-signature",
        "file-too-large",
        "file-unreadable",
        "too-long",
        "too-many-references",
        "unknown-option",
    ]
    message = str(caught.value)
    assert 'aspect_ratio: "4:3" is not an option' in message
    assert "prompt: 5001 characters, at most 5000 allowed" in message
    assert "text.png is not a media file by its content" in message
    assert "large.png has 11,534,336 bytes, at most 10,485,760" in message
    assert "Limits of Grok Imagine from https://rivya.ai/docs/api/models/grok-imagine, reviewed 2026-05-11." in message
    assert emulator.requests == []


def test_messages_in_chinese(emulator: Emulator) -> None:
    with (
        Rivya(emulator.key, base_url=emulator.url, locale="zh-Hant") as client,
        pytest.raises(ValidationError, match="不在選項內"),
    ):
        client.image.grok_imagine.create(PROMPT, aspect_ratio="4:3")  # type: ignore[arg-type]


def test_a_kind_that_is_not_accepted(client: Rivya, tmp_path: Path) -> None:
    video = write_file(tmp_path / "clip.mp4", "video/mp4", 4096)
    with pytest.raises(ValidationError) as caught:
        client.image.grok_imagine.create(PROMPT, references=[Media(video)])
    assert codes(caught.value) == ["reference-kind"]


def test_wrong_key(emulator: Emulator) -> None:
    with Rivya("rvya_sk_wrong", base_url=emulator.url) as client, pytest.raises(AuthenticationError) as caught:
        client.credits.balance()
    assert caught.value.code == "api_key_invalid"
    assert caught.value.request_id
    assert "rvya_sk_wrong" not in repr(caught.value) + str(caught.value) + repr(client)


def test_no_key(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIVYA_API_KEY", raising=False)
    with Rivya(base_url=emulator.url) as client, pytest.raises(RivyaError, match="RIVYA_API_KEY"):
        client.image.grok_imagine.create(PROMPT)
    assert emulator.requests == []


def test_a_job_that_does_not_exist(client: Rivya) -> None:
    with pytest.raises(NotFoundError):
        client.generations.job("task_../../credits").wait()


def test_not_enough_credits(emulator: Emulator) -> None:
    with Rivya(emulator.key, base_url=emulator.url) as client:
        for _ in range(25):
            client.image.grok_imagine.create(PROMPT)
        with pytest.raises(InsufficientCreditsError):
            client.image.grok_imagine.create(PROMPT)
    assert emulator.credits == 0


def test_stepping_over_a_limit(client: Rivya) -> None:
    with pytest.warns(rivya.RivyaWarning, match="not an option"), pytest.raises(rivya.BadRequestError) as caught:
        client.image.grok_imagine.create(PROMPT, aspect_ratio="4:3", validate="warn")  # type: ignore[arg-type]
    assert caught.value.code == "validation_failed"


# --- The surface ------------------------------------------------------------------------------------------------------


def test_import_loads_neither_the_http_library_nor_pydantic() -> None:
    program = "import sys, rivya; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout.replace("'", '"')))
    assert "rivya" in loaded
    assert not loaded & {"httpx", "httpx2", "httpcore", "pydantic", "pydantic_core", "asyncio", "ssl", "starlette"}


def test_public_names_are_exact_and_sorted() -> None:
    assert list(rivya.__all__) == sorted(rivya.__all__)
    assert dir(rivya) == list(rivya.__all__)
    for name in rivya.__all__:
        assert getattr(rivya, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        rivya.Nonsense  # type: ignore[attr-defined]  # noqa: B018
