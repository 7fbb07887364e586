"""`validate`: check the specs, without generating anything."""

from __future__ import annotations

import argparse

from ..load import Settings, display_name
from .command import Command, add_specs


def _run(options: argparse.Namespace) -> int:
    from ..pipeline import read_specs

    _, parsed = read_specs(Settings(options.specs))
    count = len(parsed.models)
    print(f"{display_name(options.specs)}: {count} model{'s' if count != 1 else ''}, no problems.")
    return 0


VALIDATE = Command("validate", "Check the specs for consistency.", _run, add_specs)
