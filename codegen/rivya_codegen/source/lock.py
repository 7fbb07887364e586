"""Locks on folders that die with their process: one writer, or any number of readers.

On POSIX the folder itself is locked, so that nothing is left behind. Windows locks files only: there it is an empty
file in the folder for temporary files.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

_TEMPORARY = "rivya-codegen-run-"
_UNSUPPORTED = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP}
"""What file systems without locks say, such as some that are reached over a network."""


_HELD: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())
"""The folders that the thread has locked."""


@contextmanager
def locked(folder: Path, *, alone: bool) -> Generator[None]:
    """Hold a folder, as its only user or with other readers; wait for those that hold it, and say so.

    A folder that this thread holds already is not locked again. The only user of a folder that is missing makes it, and
    takes it away again if it stays empty; for a reader there is nothing to hold then.

    Raises:
        OSError: The folder cannot be made, or not be opened.
    """
    place = folder.resolve()
    if place in _HELD.get() or not (alone or place.is_dir()):
        yield
        return
    made = [parent for parent in (place, *place.parents) if not parent.exists()] if alone else []
    handle = _acquire(place, folder, alone=alone)
    token = _HELD.set(_HELD.get() | {place})
    try:
        yield
    finally:
        _HELD.reset(token)
        for parent in made:
            if not any(parent.iterdir()):
                parent.rmdir()
        os.close(handle)


@contextmanager
def temporary_folder() -> Generator[Path]:
    """Hold a temporary folder; those of runs that were killed, which nobody holds, are swept, except on Windows."""
    if sys.platform == "win32":
        with tempfile.TemporaryDirectory(prefix=_TEMPORARY) as name:
            yield Path(name)
        return
    for left in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*"):
        with suppress(OSError):
            handle = _open(left)
            try:
                if left.is_dir() and not left.is_symlink() and _try_to_lock(handle, alone=True, wait=False) is True:
                    shutil.rmtree(left)
            finally:
                os.close(handle)
    with ExitStack() as stack:
        while True:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=_TEMPORARY)))
            try:
                handle = _open(folder)
            except FileNotFoundError:  # another run swept it before it could be held
                continue
            stack.callback(os.close, handle)
            _try_to_lock(handle, alone=True, wait=True)
            if _is_handle_of(handle, folder):
                yield folder
                return


def _acquire(place: Path, folder: Path, *, alone: bool) -> int:
    """Return the open handle that holds the lock."""
    while True:
        if alone:
            place.mkdir(parents=True, exist_ok=True)
        handle = _open(place)
        try:
            got = _try_to_lock(handle, alone=alone, wait=False)
            if got is None and alone:
                print("This file system has no locks: let only one run at a time write here.", file=sys.stderr)
            elif got is False:
                print(f"Waiting for another run that uses {folder} …", file=sys.stderr, flush=True)
                _try_to_lock(handle, alone=alone, wait=True)
            if sys.platform == "win32" or _is_handle_of(handle, place):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # whoever held it took the folder away


def _is_handle_of(handle: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), place.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _open(place: Path) -> int:
        name = hashlib.sha256(os.path.normcase(place).encode()).hexdigest()
        return os.open(Path(tempfile.gettempdir(), f"rivya-codegen-{name}.lock"), os.O_RDWR | os.O_CREAT)

    def _try_to_lock(handle: int, *, alone: bool, wait: bool) -> bool | None:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.1)
            else:
                return True

else:
    import fcntl

    def _open(place: Path) -> int:
        return os.open(place, os.O_RDONLY | os.O_DIRECTORY)

    def _try_to_lock(handle: int, *, alone: bool, wait: bool) -> bool | None:
        """Return whether the lock is held; nothing where the file system has no locks."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            return None
        return True
