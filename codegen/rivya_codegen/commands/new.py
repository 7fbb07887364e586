"""`new`: write the skeleton of a spec, with a placeholder and a comment for each fact."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name
from ..text.portable_paths import is_portable_name
from .command import CATEGORIES, Command, add_reviewed, add_specs


def _add_options(command: argparse.ArgumentParser) -> None:
    add_specs(command)
    command.add_argument("id", metavar="ID", help="of the model, such as grok-imagine")
    command.add_argument("--name", metavar="TEXT", help="what people call the model")
    command.add_argument("--category", choices=CATEGORIES, help="what it makes")
    add_reviewed(command)


def _run(options: argparse.Namespace) -> int:
    from ..output.spec_files import SpecFile, SpecFiles, write_spec_files
    from ..output.write import alone
    from ..source.single_files import require_platform
    from ..spec.placeholder import PLACEHOLDER
    from ..spec.skeleton import skeleton

    path: Path = options.specs / "models" / f"{options.id}.yaml"
    known = {"name": options.name, "category": options.category}
    platform = require_platform(options.specs)
    with alone(options.specs):
        _refuse(options.id, options.name or "", path)
        text = skeleton(options.id, {key: value for key, value in known.items() if value}, platform, options.reviewed)
        model = SpecFile(options.id, path, text)
        write_spec_files(SpecFiles((model,), ()))
    print(model.summary)
    print(f"Fill in what says {PLACEHOLDER}; rivya-codegen validate names each place.")
    return 0


def _refuse(model_id: str, name: str, path: Path) -> None:
    from ..spec.model import is_model_id
    from ..text.invisible import control_character
    from ..yaml_text.control_characters import CONTROL_CODE

    if found := control_character(name):
        raise ProblemsFound([Problem(Location("--name"), CONTROL_CODE, found)])
    if not is_model_id(model_id):
        raise ProblemsFound([Problem(Location("ID"), "model-id", {"value": f'"{model_id}"'})])
    if not is_portable_name(model_id):
        raise ProblemsFound([Problem(Location("ID"), "name-unportable", {"value": f'"{model_id}"'})])
    for existing in (path, path.with_suffix(".yml")):
        if existing.exists() or existing.is_symlink():
            raise ProblemsFound([Problem(Location(display_name(existing)), "model-exists")])


NEW = Command("new", "Write the skeleton of a spec, with comments that say what belongs where.", _run, _add_options)
