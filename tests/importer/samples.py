"""The pages that the tests of the importer read, and the shortest way to import them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rivya_codegen.importer import Page, import_pages
from rivya_codegen.importer.statement import Options, read_statement
from rivya_codegen.output.spec_files import SpecFile
from rivya_codegen.problems.problem import Problem, ProblemsFound
from rivya_codegen.spec.model import ModelSpec
from rivya_codegen.yaml_text.reader import read_yaml

TESTS = Path(__file__).parent.parent
PAGES = TESTS / "pages"
MODELS = sorted({path.name.split(".")[0] for path in PAGES.glob("*.en.md")})
REVIEWED = date(2026, 5, 11)
NOWHERE = Path("no-such-folder")
SPECS = Path("specs")


class Result(NamedTuple):
    """What an import comes to: specs, or problems."""

    models: Sequence[SpecFile] = ()
    problems: Sequence[Problem] = ()


def page(model: str, locale: str = "en") -> Page:
    """Return a page of `tests/pages`."""
    name = f"{model}.{locale}.md"
    return Page(name, (PAGES / name).read_bytes())


def text_of(model: str, locale: str = "en") -> str:
    """Return the text of a page of `tests/pages`."""
    return (PAGES / f"{model}.{locale}.md").read_text("utf-8")


def run(
    *pages: Page,
    specs: Path = NOWHERE,
    force: bool = False,
    texts: bool = False,
    reviewed: date = REVIEWED,
    locale: str | None = None,
    category: str | None = None,
) -> Result:
    """Import pages."""
    options: dict[str, Any] = {"force": force, "texts": texts, "locale": locale, "category": category}
    try:
        return Result(import_pages(pages, specs, reviewed=reviewed, **options))
    except ProblemsFound as found:
        return Result(problems=found.problems)


def stated(page: Page, locale: str | None = None) -> tuple[ModelSpec | None, list[Problem]]:
    """Return the spec that one page states, or its problems, without the work of writing it out."""
    try:
        return read_statement(page, Options(REVIEWED, locale), None).spec, []
    except ProblemsFound as found:
        return None, found.problems


@cache
def expected(model: str, *locales: str) -> str:
    """Return the spec that the pages of a model in these locales come to, worked out once."""
    return only(run(*(page(model, locale) for locale in locales)))


def only(result: Result) -> str:
    """Return the text of the one spec that an import without problems comes to."""
    assert [str(problem) for problem in result.problems] == []
    (model,) = result.models
    return model.text


@cache
def spec_of(text: str) -> ModelSpec:
    """Return the spec that a text is, read once."""
    return ModelSpec.model_validate(read_yaml(text, "spec.yaml").data)
