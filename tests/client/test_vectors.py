"""The vectors of every model, replayed by each consumer of its spec: client, JSON Schema, emulator."""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from client.vectors import GENERATED, RecordingAPI, is_chat, operation, read_vectors, vector_files, write_vector_file
from jsonschema import Draft202012Validator
from rivya import NULL, Media, Rivya, RivyaWarning, ValidationError
from rivya._model_index import MODELS
from rivya._platform import PLATFORM
from rivya.emulator import Emulator

VECTORS = {content["model"]: content for content in map(read_vectors, vector_files())}
every_model = pytest.mark.parametrize("model", VECTORS)
_LARGE = 1_000_000


def _table(model: str) -> Any:
    return importlib.import_module(MODELS[model]).MODEL


def _files_of_models() -> dict[str, list[dict[str, Any]]]:
    """Return the vectors of files of each model; a large one only of the first of the models with equal rules of files."""
    first: dict[object, str] = {}
    for model, content in VECTORS.items():
        for vector in content["files"]:
            first.setdefault(_judged(model, vector), model)
    return {
        model: [one for one in content["files"] if one["bytes"] < _LARGE or first[_judged(model, one)] == model]
        for model, content in VECTORS.items()
    }


def _judged(model: str, vector: dict[str, Any]) -> object:
    """Return a file, what is to come of it, and all that client and emulator judge it by."""
    table = _table(model)
    facts = (vector["kind"], vector["mime_type"], vector["bytes"], *vector["problems"])
    return facts, table.references and table.references.files, table.deprecated


FILES = _files_of_models()


@pytest.fixture(scope="module")
def api() -> RecordingAPI:
    return RecordingAPI()


@pytest.fixture(scope="module")
def client(api: RecordingAPI) -> Iterator[Rivya]:
    with httpx.Client(transport=api) as http_client, Rivya("rvya_sk_test", http_client=http_client) as client:
        yield client


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(credits=10**9) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def outside(emulator: Emulator) -> Iterator[httpx.Client]:
    """Somebody who checks nothing before it is sent."""
    headers = {"Authorization": f"Bearer {emulator.key}"}
    with httpx.Client(base_url=emulator.url, headers=headers, verify=False, timeout=60) as client:
        yield client


def test_every_model_has_vectors() -> None:
    counts = {model: len(content["requests"]) for model, content in VECTORS.items()}
    assert counts.keys() == MODELS.keys()
    assert all(count >= 8 for count in counts.values()), counts


@every_model
def test_client_checks_request(model: str, client: Rivya, api: RecordingAPI, subtests: pytest.Subtests) -> None:
    for vector in VECTORS[model]["requests"]:
        with subtests.test(vector["name"]):
            _client_checks_request(model, vector, client, api)


def _all_but_deprecations() -> None:
    warnings.simplefilter("always")
    warnings.simplefilter("ignore", DeprecationWarning)  # of those a client warns once, whatever it sends


def _client_checks_request(model: str, vector: dict[str, Any], client: Rivya, api: RecordingAPI) -> None:
    sent = api.count
    with warnings.catch_warnings(record=True) as warned:
        _all_but_deprecations()
        if vector["problems"]:
            with pytest.raises(ValidationError) as caught:
                _send_raw(client, model, vector["request"])
            assert sorted({problem.code for problem in caught.value.problems}) == vector["problems"]
            assert api.count == sent, "a wrong request went out"
        else:
            with client.budget(1e9) as budget:
                _send_raw(client, model, vector["request"])
            assert api.generations[-1] == vector["request"]
            assert budget.reserved + budget.spent == _amount(model, vector)
    assert bool(warned) == bool(vector.get("warnings"))
    assert all(issubclass(warning.category, RivyaWarning) for warning in warned)


@every_model
def test_client_makes_request_from_arguments(
    model: str, client: Rivya, api: RecordingAPI, subtests: pytest.Subtests
) -> None:
    call = _method(client, model)
    for vector in VECTORS[model]["requests"]:
        if "arguments" in vector:
            with subtests.test(vector["name"]), warnings.catch_warnings(record=True) as warned:
                _all_but_deprecations()
                arguments = {name: NULL if value is None else value for name, value in vector["arguments"].items()}
                call(**arguments)
                assert api.generations[-1] == vector["request"]
                assert bool(warned) == bool(vector.get("warnings"))
                estimate = call.__self__.credits.estimate_call(**arguments)
                assert estimate.amount == _amount(model, vector)
                if "credits" in vector:
                    assert estimate.bound == vector["credits"]["bound"]
                    assert bool(estimate.reasons) == (estimate.bound != "exact")


