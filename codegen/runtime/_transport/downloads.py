"""Result files on their way to the disk: only media, complete, and never in the place of another file."""

from __future__ import annotations

import codecs
import contextlib
import filecmp
import os
import re
import stat
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from .._core.messages import Response
from .._spec.media_types import head_length, matching_types
from .._spec.tables import MediaType

UNKNOWN_EXTENSION = ".bin"
WHOLE = frozenset({200, 203})
"""The statuses of an answer that has all of a file in it."""
TEXTS = frozenset({"json", "javascript", "xml"})
PAGES = ("<", "{", "[", '"')
"""How a page, or the JSON or XML of an error, begins, whatever the server calls it; no medium does."""
UNTYPED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""What a server declares that does not know what it sends."""
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Characters that no readable text has."""
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SHORTEST_HEAD = 64
MOST_NAMES = 1000
"""Names that are tried where others are taken."""


class UnfitFileError(Exception):
    """What arrived is no result, or cannot have the name that was asked for; the text says why."""


@dataclass(frozen=True, slots=True)
class Download:
    """One file to fetch: its address, and the folder and name (without extension) it is saved under.

    `ending` is that of a name that was chosen as a whole.
    """

    url: str = field(repr=False)
    directory: Path
    stem: str
    media_types: tuple[MediaType, ...] = field(repr=False)
    ending: str = ""


def fitting_types(declared: str, head: bytes, media_types: tuple[MediaType, ...]) -> list[MediaType]:
    """Return the media types of a file, likeliest first: those of its first bytes, else what the server declares."""
    declared_types = [row for row in media_types if declared in {row.mime_type, *row.aliases}]
    return sorted(matching_types(head, media_types) or declared_types, key=lambda row: row not in declared_types)


def _is_text(media_type: str) -> bool:
    kind, _, name = media_type.partition("/")
    return kind == "text" or (kind == "application" and name.rpartition("+")[2] in TEXTS)


class PartialFile:
    """A file that is written under a temporary name in its target folder, and removed unless it is completed.

    Raises:
        UnfitFileError: the answer says of itself that it is no medium.
    """

    def __init__(self, download: Download, answer: Response) -> None:
        self._download = download
        self._declared = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.status not in WHOLE:
            raise UnfitFileError(f"the answer {answer.status} does not have the whole file in it")
        self._is_any_bytes = any(not row.signatures for row in fitting_types(self._declared, b"", download.media_types))
        if _is_text(self._declared) and not self._is_any_bytes:
            raise UnfitFileError(f"{self._declared[:60]!r} arrived instead of a medium")
        self._wanted = max(SHORTEST_HEAD, head_length(download.media_types))
        self._head = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._reads_as_text = True
        download.directory.mkdir(parents=True, exist_ok=True)
        self._temporary = download.directory / f".{uuid.uuid4().hex}.part"
        self._file: BinaryIO = self._temporary.open("xb")

    def write(self, chunk: bytes) -> None:
        """Append a chunk."""
        if (missing := self._wanted - len(self._head)) > 0:
            self._head += chunk[:missing]
        self._read_text(chunk)
        self._file.write(chunk)

    def _read_text(self, chunk: bytes, *, last: bool = False) -> None:
        if self._reads_as_text:
            try:
                self._reads_as_text = not CONTROLS.search(self._decoder.decode(chunk, last))
            except UnicodeDecodeError:
                self._reads_as_text = False

    def complete(self) -> Path:
        """Give the file its name, or leave it to the very same file that is there, and return where it is.

        Raises:
            UnfitFileError: what arrived is no medium, or the chosen name does not fit it or is taken.
        """
        self._file.close()
        if not self._head:
            raise UnfitFileError("the file is empty")
        encoding = "utf-16" if self._head.startswith(UTF_16_MARKS) else "utf-8-sig"
        if not self._is_any_bytes and self._head.decode(encoding, "replace").lstrip().startswith(PAGES):
            raise UnfitFileError("a page or JSON arrived instead of a medium")
        self._read_text(b"", last=True)
        if self._reads_as_text and self._is_binary():
            raise UnfitFileError("text arrived instead of a medium")
        for path in self._paths():
            if _give_name(self._temporary, path) or _is_same(self._temporary, path):
                return path
        taken = f"{self._download.directory / self._download.stem}{self._download.ending}"
        raise UnfitFileError(f"{taken} is another file, and stays: remove it, or choose another name")

    def _is_binary(self) -> bool:
        """Whether what is declared would be known by its first bytes, and is not."""
        if self._is_any_bytes:
            return False
        types = self._download.media_types
        declared = fitting_types(self._declared, b"", types)
        return (bool(declared) or self._declared in UNTYPED) and not matching_types(self._head, types)

    def _paths(self) -> Iterator[Path]:
        """Yield the names that the file may have, the best first; always one."""
        types = fitting_types(self._declared, self._head, self._download.media_types)
        ending = self._download.ending
        best = types[0].extensions[0] if types else UNKNOWN_EXTENSION
        if ending and not any(ending.lower() in row.extensions for row in types):
            arrived = types[0].mime_type if types else "no medium that has an ending here"
            raise UnfitFileError(f"what arrived is {arrived}, and {ending} would say otherwise: save it as {best}")
        stem = self._download.stem
        yield self._download.directory / f"{stem}{ending or best}"
        # A name that was chosen as a whole is kept to; of others, the next that is free will do.
        numbers = range(2, 2 if ending else MOST_NAMES)
        yield from (self._download.directory / f"{stem}_{number}{best}" for number in numbers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._file.close()  # which writes what is left, and fails again on a full disk
        finally:
            with contextlib.suppress(OSError):
                self._temporary.unlink()


def _give_name(temporary: Path, path: Path) -> bool:
    """Give a complete file its name, unless that is taken by anything, a link that leads nowhere included."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links. The name is taken first, so that nothing is replaced but what was made here.
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return False
        try:
            os.replace(temporary, path)
        except BaseException:
            path.unlink()
            raise
    return True


def _is_same(file: Path, path: Path) -> bool:
    """Whether there is a file, and no link, with the very same bytes."""
    try:
        return stat.S_ISREG(path.lstat().st_mode) and filecmp.cmp(file, path, shallow=False)
    except OSError:
        return False
