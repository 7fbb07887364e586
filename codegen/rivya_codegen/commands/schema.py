"""`schema`: write the JSON Schemas of the spec format, which editors use to complete and check specs."""

from __future__ import annotations

import argparse

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name
from ..words.messages import words
from .command import Command, add_specs


def _run(options: argparse.Namespace) -> int:
    from ..output.write import alone, write_specs
    from ..spec.json_schema import spec_schemas

    if not options.specs.is_dir():
        missing = Problem(Location(display_name(options.specs)), "file-missing", {"advice": words("advice-specs")})
        raise ProblemsFound([missing])
    folder, schemas = options.specs / "schema", spec_schemas()
    with alone(options.specs):
        write_specs(folder, schemas)
    for name in schemas:
        print(display_name(folder / name))
    return 0


SCHEMA = Command(
    "schema",
    "Write the JSON Schemas of the spec format itself, for editors, into the specs folder.",
    _run,
    add_specs,
)
