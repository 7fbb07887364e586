"""Media that a caller hands over: what counts as a reference, and what a look at a local one shows."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol, TypeAlias, TypeGuard, cast

from .._core.addresses import WEB, scheme_of
from .._core.plain_text import one_line
from .._core.problems import Phrase
from .._core.sources import (
    ChangedFileError,
    NoBytesError,
    ReadableFile,
    SentFile,
    described,
    read_bytes,
    refuse_asynchronous,
)
from .._heads.measures import measured
from .._spec.media_types import head_length, matching_types
from .._spec.tables import MediaType

MediaKind = Literal["image", "video", "audio"]
BASE64 = re.compile(r"[A-Za-z0-9+/_=\s-]{24,}")
LONGEST_SHOWN_NAME = 100
"""A text that is no path may be data; of a longer one, the beginning is shown."""


class UploadedFile(Protocol):
    """A file that the API already holds, as `client.files.create` returns it."""

    @property
    def url(self) -> str:
        """Its address, which a request refers to."""
        ...


LocalSource: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | ReadableFile
Source: TypeAlias = LocalSource | UploadedFile


@dataclass(frozen=True, slots=True)
class Media:
    """A reference with what cannot be told from its source.

    Needed for a URL without a telling file extension, such as `Media("https://example.com/42", kind="video")`.

    Args:
        source: A path, an address, bytes, a binary file object or an uploaded file.
        kind: `image`, `video` or `audio`.
        name: What the file is called at the API.
        mime_type: Its media type, such as `image/png`.
    """

    source: Source = field(repr=False)
    kind: MediaKind | None = None
    name: str | None = None
    mime_type: str | None = None


Reference: TypeAlias = Source | Media
"""Reference media of a call.

A string that starts with `http://` or `https://` is a URL and is passed on as it is; any other string is a path. Paths,
bytes and binary file objects (read from their start, `gzip.open` and `mmap` among them) are uploaded first.
"""


References: TypeAlias = Reference | Sequence[Reference]
"""One reference, or several in order."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A local source that was looked at: its name, its size in bytes, and the media types that its first bytes fit.

    `key` is equal for two references to the same source, `stamp` as long as a path leads to the same unchanged file;
    `parameter` is where it was given, `kind` and `mime_type` what it is used as.
    """

    name: str
    size: int
    types: tuple[MediaType, ...]
    key: Hashable
    content: Path | bytes | ReadableFile = field(repr=False)
    stamp: Hashable = None
    parameter: str = ""
    kind: str = ""
    mime_type: str = ""

    @contextmanager
    def opened(self) -> Generator[SentFile, None, None]:
        """Open it at its start; a caller's own file object stays open afterwards. Raises ChangedFileError."""
        if isinstance(self.content, Path):
            with self._open(self.content) as file:
                yield self._sent(file)
        elif isinstance(self.content, bytes):
            yield self._sent(io.BytesIO(self.content))
        else:
            yield self._sent(self.content)

    def _sent(self, file: ReadableFile) -> SentFile:
        return SentFile(file, self.size, self.parameter, self.name)

    def _open(self, path: Path) -> BinaryIO:
        try:
            file = path.open("rb")
        except OSError as error:
            raise ChangedFileError(self.parameter, self.name, described(error)) from error
        if _stamp(os.fstat(file.fileno())) != self.stamp:
            file.close()
            raise ChangedFileError(self.parameter, self.name, Phrase("detail-file-changed"))
        return file


def _stamp(status: os.stat_result) -> Hashable:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A local source that cannot be read, and why."""

    name: str
    detail: str | Phrase


def is_url(source: object) -> TypeGuard[str]:
    """Whether a source is an address rather than a path."""
    return isinstance(source, str) and source.lower().startswith(WEB)


def is_uploaded(source: object) -> TypeGuard[UploadedFile]:
    """Whether a source is a file that the API already holds; a file object that knows its URL is not."""
    return not hasattr(source, "read") and isinstance(getattr(source, "url", None), str)


def is_local(source: object) -> TypeGuard[LocalSource]:
    """Whether a source is a path, bytes or a binary file object."""
    return isinstance(source, str | bytes | bytearray | memoryview | os.PathLike) or hasattr(source, "read")


def look_at(source: LocalSource, name: str | None, media_types: tuple[MediaType, ...]) -> LocalFile | Unreadable:
    """Read the size and the first bytes of a local source; nothing is kept open but a caller's own file object."""
    if isinstance(source, str) and (scheme := scheme_of(source)):
        detail = "detail-data-address" if scheme == "data" else "detail-other-address"
        return Unreadable(f"{scheme}:…", Phrase(detail))
    file_name = name or _name_of(source)
    shown_name = _shown_name(source, file_name)
    try:
        file = _measured(source, file_name)
        with file.opened() as opened:
            head = opened.read(head_length(media_types))
    except (ChangedFileError, NoBytesError) as error:
        return Unreadable(shown_name, error.detail)
    except Exception as error:  # a caller's file object raises what it likes
        if isinstance(source, str) and isinstance(error, OSError) and BASE64.fullmatch(source):
            return Unreadable(f"{source[:8]}…", Phrase("detail-no-path"))
        return Unreadable(shown_name, described(error))
    if not head:
        return Unreadable(shown_name, "empty")
    return replace(file, types=tuple(matching_types(head, media_types)))


def measures_of(file: LocalFile, mime_type: str) -> Mapping[str, Fraction]:
    """Return what a local file tells of itself, by what it is; nothing where it cannot be read any more.

    Its upload has better words for that.
    """
    try:
        with file.opened() as opened:
            return measured(opened, file.size, mime_type)
    except ChangedFileError:
        return {}


def _shown_name(source: LocalSource, name: str) -> str:
    """Return how a source is called in an error: a path as it was given, unless it is so long that it may be data."""
    path = os.fspath(source) if isinstance(source, str | os.PathLike) else name
    fitting = (one for one in (path, name) if len(one) <= LONGEST_SHOWN_NAME)
    return one_line(next(fitting, f"{name[:20]}…"))


def _name_of(source: LocalSource) -> str:
    path: object = os.fspath(source) if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    name = os.path.basename(path) if isinstance(path, str) else ""
    return name.encode("utf-8", "replace").decode("utf-8") or "file"


def _measured(source: LocalSource, name: str) -> LocalFile:
    if isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source)
        return LocalFile(name, len(content), (), ("object", id(source)), content)
    if not isinstance(source, str | os.PathLike):
        return _measured_file(source, name)
    path = Path(source).expanduser()
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a file")
    return LocalFile(name, status.st_size, (), ("path", os.path.realpath(path)), path, _stamp(status))


def _measured_file(source: ReadableFile, name: str) -> LocalFile:
    file = cast("Any", source)
    refuse_asynchronous(file)
    seekable = getattr(file, "seekable", None)  # which an mmap does not have before Python 3.13
    if seekable() if callable(seekable) else hasattr(file, "seek"):
        file.seek(0, os.SEEK_END)
        return LocalFile(name, file.tell(), (), ("object", id(source)), source)
    # A pipe can be read once, and a second attempt needs its bytes again.
    content = read_bytes(file)
    return LocalFile(name, len(content), (), ("object", id(source)), content)
