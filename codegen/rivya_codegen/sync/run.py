"""A `sync` from end to end: what differs, and the spec texts that would differ no more, checked before they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as FilePath

from ..checks import check
from ..output.spec_files import SpecFile
from ..problems.problem import Problem, collected, stop_at
from ..source.inputs import TextFile, display_name
from ..source.load import Source, load_source
from ..source.parse import parse_file, parse_source
from ..source.single_files import load_draft, require_platform
from ..source.unfinished import is_unfinished, read_unfinished
from ..spec.model import ModelSpec
from ..spec.placeholder import CODE as PLACEHOLDER_CODE
from ..spec.platform import PlatformSpec
from .compare import Comparison, compare
from .entry import read_entry
from .load import load_catalogue
from .rewrite import changed_spec, new_spec


@dataclass(frozen=True, slots=True)
class Specs:
    """The specs of a folder: those that can be compared, and the ids of those with facts still to be filled in."""

    source: Source
    platform: PlatformSpec
    models: tuple[ModelSpec, ...]
    unfinished: tuple[str, ...]


def load_specs(folder: FilePath) -> Specs:
    """Return the specs of a folder. Raises `ProblemsFound` where one is not in the format."""
    platform = require_platform(folder)
    source = load_source(folder)
    problems = list(source.problems)
    specs: list[ModelSpec] = []
    unfinished: list[str] = []
    for file in source.models:
        found: list[Problem] = []
        with collected(found):
            specs.append(parse_file(file, ModelSpec)[0])
        if found and all(problem.code == PLACEHOLDER_CODE for problem in found):
            unfinished.append(FilePath(file.path).stem)
        else:
            problems += found
    stop_at(problems)
    return Specs(source, platform, tuple(specs), tuple(unfinished))


def compare_catalogue(name: str, specs: Specs) -> Comparison:
    """Return how a catalogue, by its name on the command line, differs from the specs."""
    entries, beside = load_catalogue(name, specs.platform)
    read = [read_entry(entry, specs.platform) for entry in entries]
    found = compare(read, specs.models, specs.unfinished, specs.platform)
    return replace(found, beside=tuple(beside))


def rewrite(found: Comparison, specs: Specs, folder: FilePath, reviewed: date) -> list[SpecFile]:
    """Return the specs that the differences change, with new ones as skeletons.

    Raises:
        ProblemsFound: The specs would not be consistent; placeholders do not count.
    """
    models: list[SpecFile] = []
    for model in found.changed:
        path = folder / "models" / f"{model.spec.id}.yaml"
        draft = load_draft(path)
        assert draft is not None
        text, notes = changed_spec(draft.text, model, specs.platform)
        models.append(SpecFile(model.spec.id, path, text, draft.text, notes=tuple(notes)))
    for entry in found.new:
        path = folder / "models" / f"{entry.id}.yaml"
        models.append(SpecFile(entry.id, path, new_spec(entry, specs.platform, reviewed)))
    stop_at(_problems(specs.source, models))
    return models


def _problems(source: Source, models: Sequence[SpecFile]) -> list[Problem]:
    """Return what would be wrong with the specs; the places are those of the texts as they would be.

    What is still to be filled in is not wrong, and nothing is said against it; the rest of such a spec is judged as any.
    """
    texts = {model.path.name: model for model in models}
    kept = [file for file in source.models if FilePath(file.path).name not in texts]
    written = [
        TextFile(f"{display_name(model.path)} (as it would be)", f"models/{name}", model.text)
        for name, model in texts.items()
    ]
    parsed = parse_source(replace(source, models=(*kept, *written)))
    unfinished = [
        found for file in (*kept, *written) if is_unfinished(file) and (found := read_unfinished(file, parsed.platform))
    ]
    settled = {found.model.path: found.model for found in unfinished}
    whole = [model for model in parsed.models if model.path not in settled]
    problems = [*parsed.problems, *check(replace(parsed, models=(*whole, *settled.values())))]
    unfilled = {place for found in unfinished for place in found.places}
    return [problem for problem in problems if problem.code != PLACEHOLDER_CODE and problem.location not in unfilled]
