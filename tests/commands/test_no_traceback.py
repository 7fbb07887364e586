"""Whatever an input holds ends in a message: inputs of every kind, mutated at random by a seed, never a traceback.

`make soak` tries more of them; a failure names its seed, which repeats it.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from rivya_codegen.cli import main

TESTS = Path(__file__).parent.parent
REPOSITORY = TESTS.parent
ROUNDS = int(os.environ.get("SOAK", "8"))

SPEC = "specs/models/happyhorse-1-0.yaml"
SOURCES: dict[str, Path] = {
    SPEC: REPOSITORY / SPEC,
    "specs/platform.yaml": REPOSITORY / "specs/platform.yaml",
    "specs/wire/task.json": REPOSITORY / "specs/wire/task.json",
    "specs/releases/1.0.0.yaml": TESTS / "cases/changelog/specs/releases/1.0.0.yaml",
    "specs/changes-ignore.yaml": TESTS / "nothing",
    "own/artefacts.yaml": TESTS / "cases/artefact-added/extra/artefacts.yaml",
    "page.md": TESTS / "pages/grok-imagine.en.md",
    "docs.md": REPOSITORY / "generated/docs/zh-Hant/models/happyhorse-1-0.md",
    "catalogue.json": REPOSITORY / "generated/catalog.json",
}
COMMANDS = {
    "page.md": ["import", "page.md", "--dry-run"],
    "docs.md": ["import", "docs.md", "--dry-run", "--force"],
    "catalogue.json": ["sync", "catalogue.json", "--write"],
    "specs/changes-ignore.yaml": ["changes", "specs"],
    "own/artefacts.yaml": ["diff", "--templates", "own", "--out", "out"],
}
IGNORED = 'ignore:\n  - {rule: price-raised, subject: "models/*", path: "*", reason: known, until: 2099-01-01}\n'
BITS = (
    *(
        "\0",
        "\ud800",
        "\u2028",
        "\x1b[31m",
        "\\",
        '"',
        "'",
        "`",
        "|",
        "\n",
        "\r",
        "\t",
        "{",
        "}",
        "[",
        "]",
        "<!--",
        "#",
    ),
    *(
        "1e38",
        "1e308",
        "5e-324",
        "-0",
        "1e999",
        "9" * 30,
        "0.1",
        "null",
        "true",
        "~",
        "!!python/object:x",
        "&a",
        "*a",
        "? ",
    ),
    *(
        "con",
        "aux.1",
        "../x",
        "{id}",
        "{",
        "%s",
        "<b>",
        "&#0;",
        "&#xD800;",
        "](",
        "TODO",
        "TODO: x",
        "：",
        "、",
        "１",
        "\u00a0",
    ),
    *(
        "a" * 300,
        "- ",
        ": ",
        ", ",
        "[" * 60,
        "{a: " * 60,
        "\\|",
        "\\\n",
        "{}",
        "[]",
        '""',
        "0",
        "-1",
        "2026-13-45",
        "Infinity",
    ),
)


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with some changes: bits put in, words replaced, lines dropped, doubled or moved."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randrange(1, 12))
        lines = text.split("\n")
        number = chance.randrange(len(lines))
        changes = (
            text[:at] + chance.choice(BITS) + text[at:],
            text[:at] + chance.choice(BITS) + text[end:],
            text[:at] + text[end:],
            "\n".join(lines[:number] + lines[number + 1 :]),
            "\n".join(lines[: number + 1] + lines[number:]),
            "\n".join([*lines[:number], lines[number].partition(":")[0] + ": " + chance.choice(BITS), *lines[number + 1 :]]),
            "\n".join([*lines[:number], lines[number] + chance.choice(BITS), *lines[number + 1 :]]),
        )  # fmt: skip
        text = chance.choice(changes)
    return text


@pytest.mark.parametrize("name", SOURCES)
def test_a_mutated_input_ends_in_a_message(name: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "own" / "lists").mkdir(parents=True)
    (project / "specs" / "releases").mkdir()
    shutil.copytree(TESTS / "cases/artefact-added/extra/lists", project / "own/lists", dirs_exist_ok=True)
    shutil.copy(SOURCES[SPEC], project / SPEC)
    path = project / name
    original = SOURCES[name].read_text("utf-8") if SOURCES[name].exists() else IGNORED
    for seed in range(ROUNDS):
        text = mutated(original, random.Random(f"{name} {seed}"))
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        spec = (project / SPEC).read_bytes()
        try:
            code = main(COMMANDS.get(name, ["validate"]))
        except Exception as error:
            raise AssertionError(f"{name}, seed {seed}") from error
        assert code in (0, 1), f"{name}, seed {seed}"
        assert "Traceback" not in capsys.readouterr().err
        if name != SPEC:
            (project / SPEC).write_bytes(spec)
            for extra in (project / "specs/models").iterdir():
                if extra.name != Path(SPEC).name:
                    extra.unlink()
