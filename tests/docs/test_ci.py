"""What others run of this project in their CI: the workflow of the docs, and the hooks for pre-commit."""

from __future__ import annotations

import re
import shlex
import shutil
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from rivya_codegen.cli import _parser, main

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted((REPOSITORY / "generated" / "docs").glob("*/ci.md"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))


def listings(page: Path) -> list[Any]:
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [yaml.safe_load(block) for block in blocks]


def parsed(command: str) -> list[str]:
    """Return the words of a command of ours that the real parser takes."""
    words = shlex.split(command.split(">", maxsplit=1)[0])
    assert words[0] == "rivya-codegen"
    _parser(words[1:]).parse_args(words[1:])
    return words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_workflow_runs_what_there_is(page: Path) -> None:
    workflow, _ = listings(page)
    assert {"name", True, "permissions", "jobs"} == set(workflow)  # `on` is true in YAML 1.1, which GitHub is not
    (job,) = workflow["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    ours = [parsed(command)[1:] for command in commands if command.startswith("rivya-codegen")]
    assert ours == [["validate", "--format", "github"], ["validate", "--format", "sarif"], ["check"]]
    (upload,) = [step for step in job["steps"] if "upload-sarif" in step.get("uses", "")]
    assert any(command.endswith(f"> {upload['with']['sarif_file']}") for command in commands)
    assert job["permissions"]["security-events"] == "write"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_hooks_of_the_docs_are_those_there_are(page: Path) -> None:
    _, config = listings(page)
    assert [hook["id"] for hook in config["repos"][0]["hooks"]] == [hook["id"] for hook in HOOKS]


def test_every_locale_has_the_page() -> None:
    platform = yaml.safe_load((REPOSITORY / "specs" / "platform.yaml").read_text("utf-8"))
    assert [page.parent.name for page in PAGES] == sorted(platform["locales"])


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_works(hook: dict[str, Any], project: Path) -> None:
    """Fine where all is well, and exit code 1 where a spec is wrong."""
    assert {"id", "name", "description", "entry", "language", "files", "pass_filenames"} == set(hook)
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    assert hook["id"] == "-".join(parsed(hook["entry"]))
    assert re.search(hook["files"], "specs/models/z-image.yaml")
    shutil.copytree(REPOSITORY / "tests" / "cases" / "odd-ids" / "specs", project / "specs", dirs_exist_ok=True)
    assert main(["generate"]) == 0
    assert _run(hook) == 0
    (spec,) = sorted((project / "specs" / "models").glob("*.yaml"))[:1]
    spec.write_text(spec.read_text("utf-8").replace("billing: FIXED", "billing: FREE"), "utf-8")
    assert _run(hook) == 1


def _run(hook: dict[str, Any]) -> int:
    """Run a hook in this process; its program is one that is installed."""
    program, *words = shlex.split(hook["entry"])
    assert Path(sysconfig.get_path("scripts"), program).exists()
    return main(words)
