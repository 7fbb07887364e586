"""What is given as a state, looked at before it is used: only what an emulator made is ever opened, written or removed.

A state is a SQLite file, and what SQLite keeps beside it. SQLite alone would be no judge: opening a file may change it,
and what happens to be called like a file of its own.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import zlib
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

APPLICATION_ID = 0x52565941
"""Marks the file as an emulator's, so that no other database is ever written to: `RVYA`."""

LOCK_SECONDS = 2.0
PRIVATE = 0o600

COMPANIONS: Mapping[str, tuple[bytes, ...]] = {
    "-wal": (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83"),
    "-shm": (b"\x18\xe2\x2d\x00", b"\x00\x2d\xe2\x18"),
    "-journal": (),  # never ours: a state is made without one
}
"""The endings of what SQLite keeps beside a file, and how that begins."""


class StateFileError(Exception):
    """The file given as state cannot be used: in use, damaged, or not made by this version of the emulator."""


Layout = Mapping[str, str]
"""The tables of a state: the statement that makes each of them, by name."""


def version_of(layout: Layout) -> int:
    """Return a number that another layout hardly has."""
    text = " ".join(" ".join(layout.values()).split())
    return zlib.crc32(text.encode()) & 0x7FFFFFFF


def prepare_state(path: Path, layout: Layout) -> None:
    """See to it that a file is there, which is empty and private, or a whole state of this layout.

    Raises:
        StateFileError: something else is there.
        OSError: the file cannot be reached.
        sqlite3.Error: it is no database, or a damaged one.
    """
    size = _size(path, "it")
    if size is not None and not os.access(path, os.W_OK):
        raise StateFileError("it cannot be written")
    is_new = not size
    companion_sizes = {ending: _companion_size(path, ending, is_new) for ending in COMPANIONS}
    if size:
        _check_state(path, layout, companion_sizes)
    elif size == 0:
        path.chmod(PRIVATE)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE))


def _size(path: Path, name: str) -> int | None:
    """Return the size of a regular file; None where nothing is."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise StateFileError(
            f"unable to open {name}: {'a directory' if stat.S_ISDIR(found.st_mode) else 'no regular file'}"
        )
    return found.st_size


def _companion_size(path: Path, ending: str, is_new: bool) -> int:
    """Return the size of a file beside a state, which has to be SQLite's."""
    companion = path.with_name(path.name + ending)
    size = _size(companion, companion.name)
    if size is None:
        return 0
    with companion.open("rb") as file:
        head = file.read(4)
    if is_new or (size and head not in COMPANIONS[ending]):
        raise StateFileError(f"{companion.name} is there already, and belongs to no state")
    return size


def _check_state(path: Path, layout: Layout, companion_sizes: Mapping[str, int]) -> None:
    # These two stand in the file itself, whatever a killed emulator left beside it.
    with _looking(path, "immutable=1") as connection:
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if owner != APPLICATION_ID:
            raise StateFileError("it is the database of another program")
        if version != version_of(layout):
            raise StateFileError("it was made by another version of the emulator; use another file")
        if not companion_sizes["-wal"]:
            return _check_whole(connection, layout)
    try:
        with _looking(path, "mode=ro") as connection:
            _check_whole(connection, layout)
    finally:
        if not companion_sizes["-shm"]:
            path.with_name(f"{path.name}-shm").unlink(missing_ok=True)


@contextmanager
def _looking(path: Path, how: str) -> Generator[sqlite3.Connection, None, None]:
    connection = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=LOCK_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


def _check_whole(connection: sqlite3.Connection, layout: Layout) -> None:
    if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
        raise StateFileError("it is damaged")
    made: Iterable[tuple[str, str]] = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type != 'index'")
    # A crash before the first table leaves none.
    if dict(made) not in ({}, dict(layout)):
        raise StateFileError("its tables are not those of the emulator")
