"""What the README shows is run: its programs, its transcript, its links."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs.programs import blocks, run, serving
from rivya_codegen.cli import _parser

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text("utf-8")
GENERATED_README = (REPOSITORY / "generated" / "python" / "README.md").read_text("utf-8")
DOCS = sorted((REPOSITORY / "generated" / "docs").glob("*/models/grok-imagine.md"))

PROGRAMS = [
    *(pytest.param(program, id=f"readme-{number}") for number, program in enumerate(blocks(README, "python"))),
    *(
        pytest.param(program, id=f"package-{number}")
        for number, program in enumerate(blocks(GENERATED_README, "python"))
    ),
    *(
        pytest.param(program, id=f"{path.parts[-3]}-{number}")
        for path in DOCS
        for number, program in enumerate(blocks(path.read_text("utf-8"), "python"))
    ),
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_program_runs(program: str, tmp_path: Path) -> None:
    with serving() as emulator:
        printed = run(program, tmp_path, emulator)
    if "ValidationError" in program:
        assert printed.strip() == blocks(README, "text")[0].strip()
    elif "client.chat" in program:
        assert "output_tokens" in printed
    else:
        assert list((tmp_path / "out").glob("task_*.png"))


def test_transcript_is_what_the_demo_prints() -> None:
    done = subprocess.run([sys.executable, "tests/demo.py"], cwd=REPOSITORY, capture_output=True, text=True, check=True)

    def masked(text: str) -> list[str]:
        text = re.sub(r"task_[0-9a-f]+", "task_…", text)
        text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:…", text)
        return re.sub(r"[\d.,]+ (?=s:|bytes|files|lines)", "… ", text).strip().splitlines()

    shown = blocks(README, "console")[0].removeprefix("$ make demo\n")
    assert masked(done.stdout) == masked(shown)


def test_the_verbs_of_the_readme_are_those_of_the_program() -> None:
    named = set(re.findall(r"^rivya-codegen (\w+)", README, re.MULTILINE))
    actions = [action for action in _parser(())._actions if action.choices]
    verbs = set(actions[0].choices or ())
    assert named <= verbs
    assert verbs - named <= {"schema"}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "templates/README.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (REPOSITORY / name).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (REPOSITORY / name).parent.joinpath(target).exists(), target
