"""Each model as its docs page calls it: validated, sent to the emulator, and answered. Types are the matter of `typing`."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from client.model_calls import CALLS, PARSED, Call, write_module
from client.vectors import GENERATED, write_file
from contract.facts import FACTS
from rivya import FileId, PollPolicy, Rivya, SentRequest
from rivya.emulator import Emulator
from rivya_codegen.contract.schema import REFERENCES_KEY

QUICK = PollPolicy(first=0.02, interval=0.05, max_interval=0.05, deadline=20)
EACH = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> CodeType:
    """All programs; the imports are left to who runs it."""
    path = write_module(tmp_path_factory.mktemp("calls"))
    source = path.read_text("utf-8").split("\n", 1)[1]
    return compile(source, str(path), "exec")


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=10**6, job_seconds=0.01) as emulator:
        yield emulator


def test_every_model_is_called() -> None:
    assert {call.name.rpartition("-")[0] for call in CALLS} == {model.spec.id for model in PARSED.models}
    taking_files = {model for model, facts in FACTS.items() if facts["reference_media"] is not None}
    assert {call.name.rpartition("-")[0] for call in CALLS if call.files} == taking_files


@EACH
def test_the_page_shows_the_call(call: Call) -> None:
    page = GENERATED / "docs" / "en" / "models" / f"{call.name.rpartition('-')[0]}.md"
    assert (call.program in page.read_text("utf-8")) == call.on_page


@EACH
@pytest.mark.filterwarnings("ignore::rivya.RivyaWarning")  # the page of Grok Imagine gives what has no effect
def test_the_call_is_answered(
    call: Call, module: CodeType, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIVYA_API_KEY", emulator.key)
    monkeypatch.setenv("RIVYA_BASE_URL", emulator.url)
    for name, mime_type in call.files.items():
        write_file(tmp_path / name, mime_type, 2000)
    attachment = _uploaded(tmp_path) if "attachments" in call.request else ""
    sent: list[SentRequest] = []
    client = functools.partial(Rivya, poll=QUICK, on_request=sent.append)
    names: dict[str, Any] = {"FileId": lambda _: FileId(attachment), "Rivya": client}
    exec(module, names)
    run: Callable[[], None] = names[call.function]
    run()
    _assert_sent(call, next(json.loads(request.body) for request in sent if request.body))
    if "message" not in call.request:
        job = emulator.jobs[-1]
        assert (job["model"], job["status"]) == (call.request["model"], "succeeded")
        assert list((tmp_path / "out").iterdir())


def _assert_sent(call: Call, sent: dict[str, Any]) -> None:
    """What went out is the request of the page, with the uploaded files in place of its own."""
    sent_files, shown_files = _files_of(sent), _files_of(call.request)
    assert _without_files(sent) == _without_files(call.request)
    assert len(sent_files) == len(shown_files)
    assert [(item.get("kind"), item.get("name")) for item in sent_files] == [
        (item.get("kind"), item.get("name")) for item in shown_files
    ]


def _files_of(request: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = request.get("attachments") or request.get("params", {}).get(REFERENCES_KEY, [])
    return items


def _without_files(request: dict[str, Any]) -> dict[str, Any]:
    params = {key: value for key, value in request.get("params", {}).items() if key != REFERENCES_KEY}
    rest = {key: value for key, value in request.items() if key not in ("attachments", "params")}
    return {**rest, "params": params}


def _uploaded(folder: Path) -> str:
    with Rivya() as client:
        return client.files.create(write_file(folder / "picture.png", "image/png", 2000)).id
