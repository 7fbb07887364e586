"""Random specs of the whole language of parameters: client, JSON Schema and emulator take and refuse the same requests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
import pytest
from contract.random_specs import changed, spec, with_conditions
from rivya_codegen.cli import main
from rivya_codegen.contract.contract import Contract
from rivya_codegen.contract.samples import different_values
from rivya_codegen.pipeline import read_specs

REPLAY = Path(__file__).parents[1] / "changes" / "replay.py"
SPECS, REQUESTS, SERVED = 60, 60, 150
EMULATOR = """
import json, sys
sys.path.insert(0, ".")
import httpx
from rivya.emulator import Emulator
with Emulator(credits=10**9) as emulator:
    headers = {"Authorization": f"Bearer {emulator.key}"}
    with httpx.Client(base_url=emulator.url, headers=headers, verify=False) as client:
        answers = [client.post("/api/v1/generations", json=request) for request in json.load(sys.stdin)]
        print(json.dumps([answer.status_code for answer in answers]))
"""


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
    for number in range(SPECS):
        (project / "specs" / "models" / f"random-{number}.yaml").write_text(
            json.dumps(with_conditions(spec(number))), "utf-8"
        )
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
    done = subprocess.run(command, cwd="out/python", input=given, capture_output=True, text=True, check=True)
    statuses: list[int] = json.loads(done.stdout)
    assert [status < 300 for status in statuses] == [valid for _, valid in served]
    assert set(statuses) == {min(statuses), 400}
