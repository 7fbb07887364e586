"""Whatever is wrong with the machine, no command ends in a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
TYPES = "python/rivya/types.py"
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


_PROGRAM = """
import gc, json, os, sys
import rivya_codegen.importer, rivya_codegen.pipeline
from rivya_codegen.__main__ import main
from rivya_codegen.output.manifest import generator_fingerprint
from rivya_codegen.output.render import environment
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.settings import BUILT_IN_TEMPLATES
templates = {str(path.relative_to(BUILT_IN_TEMPLATES)): path for path in BUILT_IN_TEMPLATES.rglob("*.jinja")}
texts = {name: TextFile(name, name, path.read_text("utf-8")) for name, path in templates.items()}
for name in texts:
    environment(texts).get_template(name)
generator_fingerprint()
gc.freeze()  # what a copy leaves alone is not copied
report, *jobs = map(json.loads, sys.argv[1:])
codes = []
for number, (command, closed, environment) in enumerate(jobs):
    if os.fork() == 0:
        os.dup2(os.open(f"{report}.{number}", os.O_WRONLY | os.O_CREAT), 2)
        os.environ |= environment
        for handle in closed:
            os.close(handle)
            setattr(sys, ("stdin", "stdout", "stderr")[handle], None)  # as they are in a program that is so begun
        sys.argv[1:] = command
        sys.exit(main())
    codes.append(os.waitstatus_to_exitcode(os.wait()[1]))
with open(report, "w") as file:
    json.dump(codes, file)
"""
"""Runs each of several commands in a copy of one process, from where the program begins to where it ends.

It has compiled the templates and hashed the program, which takes most of a run and is the same for all.
"""


@dataclass(frozen=True)
class Job:
    """A verb, without some of its standard streams, and with other variables of the environment."""

    verb: str
    closed: tuple[int, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    said: str


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., list[Done]]:
    """Runs verbs as `$@` of a line of shell; they must end with a documented exit code, and no traceback."""

    def run(shell: str, *jobs: Job) -> list[Done]:
        report = tmp_path / "report"
        rows = [json.dumps([[job.verb, *VERBS[job.verb]], job.closed, job.environment]) for job in jobs]
        command = ["sh", "-c", shell, "sh", sys.executable, "-P", "-c", _PROGRAM, json.dumps(str(report)), *rows]
        started = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
        assert not started.stderr
        codes = json.loads(report.read_text("utf-8"))
        said = [(tmp_path / f"report.{number}").read_text("utf-8") for number in range(len(jobs))]
        done = [Done(*each) for each in zip(codes, said, strict=True)]
        for each in done:
            assert_documented(each)
        return done

    return run


def assert_documented(done: Done) -> None:
    assert "Traceback" not in done.said, done.said
    assert "Exception ignored" not in done.said, done.said
    assert done.code in {0, 1}, done.said


def test_a_full_disk_is_said(repository_of_one: Path, run: Callable[..., list[Done]]) -> None:
    done = run('"$@" > /dev/full', *map(Job, VERBS))
    assert [each.code for each in done] == [1] * len(VERBS)
    for each in done:
        assert BAD["full"] in each.said.splitlines()
    assert repository_of_one.is_dir()


def test_a_working_directory_that_is_gone_is_said(tmp_path: Path, run: Callable[..., list[Done]]) -> None:
    done = run(f'mkdir "{tmp_path}/gone" && cd "{tmp_path}/gone" && rmdir "$PWD" && "$@"', *map(Job, VERBS))
    assert [each.code for each in done] == [0 if verb == "rules" else 1 for verb in VERBS]
    assert max(each.said.count("\n") for each in done) <= 2


ODD: tuple[tuple[str, dict[str, Any]], ...] = (
    ('"$@" >&-', {"closed": (1,)}),
    ('"$@" 2>&-', {"closed": (2,)}),
    ('"$@" <&-', {"closed": (0,)}),
    ('"$@" >&- 2>&-', {"closed": (1, 2)}),
    ('GIT_DIR=rubbish "$@"', {"environment": {"GIT_DIR": "rubbish"}}),
    ('HOME= "$@"', {"environment": {"HOME": ""}}),
)


@pytest.mark.parametrize("shell", ['"$@" | :', *(shell for shell, _ in ODD)])
def test_odd_surroundings_of_a_process(shell: str) -> None:
    command = ["sh", "-c", shell, "sh", sys.executable, "-m", "rivya_codegen", "rules"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert_documented(Done(done.returncode, done.stderr))


@pytest.mark.usefixtures("repository_of_one")
def test_odd_surroundings(run: Callable[..., list[Done]]) -> None:
    """A pipe that nobody reads, and what is closed or different for each run alone."""
    verbs = ("changes", "diff", "validate")
    run('"$@" | :', *map(Job, verbs))
    run('"$@"', *(Job(verb, **odd) for _, odd in ODD for verb in verbs))


@pytest.mark.usefixtures("repository_of_one")
def test_an_output_without_the_characters_of_a_spec_gets_escapes() -> None:
    def started(verb: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "rivya_codegen", verb, *VERBS[verb]]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT | environment)

    SPEC.write_text(SPEC.read_text("utf-8").replace("name: Grok Imagine", "name: 格洛克"), "utf-8")
    done = started("changes", PYTHONIOENCODING="ascii")
    assert r'"Grok Imagine" \u2192 "\u683c\u6d1b\u514b"' in done.stdout
    assert started("validate", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").returncode == 0


@pytest.mark.usefixtures("repository_of_one")
def test_names_that_are_no_text(run: Callable[..., list[Done]]) -> None:
    odd = os.fsencode("specs/models/") + b"\xff.yaml"
    Path(os.fsdecode(odd)).write_text("id: x\n")
    assert [each.code for each in run('"$@"', *map(Job, ("changes", "diff", "validate", "list")))] == [1, 1, 1, 1]
    loop = Path("specs/models/loop.yaml")
    loop.symlink_to("loop.yaml")
    Path("specs/models/dangling.yaml").symlink_to("nowhere")
    assert "loop.yaml" in run('"$@"', Job("check"))[0].said
