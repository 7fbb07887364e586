"""Random specs of the whole language of parameters: client, JSON Schema and emulator take and refuse the same requests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
import pytest
from contract.random_specs import changed, spec, with_conditions
from rivya_codegen.cli import main
from rivya_codegen.contract.contract import Contract
from rivya_codegen.contract.prices import default_request
from rivya_codegen.contract.samples import different_values
from rivya_codegen.pipeline import read_specs
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.parse import parse_file
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.spec.platform import PlatformSpec

REPOSITORY = Path(__file__).parents[2]
REPLAY = REPOSITORY / "tests" / "changes" / "replay.py"
SPECS, REQUESTS, SERVED = 60, 60, 150
EMULATOR = """
import json, sys
sys.path.insert(0, ".")
import httpx
from rivya import NULL, Media, Rivya
from rivya.emulator import Emulator
from rivya._validation.keywords import argument_names

def estimate(models, request):
    model = getattr(models, request["model"].replace("-", "_"))
    names = {path.partition(".")[2]: name for path, name in argument_names(model.table).items()}
    given = {names[key]: NULL if value is None else value for key, value in request.get("params", {}).items()}
    given |= {"prompt": request["prompt"]} if "prompt" in request else {}
    files = given.pop("references", None)
    if files is not None:
        given["references"] = [Media(one["url"], kind=one["kind"], mime_type=one.get("mimeType")) for one in files]
    price = model.credits.estimate_call(**given)
    return [price.amount, price.bound]

with Emulator(credits=10**12) as emulator, Rivya("rvya_sk_x") as rivya:
    headers = {"Authorization": f"Bearer {emulator.key}"}
    with httpx.Client(base_url=emulator.url, headers=headers, verify=False) as client:
        results = []
        for request in json.load(sys.stdin):
            answer = client.post("/api/v1/generations", json=request)
            said = estimate(rivya.video, request) if answer.status_code < 300 else None
            results.append([answer.status_code, answer.json().get("reserved_credits"), said])
        print(json.dumps(results))
"""


def priced(number: int, platform: PlatformSpec) -> dict[str, Any]:
    """Return the data of a random spec whose base credits are those of its prices."""
    data = with_conditions(spec(number))
    parsed, _ = parse_file(TextFile("", "", json.dumps(data)), ModelSpec)
    contract = Contract(parsed, platform)
    data["credits"]["base"] = contract.price_of(default_request(contract.request_spec)).amount
    return data


def requests(contract: Contract, chance: Random) -> list[dict[str, Any]]:
    """Return requests with the values of the vectors in changed combinations, and random changes of them."""
    rows = [dict(row["request"]) for row in contract.vectors["requests"] if row["name"] != "unknown-model"]
    full = {
        "model": contract.spec.id,
        "params": {key: next(different_values(row)) for key, row in contract.spec.params.items()},
    }
    bases = [full, *(row for row in rows if isinstance(row.get("params"), dict))]
    pairs = [(chance.choice(bases), chance.choice(bases)) for _ in range(REQUESTS)]
    merged = [{**one, **other, "params": {**one["params"], **other["params"]}} for one, other in pairs]
    return [*rows, full, *merged, *(changed(chance.choice(bases), chance) for _ in range(REQUESTS))]


def whole(request: dict[str, Any]) -> dict[str, Any]:
    """Return a request as the client sends it: whole numbers as integers."""
    number = lambda text: int(float(text)) if float(text).is_integer() else float(text)  # noqa: E731
    return json.loads(json.dumps(request), parse_float=number)


@pytest.mark.xdist_group("generated package")
def test_client_and_schema_agree_on_random_requests(project: Path) -> None:
    platform = read_specs(REPOSITORY / "specs").platform
    for number in range(SPECS):
        data = json.dumps(priced(number, platform))
        (project / "specs" / "models" / f"random-{number}.yaml").write_text(data, "utf-8")
    assert main(["generate", "--out", "out"]) == 0
    rows: list[tuple[dict[str, Any], bool]] = []
    for contract in read_specs(Path("specs")).contracts:
        schema = jsonschema_rs.validator_for(contract.schema)
        for request in requests(contract, Random(contract.spec.id)):
            rows.append((request, schema.is_valid(request)))
    # The client sends whole numbers as such, and the emulator reads them so.
    given = json.dumps([{"model": request["model"], "request": whole(request)} for request, _ in rows])
    done = subprocess.run(
        [sys.executable, REPLAY],
        cwd="out/python",
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    verdicts: list[list[str]] = json.loads(done.stdout)
    accepted = sum(valid for _, valid in rows)
    assert min(accepted, len(rows) - accepted) > SPECS * 10, (
        "nearly all requests are of one kind: the test says nothing"
    )
    wrong = [
        (request, valid, codes) for (request, valid), codes in zip(rows, verdicts, strict=True) if valid == bool(codes)
    ]
    assert not wrong, (len(wrong), wrong[:5])

    served = Random(0).sample(rows, SERVED)
    command = [sys.executable, "-c", EMULATOR]
    given = json.dumps([request for request, _ in served])
    done = subprocess.run(command, cwd="out/python", input=given, stdout=subprocess.PIPE, text=True, check=True)
    answers: list[tuple[int, float, list[Any] | None]] = json.loads(done.stdout)
    assert [status < 300 for status, _, _ in answers] == [valid for _, valid in served]
    assert {status for status, _, _ in answers} == {min(answers)[0], 400}

    contracts = {contract.spec.id: contract for contract in read_specs(Path("specs")).contracts}
    bounds = Counter[str]()
    for (request, valid), (_, reserved, estimate) in zip(served, answers, strict=True):
        if valid:
            price = contracts[request["model"]].price_of(request)
            bounds[price.bound] += bool(contracts[request["model"]].prices)
            assert (reserved, estimate) == (round(price.amount, 6), [price.amount, price.bound]), request
    assert bounds["exact"] > 10 and bounds["lower"] > 2, bounds  # noqa: PT018
