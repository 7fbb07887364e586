"""Media that a caller hands over: what counts as a reference, and what a look at a local one shows."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Generator, Hashable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TypeAlias, TypeGuard

from .signatures import head_length, matching_types
from .tables import MediaType

MediaKind = Literal["image", "video", "audio"]
URL_PREFIXES = ("http://", "https://")


class UploadedFile(Protocol):
    """A file that the API already holds, as `client.files.create` returns it."""

    @property
    def url(self) -> str:
        """Its address, which a request refers to."""
        ...


LocalSource: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
Source: TypeAlias = LocalSource | UploadedFile


@dataclass(frozen=True, slots=True)
class Media:
    """A reference with what cannot be told from its source: its kind, its name or its MIME type.

    Needed for a URL without a telling file extension, such as `Media("https://example.com/42", kind="video")`.
    """

    source: Source = field(repr=False)
    kind: MediaKind | None = None
    name: str | None = None
    mime_type: str | None = None


Reference: TypeAlias = Source | Media
"""Reference media of a call.

A string that starts with `http://` or `https://` is a URL and is passed on as it is; any other string is a path. Paths,
bytes and binary file objects (read from their start) are uploaded first.
"""


References: TypeAlias = Reference | Sequence[Reference]
"""One reference, or several in order."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A local source that was looked at: its name, its size in bytes, and the media types that its first bytes fit.

    `key` is equal for two references to the same source.
    """

    name: str
    size: int
    types: tuple[MediaType, ...]
    key: Hashable
    content: Path | bytes | BinaryIO = field(repr=False)

    @contextmanager
    def opened(self) -> Generator[BinaryIO, None, None]:
        """Open it at its start; a caller's own file object stays open afterwards. Raises OSError."""
        if isinstance(self.content, Path):
            with self.content.open("rb") as file:
                yield file
        elif isinstance(self.content, bytes):
            yield io.BytesIO(self.content)
        else:
            self.content.seek(0)
            yield self.content


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A local source that cannot be read, and why."""

    name: str
    detail: str


def is_url(source: object) -> TypeGuard[str]:
    """Whether a source is an address rather than a path."""
    return isinstance(source, str) and source.lower().startswith(URL_PREFIXES)


def is_uploaded(source: object) -> TypeGuard[UploadedFile]:
    """Whether a source is a file that the API already holds; a file object that knows its URL is not."""
    return not hasattr(source, "read") and isinstance(getattr(source, "url", None), str)


def is_local(source: object) -> TypeGuard[LocalSource]:
    """Whether a source is a path, bytes or a binary file object."""
    return isinstance(source, str | bytes | bytearray | memoryview | os.PathLike) or hasattr(source, "read")


def look_at(source: LocalSource, name: str | None, media_types: tuple[MediaType, ...]) -> LocalFile | Unreadable:
    """Read the size and the first bytes of a local source; nothing is kept open but a caller's own file object."""
    shown_name = name or _name_of(source)
    try:
        content, size, key = _measured(source)
        with LocalFile(shown_name, size, (), key, content).opened() as file:
            head = _read(file, head_length(media_types))
    except OSError as error:
        return Unreadable(shown_name, error.strerror or type(error).__name__)
    except (ValueError, TypeError, AttributeError) as error:
        return Unreadable(shown_name, str(error))
    if not isinstance(head, bytes):
        return Unreadable(shown_name, "not opened in binary mode")
    if not head:
        return Unreadable(shown_name, "empty")
    return LocalFile(shown_name, size, tuple(matching_types(head, media_types)), key, content)


def _read(file: BinaryIO, size: int) -> object:
    # A caller's file may have been opened in text mode, whatever its declared type says.
    return file.read(size)


def _name_of(source: LocalSource) -> str:
    path: object = os.fspath(source) if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    name = os.path.basename(path) if isinstance(path, str) else ""
    return name.encode("utf-8", "replace").decode("utf-8") or "file"


def _measured(source: LocalSource) -> tuple[Path | bytes | BinaryIO, int, Hashable]:
    if isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source)
        return content, len(content), ("object", id(source))
    if not isinstance(source, str | os.PathLike):
        if source.seekable():
            return source, source.seek(0, os.SEEK_END), ("object", id(source))
        # A pipe can be read once, and a second attempt needs its bytes again.
        content = source.read()
        if not isinstance(content, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("not opened in binary mode")
        return content, len(content), ("object", id(source))
    path = Path(source)
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a file")
    return path, status.st_size, ("path", os.path.realpath(path))
