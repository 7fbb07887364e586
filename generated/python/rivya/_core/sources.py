"""What a local source is while it is sent: the bytes that were looked at, every time from the start, or an error."""

from __future__ import annotations

import os
from inspect import iscoroutine, iscoroutinefunction
from typing import Any, Protocol

from .plain_text import one_line
from .problems import Phrase

LONGEST_DETAIL = 200
"""Characters of what a file object says of itself."""


class ReadableFile(Protocol):
    """A file object that gives bytes: opened in binary mode, unpacked by `gzip.open`, or an `mmap`."""

    def read(self, size: int = ..., /) -> bytes:
        """Read the next bytes.

        Args:
            size: At most so many.

        Returns:
            The bytes; none at the end.
        """
        ...


class ChangedFileError(Exception):
    """A source that is not what was looked at any more, or cannot be read any more.

    `parameter` is where it was given, `name` what it is called, `detail` what was found.
    """

    def __init__(self, parameter: str, name: str, detail: str | Phrase) -> None:
        self.parameter = parameter
        self.name = name
        self.detail = detail
        super().__init__(name)


class NoBytesError(Exception):
    """A file object that gives no bytes: `detail` says what it gives."""

    def __init__(self, detail: str | Phrase) -> None:
        self.detail = detail
        super().__init__(detail)


def refuse_asynchronous(file: object) -> None:
    """Raise NoBytesError for a file object that is awaited, such as an upload of FastAPI or a file of aiofiles."""
    if any(iscoroutinefunction(getattr(file, name, None)) for name in ("read", "seek")):
        raise NoBytesError(Phrase("detail-asynchronous-file"))


def read_bytes(file: Any, *size: int) -> bytes:
    """Return the next bytes of a file object. Raises NoBytesError, or whatever the file object raises."""
    data: object = file.read(*size)
    if iscoroutine(data):
        data.close()
        raise NoBytesError(Phrase("detail-asynchronous-file"))
    # A caller's file may have been opened in text mode, whatever its declared type says.
    if not isinstance(data, bytes):
        raise NoBytesError("not opened in binary mode")
    return data


class SentFile:
    """A file object as the HTTP library gets it: of the size that was measured.

    The library would ask a packed file for its descriptor, and so for its packed size.

    Args:
        file: what is read.
        size: how many bytes it has.
        parameter: where it was given.
        name: what it is called.
    """

    def __init__(self, file: ReadableFile, size: int, parameter: str, name: str) -> None:
        self._file: Any = file
        self._size = size
        self._place = (parameter, name)
        self._position = 0
        self._moved = True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go somewhere, without reading a packed file up to there before that is needed."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position, self._moved = start + offset, True
        return self._position

    def tell(self) -> int:
        """Return where it is."""
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes: so many, or those up to the end, however few a raw file gives at a time.

        Raises ChangedFileError, whatever the caller's file object raised.
        """
        data = self._read(size)
        while 0 < len(data) < size and self._position < self._size:
            data += self._read(size - len(data))
        return data

    def _read(self, size: int) -> bytes:
        try:
            if self._moved:
                self._file.seek(self._position)
                self._moved = False
            data = read_bytes(self._file, size)
        except NoBytesError as error:
            raise ChangedFileError(*self._place, error.detail) from error
        except Exception as error:
            raise ChangedFileError(*self._place, described(error)) from error
        self._position += len(data)
        if self._position > self._size or (not data and size and self._position < self._size):
            raise ChangedFileError(*self._place, Phrase("detail-file-changed"))
        return data


def described(error: Exception) -> str:
    """Return what an exception of a file says, as one line; of the system's, without the path."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return one_line(text or type(error).__name__, LONGEST_DETAIL)
