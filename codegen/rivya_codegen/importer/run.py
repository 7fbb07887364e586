"""An import from end to end, without its last step: pages in, spec texts and problems out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath

from ..load import TextFile, display_name
from ..parse import parse_file
from ..problems import Location, Problem
from ..spec import ModelSpec
from ..yaml_source import Document
from .emit import emit_spec
from .labels import LOCALES, Labels, find_locale
from .lines import read_plain
from .load import load_draft, load_page
from .markdown_lines import is_markdown, read_markdown
from .merge import Draft, Statement, merge
from .outline import read_outline
from .page import PageFacts, read_page
from .to_spec import prune, state
from .tokens import Cell, Findings, Heading, Table, Token, listed


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a model page, and the name that problems call it by."""

    name: str
    text: str | bytes


@dataclass(frozen=True, slots=True)
class ImportedModel:
    """What an import makes of one model: the file, its new text, and what changed; no changes, nothing to write."""

    id: str
    path: FilePath
    text: str
    changes: tuple[str, ...]

    @property
    def summary(self) -> str:
        """What the import does to the file, in one line."""
        return f"{display_name(self.path)}: {'; '.join(self.changes) or 'no changes'}"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import comes to. With problems it is not to be written."""

    models: tuple[ImportedModel, ...]
    problems: tuple[Problem, ...]


def import_pages(pages: Sequence[Page], specs: FilePath, *, reviewed: date, force: bool = False) -> ImportResult:
    """Return what the pages make of the specs; nothing is written."""
    problems: list[Problem] = []
    statements: dict[str, list[Statement]] = {}
    for page in pages:
        statement, found = read_statement(page, reviewed)
        problems.extend(found)
        if statement:
            statements.setdefault(statement.spec.id, []).append(statement)
    models: list[ImportedModel] = []
    for model_id, said in sorted(statements.items()):
        model, found = _import_model(specs / "models" / f"{model_id}.yaml", said, force=force)
        problems.extend(found)
        if model:
            models.append(model)
    return ImportResult(tuple(models), tuple(sorted(problems)))


def read_statement(page: Page, reviewed: date) -> tuple[Statement | None, list[Problem]]:
    """Return what a page states, or none where anything on it could not be read."""
    findings = Findings(page.name)
    text = load_page(page.text, findings)
    if text is None:
        return None, findings.problems()
    markdown = is_markdown(text)
    tokens = (read_markdown if markdown else read_plain)(text, findings)
    locale = find_locale(_label_texts(tokens))
    if locale is None:
        findings.add(findings.whole, "page-no-labels", locales=listed(LOCALES))
        return None, findings.problems()
    facts = read_page(read_outline(tokens, Labels(locale, ours=markdown), findings), findings)
    if findings.problems():
        return None, findings.problems()
    return _validate(facts, page.name, reviewed)


def _label_texts(tokens: list[Token]) -> list[str]:
    """Return the texts that may be headings or fact labels."""
    texts = [
        token.cell.text if isinstance(token, Heading) else token.text
        for token in tokens
        if isinstance(token, (Heading, Cell))
    ]
    return texts + [row[0].text for token in tokens if isinstance(token, Table) for row in token.rows if row]


def _validate(facts: PageFacts, name: str, reviewed: date) -> tuple[Statement | None, list[Problem]]:
    """Return the statement of a page whose spec, written and read again, is in the format; else problems on the page."""
    data = state(facts, reviewed)
    spec, document, problems = parse_file(TextFile(name, name, emit_spec(prune(data))), ModelSpec)
    if spec:
        return Statement(data, spec, facts.locale, facts.ours is not None, facts.places), []
    return None, [_on_page(problem, document, facts) for problem in problems]


def _on_page(problem: Problem, document: Document | None, facts: PageFacts) -> Problem:
    """Return a problem of the spec text with the place on the page that the spec text was made from."""
    places = [*document.values.items(), *document.keys.items()] if document else []
    path = max((path for path, place in places if place == problem.location), key=len, default=())
    while path and path not in facts.places:
        path = path[:-1]
    place = facts.places.get(path, Location(problem.location.file))
    return Problem(place, problem.code, problem.parameters)


def _import_model(path: FilePath, said: list[Statement], *, force: bool) -> tuple[ImportedModel | None, list[Problem]]:
    draft, problems = load_draft(path)
    if problems:
        return None, problems
    changes: list[str] = []
    for page in said:
        if draft is None:
            draft = Draft(emit_spec(prune(page.data)), page.spec, page.locate)
            changes.append("new")
            continue
        merged = merge(draft, page, force=force)
        problems.extend(merged.problems)
        changes.extend(merged.changes)
        spec, _, found = parse_file(TextFile(display_name(path), path.name, merged.text), ModelSpec)
        problems.extend(found)
        draft = Draft(merged.text, spec, draft.locate) if spec else draft
    model_id = said[0].spec.id
    return (None if draft is None else ImportedModel(model_id, path, draft.text, tuple(changes))), problems
