"""Each fact of each model: changed in the catalogue it is the one difference, and after `--write` there is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rivya_codegen.catalog import catalog_entry
from rivya_codegen.cli import main
from rivya_codegen.importer.load import require_platform
from rivya_codegen.sync.run import read_side
from sync.mutations import mutations

TESTS = Path(__file__).parent.parent
SPECS = sorted([*TESTS.glob("cases/*/specs/models/*.yaml"), *TESTS.parent.glob("specs/models/*.yaml")])
