"""The one place where bytes come in from files and streams: within a bound, and never from a device."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..problems.problem import Location, Problem, ProblemsFound
from ..text.invisible import show_hidden

MEGABYTE = 1_000_000
MOST_MEGABYTES = 100

_LARGEST = ContextVar("largest input", default=MEGABYTE)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file in memory: the name that problems show, the path inside its folder, and the text."""

    display: str
    path: str
    text: str


def largest() -> int:
    """Return the most bytes that a page, a spec, a catalogue or a file beside them may have in this run."""
    return _LARGEST.get()


@contextmanager
def at_most(size: int) -> Generator[None]:
    """Let inputs have up to `size` bytes inside the block."""
    token = _LARGEST.set(size)
    try:
        yield
    finally:
        _LARGEST.reset(token)


def display_name(path: Path) -> str:
    """Return how messages name a file, on one line: relative to the working directory where it lies below it."""
    for whole in (os.path.abspath, os.path.realpath):  # a link is called by its own name, where that lies here
        try:
            return show_hidden(Path(whole(path)).relative_to(Path.cwd()).as_posix())
        except ValueError:
            continue
    return show_hidden(str(path))


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        ProblemsFound: It is not there, cannot be read, is no file, or is larger than inputs may be.
    """
    return _bytes_of(path, display_name(path))


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise _special(name)
        with open(path, "rb", opener=_open_at_once) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise _special(name)
            # What claims to be empty is: the files of /proc do and go on without end, or wait for an event.
            return bounded(file, name) if found.st_size else b""
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        detail = {"detail": getattr(error, "strerror", None) or str(error)}
        raise ProblemsFound([Problem(Location(name), "file-not-readable", detail)]) from error


def read_named(name: str) -> tuple[str, bytes]:
    """Return how problems call an input named on the command line, - for standard input, and what `read_bytes` does."""
    if name == "-":
        return "<stdin>", bounded(sys.stdin.buffer, "<stdin>")
    return display_name(Path(name)), read_bytes(Path(name))


def bounded(stream: BinaryIO, name: str) -> bytes:
    """Return what is left in a stream. Raises `ProblemsFound` where that is more than inputs may have."""
    content = stream.read(largest() + 1)
    if len(content) > largest():
        raise too_large(name)
    return content


def read_file(path: Path, inside: str = "") -> TextFile:
    """Return a file and its path in the folder of its kind. Raises what `read_bytes` does, and for what is no UTF-8."""
    name = display_name(path)
    return TextFile(name, inside or path.name, text_of(_bytes_of(path, name), name))


def text_of(content: bytes, name: str) -> str:
    """Return the text that bytes are, with plain line ends. Raises `ProblemsFound` where they are no UTF-8."""
    return decoded(content, name).replace("\r\n", "\n").replace("\r", "\n")


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text, without a byte order mark. Raises `ProblemsFound` where they are no UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(Location(name), "file-not-text")]) from error


def unix_ends(content: bytes) -> bytes:
    """Return a text with the line ends that are generated; Git may have checked it out with those of Windows."""
    return content.replace(b"\r\n", b"\n")


def too_large(name: str) -> ProblemsFound:
    """Return what ends a run at an input that is larger than inputs may be."""
    maximum = f"{largest():,}"
    return ProblemsFound([Problem(Location(name), "input-too-large", {"maximum": maximum})])


def _special(name: str) -> ProblemsFound:
    return ProblemsFound([Problem(Location(name), "file-special")])


def _open_at_once(name: str, flags: int) -> int:
    """Open without waiting: what has become a pipe since it was looked at would wait for a writer."""
    try:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise _special(name) from error
        raise
