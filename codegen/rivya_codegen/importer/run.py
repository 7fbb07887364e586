"""An import from end to end, without its last step: pages in, spec texts and problems out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path as FilePath

from ..output.spec_files import SpecFile
from ..problems.problem import Location, Problem, ProblemsFound, collected, stop_at
from ..source.inputs import display_name
from ..source.parse import unknown_category
from ..source.single_files import Draft, load_draft, load_platform
from ..spec.platform import PlatformSpec
from ..spec.prune import prune
from ..text.json_data import value_at
from ..words import labels
from ..words.locales import LOCALES
from ..yaml_text.writer import emit_spec
from .findings import listed
from .merge import Merge
from .statement import Options, Page, Statement, read_statement

_NO_SUMMARY = "the page has no summary below its title"
_NO_LANGUAGE = "the language of the page is not known, say with --locale where its text belongs"


def import_pages(
    pages: Sequence[Page],
    specs: FilePath,
    *,
    reviewed: date,
    force: bool = False,
    texts: bool = False,
    locale: str | None = None,
    category: str | None = None,
) -> list[SpecFile]:
    """Return what the pages make of the specs; nothing is written.

    Args:
        pages: Texts of model pages, any number of any models.
        specs: The folder of the specs.
        reviewed: The day of the comparison.
        force: Whether the facts of a page win over those of its spec.
        texts: Whether the texts of a page win over those of its spec.
        locale: The locale of the prose of pages in a language whose labels are not known; none: it is left out.
        category: The category of new models whose page has no known word for it.

    Raises:
        ProblemsFound: Something on a page cannot be read, contradicts another page, or the spec.
    """
    platform = load_platform(specs)
    locales = platform.locales if platform else list(LOCALES)
    if locale is not None and locale not in locales:
        parameters = {"value": f'"{locale}"', "allowed": ", ".join(locales)}
        place = Location(display_name(specs / "platform.yaml"))
        raise ProblemsFound([Problem(place, "text-locale-unknown", parameters)])
    if category is not None and platform is not None and category not in platform.categories:
        raise ProblemsFound([Problem(Location("--category"), "category-unknown", unknown_category(category, platform))])
    rows = platform.categories.items() if platform else ()
    words = ((name, of, text) for name, row in rows for of, text in row.text.items())
    with labels.words_of_categories(tuple(words)):
        return _import(pages, specs, Options(reviewed, locale, category), platform, force=force, texts=texts)


def _import(
    pages: Sequence[Page],
    specs: FilePath,
    options: Options,
    platform: PlatformSpec | None,
    *,
    force: bool,
    texts: bool,
) -> list[SpecFile]:
    problems: list[Problem] = []
    statements: defaultdict[str, list[Statement]] = defaultdict(list)
    for page in pages:
        with collected(problems):
            statement = read_statement(page, options, platform)
            statements[statement.spec.id].append(statement)
    models: list[SpecFile] = []
    for model_id, of_model in sorted(statements.items()):
        with collected(problems):
            models.append(_import_model(specs / "models" / f"{model_id}.yaml", of_model, force=force, texts=texts))
    stop_at(problems)
    return models


def _import_model(path: FilePath, statements: list[Statement], *, force: bool, texts: bool) -> SpecFile:
    draft = load_draft(path)
    # What is said comes before what is guessed, and the name of every page before one of a single language.
    pages = sorted(statements, key=lambda page: (len(page.guessed), not page.has_plain_name))
    first, *others = pages
    if draft is None and "category" in first.guessed:
        words = [text for locale in LOCALES for text in labels.Labels(locale).words("category").values()]
        raise ProblemsFound([Problem(first.locate(("category",)), "page-category", {"allowed": listed(words)})])
    start = Draft(emit_spec(prune(first.data)), first.spec, first.locate)
    # The pages have to agree among themselves; a page wins over the spec alone.
    together = Merge(start, "pages-conflict", force=False, texts=texts)
    for page in others:
        together.add(page)
    if draft is None:
        stop_at(together.problems)
        notes = (*_guesses(first), *first.notes, *together.notes)
        return SpecFile(first.spec.id, path, together.draft.text, notes=notes)
    merge = Merge(draft, "page-conflict", force=force, texts=texts)
    for page in pages:
        merge.add(page)
    stop_at([*(problem for problem in together.problems if problem.code == "pages-conflict"), *merge.problems])
    return SpecFile(first.spec.id, path, merge.draft.text, draft.text, tuple(merge.changes), tuple(merge.notes))


def _guesses(page: Statement) -> Iterator[str]:
    """Yield what a new spec has that its page does not say in words we know."""
    for name in sorted(page.guessed - {"text"}):
        yield f"{name}: {value_at(page.data, (name,))}, which the page does not say; it follows from the rest"
    if "text" in page.guessed:
        yield f"text: only the name; {_NO_SUMMARY if page.has_language else _NO_LANGUAGE}"
