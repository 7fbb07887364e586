"""Where a run reads and writes, and how the files and folders there are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_REPOSITORY = _PACKAGE.parent.parent

MANIFEST = "MANIFEST.json"
LEAVING = ".rivya-"
"""How folders begin that a run makes for itself while it writes; afterwards they are gone, unless it was killed."""
UNDO = f"{LEAVING}undo"
JOURNAL = "journal.json"
"""The folder with what was there before, and the file in it that says so as long as writing is not finished."""
PLATFORM = "platform.yaml"
MODELS = "models"
WIRE = "wire"
RELEASE = "release.yaml"
RELEASES = "releases"
"""In the specs: the version of the package, and the folder of what each release changed."""
SPEC_FILES: Mapping[str, tuple[str, ...]] = {MODELS: (".yaml", ".yml"), WIRE: (".json",)}
"""The folders of specs, and how the names of their files end."""


def _resource(packaged: str, in_repository: str) -> Path:
    """Return a folder that a wheel carries inside the package and a checkout keeps beside it."""
    inside = _PACKAGE / packaged
    return inside if inside.is_dir() else _REPOSITORY / in_repository


BUILT_IN_TEMPLATES = _resource("_templates", "templates")
RUNTIME = _resource("_runtime", "codegen/runtime")
DEFAULT_SPECS = Path("specs")
DEFAULT_OUTPUT = Path("generated")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a run reads and writes."""

    specs: Path = DEFAULT_SPECS
    templates: Path | None = None
    output: Path = DEFAULT_OUTPUT


def is_saved(name: str, *endings: str) -> bool:
    """Return whether a name is that of a file with one of such endings."""
    return name.endswith(endings) and not name.startswith(".")
