"""`show`: everything that the spec of one model says, to be read in a terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..problems.problem import Location, Problem, ProblemsFound, did_you_mean, stop_at
from ..text.invisible import show_hidden
from ..text.printing import json_document
from .command import SpecsCommand, argument, flag, option

if TYPE_CHECKING:
    from ..source.parse import Parsed


@dataclass(frozen=True, kw_only=True)
class Show(SpecsCommand):
    """Print everything that the spec of one model says."""

    id: str = argument("of the model, such as grok-imagine", metavar="ID")
    locale: str | None = option("the language, such as zh-Hant (default: the first of the platform)", metavar="TAG")
    json: bool = flag("print the spec as JSON")

    def run(self) -> int:
        from ..docs.model_page import lower_pages
        from ..docs.terminal import page_lines
        from ..words.phrases import phrase

        parsed = self._parse()
        spec = parsed.models[0].spec
        locale = self.locale or next(iter(spec.text))
        if locale not in spec.text:
            parameters = {"value": f'"{locale}"', "allowed": ", ".join(spec.text)}
            raise ProblemsFound([Problem(Location("--locale"), "show-locale", parameters)])
        call = _python_call(parsed)
        if self.json:
            print(json_document(spec.model_dump(mode="json") | {"python": "\n".join(call)}))
            return 0
        page = next(page for page in lower_pages(parsed)[spec.id] if page.locale == locale)
        print(f"{show_hidden(spec.name)} ({spec.id})")
        for line in page_lines(page):
            print(line)
        print("\n  ".join([f"\n{phrase('python_signature', locale)}", *call]))
        return 0

    def _parse(self) -> Parsed:
        """Return the platform with this model alone: what is wrong with other specs is no matter here."""
        from ..checks import check
        from ..source.load import load_source
        from ..source.parse import parse_source

        source = load_source(self.specs)
        ids = [PurePosixPath(file.path).stem for file in source.models]
        if source.models and self.id not in ids:
            parameters = {"value": f'"{self.id}"', "hint": did_you_mean(self.id, ids)}
            raise ProblemsFound([Problem(Location("ID"), "show-unknown", parameters)])
        files = tuple(file for file in source.models if PurePosixPath(file.path).stem == self.id)
        parsed = parse_source(replace(source, models=files))
        stop_at(parsed.problems or check(parsed))
        return parsed


def _python_call(parsed: Parsed) -> list[str]:
    """Return the signature of the method that calls the model, as the generated client has it."""
    from ..python.models import lower_model

    model = lower_model(parsed.contracts[0], parsed.models[0].path)
    verb, returned = ("send", "Reply") if model.is_chat else ("create", "Job")
    arguments = [f"    {argument}," for argument in model.calls[-1].signature]
    return [f"client.{model.group}.{model.name}.{verb}(", *arguments, f") -> {returned}"]
