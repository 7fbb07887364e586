"""`sync`: compare the catalogue of the API with the specs, and update them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..source.inputs import display_name
from ..source.load import reading
from ..text.printing import json_document
from .command import SpecsCommand, argument, day_option, flag


@dataclass(frozen=True, kw_only=True)
class Sync(SpecsCommand):
    """Compare the catalogue of the API with the specs: new and gone models, changed facts."""

    exit_code_when_cut_off: ClassVar[int] = 1

    source: str = argument(
        "a file with what GET /api/v1/models answers, - for standard input, or a base URL such as https://rivya.ai",
        metavar="SOURCE",
    )
    check: bool = flag("exit with 1 where anything differs or could not be compared", excludes="write")
    write: bool = flag("update the specs, all or none; new models become skeletons to be reviewed", excludes="write")
    allow_uncompared: bool = flag("let --check pass where facts of a model could not be compared")
    json: bool = flag("print the comparison as JSON")
    reviewed: date = day_option("comparison")

    def run(self) -> int:
        from ..output.spec_files import write_spec_files
        from ..output.write import alone
        from ..sync.report import report, summary
        from ..sync.run import compare_catalogue, load_specs, rewrite

        with (alone if self.write else reading)(self.specs):
            specs = load_specs(self.specs)
            found = compare_catalogue(self.source, specs)
            models = rewrite(found, specs, self.specs, self.reviewed) if self.write else []
            written = write_spec_files(models)
        if self.json:
            print(json_document(report(found, written)))
        else:
            for line in summary(found, self.specs, specs.platform.files.megabyte.value):
                print(line)
            for model in models:
                print("\n".join([f"{display_name(model.path)}: written", *(f"  {note}" for note in model.notes)]))
        uncompared = bool(found.not_compared) and not self.allow_uncompared
        return 1 if self.check and (found.differs or uncompared) else 0
