"""`schema`: write the JSON Schemas of the spec format, which editors use to complete and check specs."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems.problem import ProblemsFound
from ..source.inputs import display_name
from ..source.load import missing
from .command import SpecsCommand


@dataclass(frozen=True, kw_only=True)
class Schema(SpecsCommand):
    """Write the JSON Schemas of the spec format itself, for editors, into the specs folder."""

    def run(self) -> int:
        from ..output.write import alone, write_specs
        from ..spec.json_schema import spec_schemas

        if not self.specs.is_dir():
            raise ProblemsFound([missing(self.specs, "advice-specs")])
        folder, schemas = self.specs / "schema", spec_schemas()
        with alone(self.specs):
            write_specs(folder, schemas)
        for name in schemas:
            print(display_name(folder / name))
        return 0
