"""`new`: write the skeleton of a spec, with a placeholder and a comment for each fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name
from ..text.portable_paths import is_portable_name
from .command import SpecsCommand, argument, category_option, day_option, line_of_text, option, require_category


@dataclass(frozen=True, kw_only=True)
class New(SpecsCommand):
    """Write the skeleton of a spec, with comments that say what belongs where."""

    id: str = argument("of the model, such as grok-imagine", metavar="ID")
    name: str | None = option("what people call the model", type=line_of_text, metavar="TEXT")
    category: str | None = category_option("what it makes")
    reviewed: date = day_option("comparison")

    def run(self) -> int:
        from ..output.spec_files import SpecFile, write_spec_files
        from ..output.write import alone
        from ..source.single_files import require_platform
        from ..spec.placeholder import PLACEHOLDER
        from ..spec.skeleton import skeleton

        known = {"name": self.name, "category": self.category}
        platform = require_platform(self.specs)
        require_category(self.category, platform)
        with alone(self.specs):
            for problem in self._problems():
                raise ProblemsFound([problem])
            text = skeleton(self.id, {key: value for key, value in known.items() if value}, platform, self.reviewed)
            model = SpecFile(self.id, self.specs / "models" / f"{self.id}.yaml", text)
            write_spec_files([model])
        print(model.summary)
        print(f"Fill in what says {PLACEHOLDER}; rivya-codegen validate names each place.")
        return 0

    def _problems(self) -> Iterator[Problem]:
        from ..spec.values import is_model_id

        if not is_model_id(self.id):
            yield Problem(Location("ID"), "model-id", {"value": f'"{self.id}"'})
        if not is_portable_name(self.id):
            yield Problem(Location("ID"), "name-unportable", {"value": f'"{self.id}"'})
        for ending in (".yaml", ".yml"):
            existing = self.specs / "models" / f"{self.id}{ending}"
            if existing.exists() or existing.is_symlink():
                yield Problem(Location(display_name(existing)), "model-exists")
