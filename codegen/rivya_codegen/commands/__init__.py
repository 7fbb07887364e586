"""The verbs of the command line, a module each: what it is called, its options, and what it does.

Their order is that of `--help`. What a verb needs is imported when it runs, so that the others start fast.
"""

from __future__ import annotations

from .changes import Changes
from .check import Check, Diff
from .command import Command
from .generate import Generate
from .import_pages import Import
from .list_models import List
from .new import New
from .release import Release
from .rules import Rules
from .schema import Schema
from .show import Show
from .sync import Sync
from .validate import Validate
from .watch import Watch

COMMANDS: tuple[type[Command], ...] = (
    *(Generate, Check, Diff, Changes, Release, Validate, Rules, Schema, Import, Sync, New, List, Show, Watch),
)
"""The verbs, each called by the name of its class in lower case."""
