"""The benchmarks: whole processes and first calls, as ratios against something measured in the same run.

`make bench` prints the table; the last recorded one is in `RESULTS.md` beside this file. Each figure is the median of
several runs after a warm-up; the runs of the things compared take turns, so that a slow moment hits all of them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import calls

ROOT = Path(__file__).parents[2]
RUNS = 15

FIRST_CALL = """
import httpx
from rivya import Rivya
answer = httpx.MockTransport(lambda request: httpx.Response(200, json={"id": "task_1", "status": "queued"}))
client = Rivya("rvya_sk_bench", http_client=httpx.Client(transport=answer))
job = client.image.grok_imagine.create("A lighthouse", aspect_ratio="16:9", enable_pro=False)
assert job.status == "queued"
"""


def seconds(action: Callable[[], None]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def python(*arguments: str) -> Callable[[], None]:
    """Return an action that runs the interpreter in a process of its own."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True) and None


def medians(actions: dict[str, Callable[[], None]], runs: int = RUNS) -> dict[str, float]:
    """Return the median seconds of each action; the actions take turns."""
    for action in actions.values():
        action()
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(runs):
        for name, action in actions.items():
            taken[name].append(seconds(action))
    return {name: statistics.median(values) for name, values in taken.items()}


def generate() -> list[tuple[str, str, str]]:
    """Measure a cold and an unchanged run of the generator against a bare interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept"
        numbers = iter(range(1000))
        run = ("-m", "rivya_codegen", "generate", "--out")

        def fresh() -> None:
            python(*run, str(Path(folder) / f"cold{next(numbers)}"))()

        result = medians(
            {
                "bare": python("-c", "pass"),
                "cold": fresh,
                "unchanged": python(*run, str(kept)),
            },
            runs=7,
        )
    models = len(list((ROOT / "specs" / "models").glob("*.yaml")))
    return [
        (
            f"`generate`, {models} spec(s), cold",
            f"{result['cold']:.2f} s",
            f"{result['cold'] / result['bare']:.0f} × a bare interpreter",
        ),
        (
            f"`generate`, {models} spec(s), unchanged",
            f"{result['unchanged']:.2f} s",
            f"{result['unchanged'] / result['cold']:.2f} × cold",
        ),
    ]


def imports() -> list[tuple[str, str, str]]:
    """Measure the import, and the way to the first checked request against the libraries it stands on."""
    result = medians(
        {
            "bare": python("-c", "pass"),
            "import": python("-c", "import rivya"),
            "libraries": python("-c", "import httpx, pydantic"),
            "first": python("-c", FIRST_CALL),
        }
    )
    return [
        (
            "`import rivya`",
            f"{1000 * (result['import'] - result['bare']):.0f} ms over a bare interpreter",
            f"{result['import'] / result['bare']:.2f} × a bare interpreter",
        ),
        (
            "import + `Rivya()` + first validated request, answered at once",
            f"{1000 * (result['first'] - result['bare']):.0f} ms over a bare interpreter",
            f"{result['first'] / result['libraries']:.2f} × `import httpx, pydantic`",
        ),
    ]


def main() -> None:
    """Print the table."""
    print("| what | median | ratio in the same run |\n|---|---|---|")
    for row in (*generate(), *imports(), *calls.rows()):
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
