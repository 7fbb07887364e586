"""The messages of the real catalogue."""

from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).parents[3] / "codegen" / "rivya_codegen" / "words" / "messages.yaml"

MESSAGES: dict[str, Any] = yaml.safe_load(CATALOGUE.read_text("utf-8"))["request"]
