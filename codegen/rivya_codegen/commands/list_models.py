"""`list`: the models of the specs, one line each."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems.problem import stop_at
from ..text.printing import json_document
from .command import AVAILABILITIES, SpecsCommand, category_option, flag, option, require_category

_HEAD = ("ID", "CATEGORY", "CREDITS", "PARAMS", "STATUS")
_NUMBERS = frozenset({2, 3})


@dataclass(frozen=True, kw_only=True)
class List(SpecsCommand):
    """List the models: id, category, credits, number of parameters, status."""

    category: str | None = category_option("only models of this category")
    status: str | None = option("only models of this status", choices=AVAILABILITIES)
    json: bool = flag("print JSON")

    def run(self) -> int:
        from ..docs.terminal import columns
        from ..source.load import load_source
        from ..source.parse import parse_source

        parsed = parse_source(load_source(self.specs))
        require_category(self.category, parsed.platform)
        specs = [
            model.spec
            for model in parsed.models
            if self.category in (None, model.spec.category) and self.status in (None, model.spec.availability)
        ]
        if self.json:
            fields = {"id", "name", "category", "credits", "availability", "input_status", "inputs"}
            data = [spec.model_dump(mode="json", include=fields) | {"params": list(spec.params)} for spec in specs]
            print(json_document(data))
        else:
            rows = [
                (spec.id, spec.category, str(spec.credits.base), str(len(spec.params)), spec.availability)
                for spec in specs
            ]
            for line in columns([_HEAD, *rows], right=_NUMBERS):
                print(line)
        stop_at(parsed.problems)  # the others are listed all the same
        return 0
