"""A document is read once for all who need its text: so nobody may change it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rivya_codegen.cli import main
from rivya_codegen.yaml_text import json_reader, reader

REPOSITORY = Path(__file__).parents[2]
CASES = ("kitchen-sink", "deprecated", "chat-model", "changelog")
MODELS = ("happyhorse-1-0", "gpt-5-2-chat", "z-image")
PAGE = "page.md"
VERBS = (
    ["list"],
    ["show", "z-image"],
    ["generate"],
    ["sync", "catalogue.json"],
    ["sync", "--write", "catalogue.json", "--reviewed", "2026-05-11"],
    ["sync", "--write", "catalogue.json", "--reviewed", "2026-05-11"],  # with specs that are to be filled in
    ["new", "another"],
    ["validate"],
    ["import", PAGE, "--force", "--reviewed", "2026-05-12"],
    ["changes", "./old"],
    ["release", "--base", "./old", "--dry-run"],
    ["generate"],
    ["check"],
)
READERS = (reader.read_yaml, json_reader.read_json_file)


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Any, str]]]:
    """The data of each document that is read, and what it was then."""
    made = reader.Document
    noted: list[tuple[Any, str]] = []

    def document(file: str, data: Any, *places: Any) -> reader.Document:
        noted.append((data, repr(data)))
        return made(file, data, *places)

    with monkeypatch.context() as patch:
        for module, read in zip((reader, json_reader), READERS, strict=True):
            patch.setattr(module, "Document", document)
            read.cache_clear()
        yield noted


@pytest.mark.usefixtures("small_runtime")
def test_no_verb_changes_a_document(project: Path, documents: list[tuple[Any, str]]) -> None:
    for case in CASES:
        shutil.copytree(REPOSITORY / "tests" / "cases" / case / "specs", "specs", dirs_exist_ok=True)
    for name in MODELS:
        shutil.copy(REPOSITORY / "specs" / "models" / f"{name}.yaml", "specs/models")
    shutil.copytree("specs", "old")
    shutil.copy(REPOSITORY / "tests" / "pages" / "grok-imagine.en.md", PAGE)
    shutil.copy(REPOSITORY / "generated" / "catalog.json", "catalogue.json")
    for verb in VERBS:
        main(verb)
        assert [before for data, before in documents if repr(data) != before] == [], verb
    assert len(documents) > 50
    read = len(documents)
    assert main(["check"]) == 0
    assert len(documents) == read, "it has all been read"
    assert project.is_dir()
