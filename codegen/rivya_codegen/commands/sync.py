"""`sync`: compare the catalogue of the API with the specs, and update them."""

from __future__ import annotations

import argparse

from ..source.inputs import display_name
from ..source.load import reading
from ..text.printing import json_document
from .command import Command, add_reviewed, add_specs


def _add_options(command: argparse.ArgumentParser) -> None:
    add_specs(command)
    command.add_argument(
        "source",
        metavar="SOURCE",
        help="a file with what GET /api/v1/models answers, - for standard input, or a base URL such as https://rivya.ai",
    )
    either = command.add_mutually_exclusive_group()
    either.add_argument(
        "--check", action="store_true", help="exit with 1 where anything differs or could not be compared"
    )
    either.add_argument(
        "--write", action="store_true", help="update the specs, all or none; new models become skeletons to be reviewed"
    )
    command.add_argument(
        "--allow-uncompared",
        action="store_true",
        help="let --check pass where facts of a model could not be compared",
    )
    command.add_argument("--json", action="store_true", help="print the comparison as JSON")
    add_reviewed(command)


def _run(options: argparse.Namespace) -> int:
    from ..output.spec_files import SpecFile, SpecFiles, write_spec_files
    from ..output.write import alone
    from ..sync.report import report, summary
    from ..sync.run import compare_catalogue, load_specs, rewrite

    with (alone if options.write else reading)(options.specs):
        specs = load_specs(options.specs)
        found = compare_catalogue(options.source, specs)
        models: list[SpecFile] = []
        if options.write:
            models = rewrite(found, specs, options.specs, options.reviewed)
        written = write_spec_files(SpecFiles(tuple(models), ()))
    if options.json:
        print(json_document(report(found, written)))
    else:
        for line in summary(found, options.specs, specs.platform.files.megabyte.value):
            print(line)
        for model in models:
            print("\n".join([f"{display_name(model.path)}: written", *(f"  {note}" for note in model.notes)]))
    uncompared = bool(found.unread) and not options.allow_uncompared
    return 1 if options.check and (found.differs or uncompared) else 0


SYNC = Command(
    "sync",
    "Compare the catalogue of the API with the specs: new and gone models, changed facts.",
    _run,
    _add_options,
    1,
)
