"""The property test of hostile texts at length: `make soak` prints the table of counts that stands in CONTRIBUTING.md."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from checks.hostile import PAYLOADS, Inputs, Tally

_HEAD = "| texts of | tried | refused | data | escapes | tracebacks | broken outputs |\n|---|---|---|---|---|---|---|"


def main(arguments: list[str]) -> int:
    """Try every payload in every position, or, with a number, so many payloads in each; exit with 1 at a fault."""
    runs = min(int(arguments[0]), len(PAYLOADS)) if arguments else len(PAYLOADS)
    numbers = [at * len(PAYLOADS) // runs for at in range(runs)]
    with tempfile.TemporaryDirectory() as folder:
        inputs = Inputs(Path(folder))
        kinds = {
            "specs, platform, releases": inputs.try_yaml,
            "wire schemas": inputs.try_wire,
            "pages": inputs.try_page,
            "catalogue": inputs.try_catalogue,
        }
        total: dict[str, Tally] = {name: Tally() for name in kinds}
        for number in numbers:
            print(f"{number} …", file=sys.stderr, flush=True)
            for name, attempt in kinds.items():
                tally = attempt(number)
                for fault in (*tally.escapes, *tally.tracebacks, *tally.broken):
                    print(f"{name}, run {number}: {fault}", file=sys.stderr)
                total[name].add(tally)
    print(_HEAD)
    for name, tally in total.items():
        print(tally.row(name))
    return 1 if any((*tally.escapes, *tally.tracebacks, *tally.broken) for tally in total.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