@every_model
def test_json_schema_checks_request(model: str, subtests: pytest.Subtests) -> None:
    # Decimal numbers: with binary ones, 0.15 is not a multiple of 0.05.
    schema = json.loads((GENERATED / "schemas" / f"{model}.json").read_text("utf-8"), parse_float=Decimal)
    validator, other = Draft202012Validator(schema), jsonschema_rs.Draft202012Validator(schema)
    for vector in VECTORS[model]["requests"]:
        with subtests.test(vector["name"]):
            request = json.loads(json.dumps(vector["request"]), parse_float=Decimal)
            errors = [error.message for error in validator.iter_errors(request)]
            refused = bool(vector["problems"]) and not vector.get("beyond_schema", False)
            assert bool(errors) == refused, errors
            assert other.is_valid(request) != refused


@every_model
def test_emulator_checks_request(model: str, outside: httpx.Client, subtests: pytest.Subtests) -> None:
    for vector in VECTORS[model]["requests"]:
        with subtests.test(vector["name"]):
            _emulator_checks_request(model, vector, outside)


def _emulator_checks_request(model: str, vector: dict[str, Any], outside: httpx.Client) -> None:
    answer = outside.post(PLATFORM.operations[operation(model)].path, json=vector["request"])
    code = answer.json().get("error", {}).get("code") if answer.status_code != 200 else None
    unheard_of = vector["name"] == "unknown-model" or not Emulator.served_api.is_available(model)
    if vector["problems"] or unheard_of:
        assert answer.status_code == 400
        assert code == ("chat_model_not_supported" if unheard_of and is_chat(model) else "validation_failed")
    elif {"session_id", "attachments"} & vector["request"].keys():
        # The request is well-formed; the session or file that it names is not there.
        assert code in {None, "chat_session_conflict", "chat_attachment_not_supported"}
    else:
        assert answer.status_code == 200, answer.text
        assert answer.json()["message" if is_chat(model) else "status"]
        reserved = answer.json()["credits"]["reserved"] if is_chat(model) else answer.json()["reserved_credits"]
        assert reserved == _amount(model, vector)


@every_model
def test_client_checks_file(
    model: str, client: Rivya, api: RecordingAPI, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for vector in FILES[model]:
        with subtests.test(vector["name"]):
            _client_checks_file(model, vector, client, api, tmp_path)


def _client_checks_file(model: str, vector: dict[str, Any], client: Rivya, api: RecordingAPI, tmp_path: Path) -> None:
    reference = Media(write_vector_file(tmp_path / "reference.png", vector), kind=vector["kind"])
    sent = api.count
    call = _model_call(client, model)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        if vector["problems"]:
            with pytest.raises(ValidationError) as caught:
                call(reference)
            problems = [problem for problem in caught.value.problems if problem.severity == "error"]
            assert {problem.code for problem in problems} == set(vector["problems"])
            assert api.count == sent, "a wrong file went out"
        else:
            call(reference)
    assert bool(warned) == bool(vector.get("warnings")) or vector["problems"]
    if not vector["problems"]:
        sent_request = api.generations[-1]
        if is_chat(model):
            assert sent_request["attachments"] == [{"file_id": "file_1"}]
        else:
            assert sent_request["params"]["referenceMediaItems"][0]["kind"] == vector["kind"]


@every_model
def test_emulator_checks_file(model: str, outside: httpx.Client, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for vector in FILES[model]:
        path = write_vector_file(tmp_path / "reference.png", vector)
        with subtests.test(vector["name"]), path.open("rb") as file:
            upload = {"file": (path.name, file, vector["mime_type"])}
            answer = outside.post("/api/v1/files", data={"kind": vector["kind"], "model": model}, files=upload)
            assert answer.status_code == (400 if vector["problems"] else 200), answer.text


def _amount(model: str, vector: dict[str, Any]) -> float:
    """Return what a request costs: by the prices of its model, or as each call of it."""
    amount: float = vector["credits"]["amount"] if "credits" in vector else _table(model).credits.base
    return amount


def _send_raw(client: Rivya, model: str, request: dict[str, Any]) -> Any:
    return (client.chat if is_chat(model) else client.generations).create(request)


@cache
def _method(client: Rivya, model: str) -> Any:
    """Return the call of a model. Its group need not have the name of its category."""
    groups = [getattr(client, name) for name in dir(client) if name[0] != "_"]
    calls = [getattr(group, name) for group in groups for name in dir(type(group)) if name[0] != "_"]
    (call,) = [call for call in calls if getattr(call, "table", None) is _table(model)]
    return call.send if is_chat(model) else call.create


def _model_call(client: Rivya, model: str) -> Any:
    """Return the call of a model with a reference file and everything else that it requires."""
    arguments = next(vector["arguments"] for vector in VECTORS[model]["requests"] if "arguments" in vector)
    keyword = "attachments" if is_chat(model) else "references"
    choices = [set(row.exactly_one_of) for row in _table(model).conditions]
    left_out = "prompt" if any({"prompt", keyword} <= choice for choice in choices) else keyword
    arguments = {name: value for name, value in arguments.items() if name != left_out}
    return lambda reference: _method(client, model)(**arguments, **{keyword: [reference]})
