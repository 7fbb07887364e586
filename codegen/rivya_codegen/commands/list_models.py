"""`list`: the models of the specs, one line each."""

from __future__ import annotations

import argparse

from ..problems.problem import ProblemsFound
from ..text.printing import json_document
from .command import AVAILABILITIES, CATEGORIES, Command, add_specs

_HEAD = ("ID", "CATEGORY", "CREDITS", "PARAMS", "STATUS")
_NUMBERS = frozenset({2, 3})


def _add_options(command: argparse.ArgumentParser) -> None:
    add_specs(command)
    command.add_argument("--category", choices=CATEGORIES, help="only models of this category")
    command.add_argument("--status", choices=AVAILABILITIES, help="only models of this status")
    command.add_argument("--json", action="store_true", help="print JSON")


def _run(options: argparse.Namespace) -> int:
    from ..docs.terminal import columns
    from ..source.load import load_source
    from ..source.parse import parse_source

    source, problems = load_source(options.specs)
    parsed, found = parse_source(source)
    specs = [model.spec for model in parsed.models] if parsed else []
    chosen = [
        spec
        for spec in specs
        if options.category in (None, spec.category) and options.status in (None, spec.availability)
    ]
    if options.json:
        fields = {"id", "name", "category", "credits", "availability", "input_status", "inputs"}
        data = [spec.model_dump(mode="json", include=fields) | {"params": list(spec.params)} for spec in chosen]
        print(json_document(data))
    elif parsed:
        rows = [
            (spec.id, spec.category, str(spec.credits.base), str(len(spec.params)), spec.availability)
            for spec in chosen
        ]
        for line in columns([_HEAD, *rows], right=_NUMBERS):
            print(line)
    if problems or found:  # the others are listed all the same
        raise ProblemsFound([*problems, *found])
    return 0


LIST = Command("list", "List the models: id, category, credits, number of parameters, status.", _run, _add_options)
