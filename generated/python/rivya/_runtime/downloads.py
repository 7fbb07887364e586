"""Result files on their way to the disk: safe names, and files that appear only when they are complete."""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from dataclasses import dataclass, field
from mimetypes import MimeTypes
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from .signatures import head_length, matching_types
from .tables import MediaType

MAXIMUM_STEM_LENGTH = 100
UNKNOWN_EXTENSION = ".bin"


@dataclass(frozen=True, slots=True)
class Download:
    """One file to fetch: its address, and the folder and name (without extension) it is saved under."""

    url: str = field(repr=False)
    directory: Path
    stem: str
    media_types: tuple[MediaType, ...] = field(repr=False)


def safe_stem(job_id: str, index: int, count: int) -> str:
    """Return a file name made from the id of a job, numbered from 1 where there are several files."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", job_id)[:MAXIMUM_STEM_LENGTH].strip("_-") or "job"
    return stem if count == 1 else f"{stem}-{index}"


def extension_of(content_type: str, head: bytes, media_types: tuple[MediaType, ...]) -> str:
    """Return the extension for a media type as the server declares it, or else as the first bytes show it."""
    declared = content_type.partition(";")[0].strip().lower()
    candidates = [row for row in media_types if row.mime_type == declared] or matching_types(head, media_types)
    if candidates:
        return candidates[0].extensions[0]
    # An instance of its own ignores the tables of the operating system: the same answer gets the same name everywhere.
    return MimeTypes().guess_extension(declared) or UNKNOWN_EXTENSION


class PartialFile:
    """A file that is written under a temporary name in its target folder, and removed unless it is completed."""

    def __init__(self, download: Download, content_type: str) -> None:
        self._download = download
        self._content_type = content_type
        self._head = b""
        download.directory.mkdir(parents=True, exist_ok=True)
        self._temporary = download.directory / f".{download.stem}.{uuid.uuid4().hex}.part"
        self._file: BinaryIO = self._temporary.open("xb")

    def write(self, chunk: bytes) -> None:
        """Append a chunk."""
        if len(self._head) < (wanted := head_length(self._download.media_types)):
            self._head += chunk[: wanted - len(self._head)]
        self._file.write(chunk)

    def complete(self) -> Path:
        """Give the file its name, replacing an older one, and return where it is."""
        self._file.close()
        extension = extension_of(self._content_type, self._head, self._download.media_types)
        path = self._download.directory / f"{self._download.stem}{extension}"
        os.replace(self._temporary, path)
        return path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()
        with contextlib.suppress(FileNotFoundError):
            self._temporary.unlink()
