"""`import`: read model pages and write or extend their specs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..problems.problem import Problem, collected, stop_at
from .command import SpecsCommand, argument, category_option, day_option, flag, option

if TYPE_CHECKING:
    from ..importer import Page


@dataclass(frozen=True, kw_only=True)
class Import(SpecsCommand):
    """Read model pages and write or extend their specs."""

    pages: list[str] = argument(
        "a file with a page as text, Markdown or HTML, its http(s) address, or - for standard input",
        nargs="+",
        metavar="PAGE",
    )
    force: bool = flag("overwrite facts that differ from the spec")
    texts: bool = flag("replace texts of the spec by those of the page")
    dry_run: bool = flag("print what would change, as a diff; write nothing")
    locale: str | None = option(
        "of the text of pages in a language without labels (default: leave it out)", metavar="TAG"
    )
    category: str | None = category_option("of new models whose page says it in no known word")
    reviewed: date = day_option("comparison")

    def run(self) -> int:
        from ..importer import import_pages
        from ..output.spec_files import diff_spec_files, write_spec_files
        from ..output.write import alone
        from ..source.load import reading

        pages = _load(self.pages)
        with (reading if self.dry_run else alone)(self.specs):
            models = import_pages(
                pages,
                self.specs,
                reviewed=self.reviewed,
                force=self.force,
                texts=self.texts,
                locale=self.locale,
                category=self.category,
            )
            if not self.dry_run:
                write_spec_files(models)
        for model in models:
            print(model.summary)
        if self.dry_run:
            for difference in diff_spec_files(models):
                print(difference)
            print("Dry run: nothing was written.", file=sys.stderr)
        return 0


def _load(names: Iterable[str]) -> list[Page]:
    """Return the pages. Raises `ProblemsFound` with all that cannot be had."""
    from ..importer import Page
    from ..source.fetch import PAGE, read_input

    pages: list[Page] = []
    problems: list[Problem] = []
    for name in names:
        with collected(problems):
            pages.append(Page(*read_input(name, PAGE)))
    stop_at(problems)
    return pages
