"""Each model as its docs page calls it: type-checked, validated, sent to the emulator, and answered.

A model that takes files and whose page shows no request with them gets one from the rules of its spec.
"""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from client.vectors import GENERATED, write_file
from contract.facts import FACTS
from rivya import FileId, PollPolicy, Rivya, SentRequest
from rivya.emulator import Emulator
from rivya_codegen.contract.conditions import give
from rivya_codegen.contract.samples import smallest_request
from rivya_codegen.contract.schema import REFERENCES_KEY
from rivya_codegen.pipeline import read_specs
from rivya_codegen.python.calls import python_call, python_stream
from rivya_codegen.spec.model import ModelSpec

PARSED = read_specs(GENERATED.parent / "specs")
QUICK = PollPolicy(first=0.02, interval=0.05, max_interval=0.05, deadline=20)
SUFFIXES = {"image": (".png", "image/png"), "video": (".mp4", "video/mp4"), "audio": (".mp3", "audio/mpeg")}


@dataclass(frozen=True)
class Call:
    """A program that calls a model, the request that it stands for, and whether the docs page of the model shows it."""

    name: str
    program: str
    request: dict[str, Any]
    on_page: bool = True

    @property
    def function(self) -> str:
        return re.sub(r"\W", "_", f"call_{self.name}")

    @property
    def files(self) -> dict[str, str]:
        """The reference files, name → MIME type."""
        items = self.request.get("params", {}).get(REFERENCES_KEY, [])
        return {item["name"]: item["mimeType"] for item in items}


def calls() -> Iterator[Call]:
    platform = PARSED.platform
    for spec in (model.spec for model in PARSED.models):
        minimal = spec.examples.minimal or smallest_request(spec, platform)
        yield Call(f"{spec.id}-minimal", python_call(spec, minimal, platform), minimal)
        if spec.category == "chat":
            yield Call(f"{spec.id}-stream", python_stream(spec, minimal, platform), minimal)
        request = spec.examples.reference
        if request is not None or spec.references is not None:
            shown = request is not None
            request = request or _with_a_file(spec, minimal)
            yield Call(f"{spec.id}-reference", python_call(spec, request, platform), request, shown)


def _with_a_file(spec: ModelSpec, minimal: dict[str, Any]) -> dict[str, Any]:
    request = give(spec, minimal, "references")
    (item,) = request["params"][REFERENCES_KEY]
    suffix, mime_type = SUFFIXES[item["kind"]]
    item |= {"name": f"reference-{item['kind']}{suffix}", "mimeType": mime_type}
    return request


CALLS = list(calls())
EACH = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All programs in one module, a function each."""
    path = tmp_path_factory.mktemp("calls") / "calls.py"
    lines = ["from rivya import FileId, Rivya", ""]
    for call in CALLS:
        body = call.program.split("\n\n", 1)[1]
        lines += [f"def {call.function}() -> None:", *(f"    {line}" for line in body.splitlines()), ""]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=10**6, job_seconds=0.01) as emulator:
        yield emulator


def test_every_model_is_called() -> None:
    assert {call.name.rpartition("-")[0] for call in CALLS} == {model.spec.id for model in PARSED.models}
    taking_files = {model for model, facts in FACTS.items() if facts["reference_media"] is not None}
    assert {call.name.rpartition("-")[0] for call in CALLS if call.files} == taking_files


def test_mypy_accepts_every_call(module: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(module)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=GENERATED.parent)
    assert (done.stdout, done.returncode) == ("", 0)


def test_pyright_accepts_every_call(module: Path) -> None:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(module)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=GENERATED.parent)
    assert json.loads(done.stdout)["summary"]["errorCount"] == 0, done.stdout


@EACH
def test_the_page_shows_the_call(call: Call) -> None:
    page = GENERATED / "docs" / "en" / "models" / f"{call.name.rpartition('-')[0]}.md"
    assert (call.program in page.read_text("utf-8")) == call.on_page


@EACH
@pytest.mark.filterwarnings("ignore::rivya.RivyaWarning")  # the page of Grok Imagine gives what has no effect
def test_the_call_is_answered(
    call: Call, module: Path, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    source = module.read_text("utf-8").split("\n", 1)[1]
    exec(compile(source, str(module), "exec"), names)
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
