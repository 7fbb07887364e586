"""Our own docs pages import to the very spec that they were rendered from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from facts_support import FACTS
from importer.samples import MODELS, TESTS, only, page, run, spec_of, text_of
from rivya_codegen.importer import Page
from rivya_codegen.output.render import render
from rivya_codegen.output.spec_files import write_spec_files
from rivya_codegen.pipeline import lower_docs, read_specs
from rivya_codegen.python.package import lower_package
from rivya_codegen.source.load import load_inputs
from rivya_codegen.source.settings import Settings
from rivya_codegen.spec.model import ModelSpec


def _docs(specs: Path) -> tuple[dict[str, ModelSpec], list[Page]]:
    inputs, _ = load_inputs(Settings(specs))
    parsed = read_specs(specs)
    texts, problems = render(lower_package(parsed), lower_docs(parsed, inputs), inputs.templates)
    assert problems == []
    pages = [Page(path, text) for path, text in texts.items() if "/models/" in path and path.startswith("docs/")]
    return {model.spec.id: model.spec for model in parsed.models}, pages


@pytest.mark.parametrize("case", ["kitchen-sink", "hostile-text", "odd-ids", "chat-model", "deprecated", "url-input"])
def test_the_docs_of_a_case(case: str, project: Path) -> None:
    shutil.copytree(TESTS / "cases" / case / "specs" / "models", project / "specs" / "models", dirs_exist_ok=True)
    specs, pages = _docs(Path("specs"))
    result = run(*pages)
    assert result.problems == ()
    assert {model.id: spec_of(model.text) for model in result.models} == specs


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_the_docs_of_every_model_in_one_language(locale: str, project: Path) -> None:
    write_spec_files(run(*(page(model, locale) for model in MODELS), specs=Path("specs")))
    specs, pages = _docs(Path("specs"))
    again = run(*pages, specs=Path("specs"))
    assert (again.problems, [model.id for model in again.models if model.changes]) == ((), [])
    assert {model.id: spec_of(model.text) for model in run(*pages).models} == specs
    assert len(specs) == len(MODELS)


@pytest.mark.parametrize("locales", [("en",), ("zh-Hant",), ("en", "zh-Hant")], ids="+".join)
def test_the_committed_pages_are_the_committed_specs(locales: tuple[str, ...]) -> None:
    """Whole specs, of all models; pages of one language give the text of that language, and the same facts."""
    specs = {model.spec.id: model.spec for model in read_specs(TESTS.parent / "specs").models}
    docs = TESTS.parent / "generated" / "docs"
    paths = [path for locale in locales for path in sorted((docs / locale / "models").glob("*.md"))]
    result = run(*(Page(path.as_posix(), path.read_text("utf-8")) for path in paths))
    assert result.problems == ()
    expected = {
        name: spec.model_copy(update={"text": {locale: spec.text[locale] for locale in locales}})
        for name, spec in specs.items()
    }
    assert {model.id: spec_of(model.text) for model in result.models} == expected
    assert expected.keys() == FACTS.keys()


def test_all_that_a_docs_page_can_say() -> None:
    expected = (Path(__file__).parent / "everything.yaml").read_text("utf-8")
    assert only(run(Page("everything.md", text_of("everything", "zh-Hant")))) == expected


def test_the_plain_page_of_a_richer_spec_changes_no_fact(project: Path) -> None:
    """What a vendor's page has no place for stays."""
    path = project / "specs" / "models" / "z-image.yaml"
    text = only(run(page("z-image"))).replace("files_api:", 'modes: ["text-to-image"]\nfiles_api:')
    text = text.replace("    type: select\n", "    type: select\n    python_name: shape\n")
    path.write_text(text)
    assert [model.changes for model in run(page("z-image"), specs=Path("specs")).models] == [()]
