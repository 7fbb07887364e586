"""`import`: read model pages and write or extend their specs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..problems.problem import Problem, ProblemsFound
from .command import CATEGORIES, Command, add_reviewed, add_specs

if TYPE_CHECKING:
    from ..importer import Page


def _add_options(command: argparse.ArgumentParser) -> None:
    add_specs(command)
    command.add_argument(
        "pages",
        nargs="+",
        metavar="PAGE",
        help="a file with a page as text, Markdown or HTML, its http(s) address, or - for standard input",
    )
    command.add_argument("--force", action="store_true", help="overwrite facts that differ from the spec")
    command.add_argument("--texts", action="store_true", help="replace texts of the spec by those of the page")
    command.add_argument("--dry-run", action="store_true", help="print what would change, as a diff; write nothing")
    command.add_argument(
        "--locale", metavar="TAG", help="of the text of pages in a language without labels (default: leave it out)"
    )
    command.add_argument(
        "--category",
        choices=CATEGORIES,
        help="of new models whose page says it in no known word",
    )
    add_reviewed(command)


def _load(names: Iterable[str]) -> list[Page]:
    """Return the pages. Raises `ProblemsFound` with all that cannot be had."""
    from ..importer import Page
    from ..source.fetch import PAGE, read_input

    pages: list[Page] = []
    problems: list[Problem] = []
    for name in names:
        try:
            pages.append(Page(*read_input(name, PAGE)))
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return pages


def _run(options: argparse.Namespace) -> int:
    from ..importer import import_pages
    from ..output.spec_files import diff_spec_files, write_spec_files
    from ..output.write import alone
    from ..source.load import reading

    pages = _load(options.pages)
    with (reading if options.dry_run else alone)(options.specs):
        result = import_pages(
            pages,
            options.specs,
            reviewed=options.reviewed,
            force=options.force,
            texts=options.texts,
            locale=options.locale,
            category=options.category,
        )
        if result.problems:
            raise ProblemsFound(result.problems)
        if not options.dry_run:
            write_spec_files(result)
    for model in result.models:
        print(model.summary)
    if options.dry_run:
        for line in diff_spec_files(result):
            print(line)
        print("dry run: nothing was written.", file=sys.stderr)
    return 0


IMPORT = Command("import", "Read model pages and write or extend their specs.", _run, _add_options)
