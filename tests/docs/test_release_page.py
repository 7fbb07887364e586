"""The workflows of the page about releases: what they run exists, and each job may do no more than it needs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rivya_codegen.cli import _parser

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted((REPOSITORY / "generated" / "docs").glob("*/release.md"))
VERBS = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))
WRITES = {
    "changes": {"comment": {"pull-requests": "write"}},
    "sync": {"sync": {"contents": "write", "pull-requests": "write"}},
    "release": {
        "attest": {"id-token": "write", "attestations": "write"},
        "publish": {"id-token": "write"},
        "announce": {"contents": "write"},
    },
}


def blocks(page: Path) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def workflows(page: Path) -> dict[str, Any]:
    return {workflow["name"]: workflow for workflow in map(yaml.safe_load, blocks(page))}


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def commands(workflow: dict[str, Any]) -> Iterator[list[str]]:
    for step in steps(workflow):
        for line in step.get("run", "").replace("\\\n", " ").splitlines():
            yield shlex.split(line)


def test_the_page_is_there_in_every_locale_with_the_same_workflows() -> None:
    platform = yaml.safe_load((REPOSITORY / "specs" / "platform.yaml").read_text("utf-8"))
    assert [page.parent.name for page in PAGES] == sorted(platform["locales"])
    assert blocks(PAGES[0]) == blocks(PAGES[1])
    assert set(workflows(PAGES[0])) == set(WRITES)


@pytest.mark.parametrize("name", WRITES)
def test_what_a_workflow_runs_exists(name: str) -> None:
    ours = [words for words in commands(workflows(PAGES[0])[name]) if words[0] in {"rivya-codegen", "make"}]
    assert ours
    for words in ours:
        if words[0] == "make":
            assert set(words[1:]) <= VERBS
        else:
            end = words.index(">") if ">" in words else len(words)
            _parser(words[1:end]).parse_args(words[1:end])


@pytest.mark.parametrize("name", WRITES)
def test_a_job_may_do_no_more_than_it_needs(name: str) -> None:
    workflow = workflows(PAGES[0])[name]
    assert workflow["permissions"] == {"contents": "read"}
    assert {job: each["permissions"] for job, each in workflow["jobs"].items() if "permissions" in each} == WRITES[name]
    for job, each in workflow["jobs"].items():
        runs_the_repository = any("actions/checkout" in step.get("uses", "") for step in each["steps"])
        assert not (runs_the_repository and job in WRITES[name]) or name == "sync", job
    for step in steps(workflow):
        assert re.fullmatch(r"[\w-]+/[\w-]+@(?:v\d+|release/v1)", step.get("uses", "actions/none@v1"))
        assert step.get("with", {}).get("persist-credentials") is (
            False if "checkout" in step.get("uses", "") else None
        )
        # What outsiders may write, such as the title of a pull request, never becomes part of a program.
        assert "${{" not in step.get("run", "")


def test_nothing_needs_a_stored_secret() -> None:
    assert "secrets." not in "".join(blocks(PAGES[0]))


def test_only_what_was_attested_is_published() -> None:
    jobs = workflows(PAGES[0])["release"]["jobs"]
    assert (jobs["attest"]["needs"], jobs["publish"]["needs"], jobs["announce"]["needs"]) == (
        "build",
        "attest",
        "publish",
    )
    assert jobs["publish"]["environment"] == "pypi"
    used = [step.get("uses", "").partition("@")[0] for step in steps(workflows(PAGES[0])["release"])]
    assert {"actions/attest-build-provenance", "actions/attest-sbom", "pypa/gh-action-pypi-publish"} <= set(used)
