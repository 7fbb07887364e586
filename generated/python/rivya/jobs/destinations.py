"""Where the files of a job go, and under which names: chosen by the caller, or made from the id of the job."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .._spec.tables import MediaType
from .._transport.settings import given
from ..errors import ConfigurationError

MAXIMUM_STEM_LENGTH = 100
MAXIMUM_NAME_BYTES = 200
"""Bytes of a chosen name; 255 is what file systems take, with an ending and a number behind it."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever ending they have."""
NO_NAME = re.compile(r'[<>:"/\\|?*]|[. ]$|^\.{0,2}$')
"""What a name cannot have in it on one system or another."""
BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0"
"""Characters that show nothing, beside controls, marks of the direction of writing and the like (categories C…)."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder, and what the caller chose of the name: nothing, the part before the ending, or both.

    With an ending (as the caller wrote it), the name is exactly this one, and for one file.
    """

    directory: Path
    stem: str | None = None
    ending: str = ""

    def stem_of(self, job_id: str, index: int, count: int) -> str:
        """Return the name without its ending, numbered from 1 where there are several files."""
        return safe_stem(job_id, index, count) if self.stem is None else _numbered(self.stem, index, count)


def safe_stem(job_id: str, index: int, count: int) -> str:
    """Return a file name that every system takes, made from the id of a job."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", job_id)[:MAXIMUM_STEM_LENGTH].strip("_-") or "job"
    return _numbered(f"job_{stem}" if DEVICES.match(stem) else stem, index, count)


def _numbered(stem: str, index: int, count: int) -> str:
    return stem if count == 1 else f"{stem}-{index}"


def read_destination(
    place: str | os.PathLike[str], name: str | None, media_types: tuple[MediaType, ...]
) -> Destination:
    """Return what a caller says of where files go.

    Args:
        place: a folder, or a file: what has the ending of a medium and is no folder. `~` is the home folder.
        name: the name of the file in that folder, with or without an ending.
        media_types: those whose endings count.

    Raises:
        ConfigurationError: this cannot be a path, or a name.
        OSError: there is a file where a folder should be, or the path cannot be looked at.
    """
    try:
        path = Path(place).expanduser()
        is_folder, is_file = _look_at(path)
    except (TypeError, ValueError, RuntimeError) as error:  # a null byte; a home folder that nobody knows
        raise ConfigurationError(f"directory cannot be a path: {error}") from error
    ending = _ending_of(path.name, media_types)
    if ending and not is_folder and not os.fspath(place).endswith(("/", os.sep)):
        if name is not None:
            advice = "give a folder there, or leave name out"
            raise ConfigurationError(f"name: directory already names the file, {path.name}: {advice}")
        return Destination(path.parent, _stem_of("directory", path.name, ending), ending)
    if is_file:
        raise NotADirectoryError(errno.ENOTDIR, "there is a file where the folder should be", str(path))
    if name is None:
        return Destination(path)
    ending = _ending_of(_checked(name), media_types)
    return Destination(path, _stem_of("name", name, ending), ending)


def _stem_of(parameter: str, name: str, ending: str) -> str:
    if name == ending:
        raise ConfigurationError(f"{parameter}: {ending} is only an ending: put a name before it, as in cat{ending}")
    return name.removesuffix(ending)


def _look_at(path: Path) -> tuple[bool, bool]:
    """Return whether a path is a folder, and whether it is anything else."""
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        return False, False
    return is_folder, not is_folder


def _ending_of(name: str, media_types: tuple[MediaType, ...]) -> str:
    """Return the ending of a medium, as it is written, in any case; nothing where a name has none."""
    endings = (ending for row in media_types for ending in row.extensions if name.lower().endswith(ending))
    return name[-len(ending) :] if (ending := next(endings, "")) else ""


def _checked(name: str) -> str:
    given("name", name, str, "")
    if any(unicodedata.category(character)[0] == "C" or character in BLANKS for character in name):
        raise ConfigurationError(f"name: {name[:60]!a} has characters that do not show: leave them out")
    if DEVICES.match(name):
        raise ConfigurationError(f"name: {name[:60]!r} is a device on Windows: choose another name")
    if NO_NAME.search(name) or len(name.encode()) > MAXIMUM_NAME_BYTES:
        advice = f'use at most {MAXIMUM_NAME_BYTES} bytes, none of <>:"/\\|?*, and no dot or space at the end'
        raise ConfigurationError(f"name: {name[:60]!r} is not a file name on every system: {advice}")
    return name
