"""The verbs of the command line, a module each: what it is called, its options, and what it does.

Their order is that of `--help`. What a verb needs is imported when it runs, so that the others start fast.
"""

from __future__ import annotations

from .changes import CHANGES
from .check import CHECK, DIFF
from .command import Command
from .generate import GENERATE
from .import_pages import IMPORT
from .list_models import LIST
from .new import NEW
from .release import RELEASE_COMMAND
from .rules import RULES
from .schema import SCHEMA
from .show import SHOW
from .sync import SYNC
from .validate import VALIDATE
from .watch import WATCH

COMMANDS: tuple[Command, ...] = (
    GENERATE,
    CHECK,
    DIFF,
    CHANGES,
    RELEASE_COMMAND,
    VALIDATE,
    RULES,
    SCHEMA,
    IMPORT,
    SYNC,
    NEW,
    LIST,
    SHOW,
    WATCH,
)
