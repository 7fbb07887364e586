"""What the client of a generated package refuses: run in the folder of the package, requests in, verdicts out, as JSON."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any


def measures(row: dict[str, Any]) -> dict[str, Fraction]:
    """Return what the file of a vector tells of itself."""
    told = {name: Fraction(str(value)) for name, value in row.get("measures", {}).items()}
    if "width" in told:
        told["pixels"], told["aspect_ratio"] = told["width"] * told["height"], told["width"] / told["height"]
    return told


def verdicts(rows: list[dict[str, Any]]) -> Iterator[list[str]]:
    """Yield the codes for which the package refuses each request, or files that go with the smallest request."""
    sys.path.insert(0, ".")
    models = importlib.import_module("rivya._model_index").MODELS
    platform = importlib.import_module("rivya._platform").PLATFORM
    validation = importlib.import_module("rivya._validation.request")
    references = importlib.import_module("rivya._validation.references")
    findings = importlib.import_module("rivya._spec.findings").Findings
    known = {row.mime_type for row in platform.media_types}
    for row in rows:
        if row["model"] not in models:
            yield ["unknown-model"]
            continue
        table = importlib.import_module(models[row["model"]]).MODEL
        if "request" in row:
            problems = validation.check_request(table, row["request"], platform)
        else:
            mime_type = row["mime_type"]
            file = references.ReferenceFacts(
                "references", row["kind"], "file", mime_type, row["bytes"], mime_type in known, measures(row)
            )
            found = findings(platform, table)
            references.check_references(found, table.references, platform, "references", [file])
            problems = found.problems
        yield sorted({problem.code for problem in problems if problem.severity == "error"})


if __name__ == "__main__":
    json.dump(list(verdicts(json.load(sys.stdin))), sys.stdout)
