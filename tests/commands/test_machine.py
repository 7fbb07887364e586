"""Whatever is wrong with the machine, no command ends in a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from rivya_codegen.output.artefacts import TYPES

REPOSITORY = Path(__file__).parents[2]
BAD: dict[str, str] = yaml.safe_load((Path(__file__).parent / "bad_machine.yaml").read_text("utf-8"))
SPEC = Path("specs/models/grok-imagine.yaml")
VERBS = {
    "changes": ["HEAD"],
    "check": [],
    "diff": [],
    "import": ["page.txt"],
    "list": [],
    "release": ["--dry-run"],
    "rules": [],
    "show": ["grok-imagine"],
    "validate": ["--format", "sarif"],
}
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


@pytest.fixture
def repository_of_one(project: Path) -> Path:
    shutil.copy(REPOSITORY / SPEC, SPEC)
    shutil.copy(REPOSITORY / "tests" / "pages" / "grok-imagine.en.md", "page.txt")
    output = project / "generated"  # with a file that is not up to date, so that there is something to print
    types = output / TYPES
    types.parent.mkdir(parents=True)
    shutil.copy(REPOSITORY / "generated" / TYPES, types)
    (output / "catalog.json").write_text("{}\n")
    made = {path: sha256((output / path).read_bytes()).hexdigest() for path in ("catalog.json", TYPES)}
    (output / "MANIFEST.json").write_text(json.dumps({"generator": "rivya-codegen 0", "outputs": made}))
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "Specs"]):
        who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"]
        subprocess.run(["git", *who, *command], check=True)
    return project


def run(shell: str, verb: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a verb as `$@` of a line of shell; it must end with one of the documented exit codes, and no traceback."""
    command = [sys.executable, "-m", "rivya_codegen", verb, *VERBS[verb]]
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *command], capture_output=True, text=True, check=False, env=ENVIRONMENT | environment
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception ignored" not in done.stderr, done.stderr
    assert done.returncode in {0, 1}, done.stderr
    return done


@pytest.mark.parametrize("verb", VERBS)
def test_a_full_disk_is_said(repository_of_one: Path, verb: str) -> None:
    done = run('"$@" > /dev/full', verb)
    assert done.returncode == 1
    said = done.stderr.splitlines()
    assert BAD["full"] in said
    assert repository_of_one.is_dir()


@pytest.mark.parametrize("verb", VERBS)
def test_a_working_directory_that_is_gone_is_said(tmp_path: Path, verb: str) -> None:
    done = run(f'mkdir "{tmp_path}/gone" && cd "{tmp_path}/gone" && rmdir "$PWD" && "$@"', verb)
    assert done.returncode == (0 if verb == "rules" else 1)
    assert done.stderr.count("\n") <= 2


@pytest.mark.parametrize("verb", ["changes", "diff", "validate"])
@pytest.mark.parametrize(
    "shell", ['"$@" >&-', '"$@" 2>&-', '"$@" <&-', '"$@" | :', '"$@" >&- 2>&-', 'GIT_DIR=rubbish "$@"', 'HOME= "$@"']
)
@pytest.mark.usefixtures("repository_of_one")
def test_odd_surroundings(verb: str, shell: str) -> None:
    run(shell, verb)


@pytest.mark.usefixtures("repository_of_one")
def test_an_output_without_the_characters_of_a_spec_gets_escapes() -> None:
    SPEC.write_text(SPEC.read_text("utf-8").replace("name: Grok Imagine", "name: 格洛克"), "utf-8")
    done = run('"$@"', "changes", PYTHONIOENCODING="ascii")
    assert r'"Grok Imagine" \u2192 "\u683c\u6d1b\u514b"' in done.stdout
    assert run('"$@"', "validate", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").returncode == 0


@pytest.mark.usefixtures("repository_of_one")
def test_names_that_are_no_text() -> None:
    odd = os.fsencode("specs/models/") + b"\xff.yaml"
    Path(os.fsdecode(odd)).write_text("id: x\n")
    for verb in ("changes", "diff", "validate", "list"):
        assert run('"$@"', verb).returncode == 1
    loop = Path("specs/models/loop.yaml")
    loop.symlink_to("loop.yaml")
    Path("specs/models/dangling.yaml").symlink_to("nowhere")
    assert "loop.yaml" in run('"$@"', "check").stderr
