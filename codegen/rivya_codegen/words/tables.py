"""Reads the tables that are part of this program: messages, rules, guides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_table(path: Path) -> Any:
    """Return the data of a YAML file that is part of this program. A wrong one is a defect and no finding."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), loader)
