"""Files in a folder of specs that look like specs and lie where no run reads them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..problems.problem import Location, Problem
from .inputs import display_name
from .settings import MANIFEST, MODELS, PLATFORM, RELEASE, RELEASES, SPEC_FILES, WIRE, is_saved

MISPLACED = "spec-misplaced"
_YAML = SPEC_FILES[MODELS]
_ENDINGS = (*_YAML, *SPEC_FILES[WIRE])
_NAMES = (PLATFORM, RELEASE, "changes-ignore.yaml")
_PLACES: Mapping[str, tuple[str, ...]] = {
    **SPEC_FILES,
    RELEASES: _YAML,
    "schema": (".json",),  # which `schema` writes for editors
}
"""The folders in that of the specs that hold files, and how the names of the files in them end."""
_ALLOWED = (*_NAMES, f"{MODELS}/<id>.yaml", f"{WIRE}/<name>.json", f"{RELEASES}/<version>.yaml")


def misplaced(specs: Path) -> Iterator[Problem]:
    """Yield a problem for each file that nobody reads although it looks like a spec; hidden ones are of editors."""
    for folder, folders, names in os.walk(specs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = Path(folder).relative_to(specs).as_posix()
        if MANIFEST in names and inside not in (".", *_PLACES):  # outputs, which may lie among the specs
            folders.clear()
            continue
        for name in sorted(names):
            looks_like_one = is_saved(name.lower(), *_ENDINGS)
            is_read = name in _NAMES if inside == "." else name.endswith(_PLACES.get(inside, ()))
            if looks_like_one and not is_read:
                place = Location(display_name(Path(folder, name)))
                yield Problem(place, MISPLACED, {"allowed": ", ".join(_ALLOWED)})
