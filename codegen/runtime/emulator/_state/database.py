"""The state of an emulator as one SQLite database, in memory or in a file that outlives the process.

A kind of thing that an emulator remembers is one module with one subclass of `Table`: its SQL is there and nowhere
else. `Store` makes the tables. What has to happen together stands in one `with database.transaction():`, from however
many tables; a transaction inside another joins it, and an exception undoes all of it.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from .state_file import APPLICATION_ID, LOCK_SECONDS, Layout, StateFileError, folder_of, make_folder, prepare_state

__all__ = ["Database", "StateFileError", "Table"]

# The process may be killed at any moment, the machine rather not: commits reach the operating system, not the disk.
SETTINGS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL")


class Database:
    """The owner of the one connection: any thread may use it, one at a time, and none keeps it while it waits.

    Args:
        path: The file of the state, made where there is none; None keeps the state in memory.
        layout: The tables that it has, or is going to have.

    Raises:
        StateFileError: the file is in use by another emulator, damaged, or was not made by this version of it.
    """

    def __init__(self, path: Path | None = None, layout: Layout | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = _open(":memory:") if path is None else _connect(path, layout or Layout({}))
        self._in_memory = path is None
        self._end = weakref.finalize(self, self._connection.close)

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """Everything inside happens, or nothing of it. It must not `await`: other threads wait for its end."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                if self._depth == 1:
                    self._connection.execute("COMMIT")
            except BaseException:
                if self._depth == 1 and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth -= 1

    def execute(self, statement: str, *values: Any) -> int:
        """Run one statement and return how many rows it changed; outside a transaction it is one of its own."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Return all rows of a query; their values are found by the names of the columns."""
        with self._lock:
            return self._connection.execute(query, _sought(values)).fetchall()

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with self._lock:
            found: sqlite3.Row | None = self._connection.execute(query, _sought(values)).fetchone()
            return found

    def detach(self) -> None:
        """Let go of the file; what it holds stays readable here, as a copy in memory."""
        with self._lock:
            if self._in_memory:
                return
            copy = _open(":memory:")
            self._connection.backup(copy)
            self._end()
            self._connection, self._in_memory = copy, True
            self._end = weakref.finalize(self, copy.close)


class Table:
    """One table of the state; a subclass says what is in it, and its methods are all there is of its SQL."""

    name: ClassVar[str]
    columns: ClassVar[str]
    """The definitions of the columns, and the constraints, as they stand in `CREATE TABLE`."""
    indexes: ClassVar[tuple[str, ...]] = ()
    """The columns of each index, with its condition where it has one."""

    def __init__(self, database: Database) -> None:
        self.database = database
        database.execute(self.statement().replace("TABLE", "TABLE IF NOT EXISTS", 1))
        for number, index in enumerate(self.indexes):
            database.execute(f"CREATE INDEX IF NOT EXISTS {self.name}_{number} ON {self.name} {index}")

    @classmethod
    def statement(cls) -> str:
        """Return what makes the table, as SQLite keeps it."""
        return f"CREATE TABLE {cls.name} ({cls.columns})"

    def insert(self, **values: Any) -> None:
        """Add a row; a value for each column that has no default."""
        marks = ", ".join("?" * len(values))
        self.database.execute(f"INSERT INTO {self.name} ({', '.join(values)}) VALUES ({marks})", *values.values())

    def clear(self) -> None:
        self.database.execute(f"DELETE FROM {self.name}")


def _sought(values: Iterable[Any]) -> list[Any]:
    """Return values to look for. Text with a lone surrogate, legal in JSON, is stored nowhere; NULL equals nothing."""
    return [None if isinstance(value, str) and _has_surrogate(value) else value for value in values]


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def _connect(path: Path, layout: Layout) -> sqlite3.Connection:
    connection = None
    try:
        prepare_state(path, layout)
        connection = _open(str(path))
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        if owner != APPLICATION_ID:
            _begin(connection, layout)
        for setting in SETTINGS:
            connection.execute(setting)
        # The lock is taken with the first write, and has to be there before anything is read.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        make_folder(folder_of(path))
    except (sqlite3.Error, OSError, StateFileError) as error:
        if connection is not None:
            connection.close()
        in_use = ", so another program uses it" if "locked" in str(error) else ""
        raise StateFileError(f"cannot use {str(path)!r} as the state: {error}{in_use}") from error
    return connection


def _begin(connection: sqlite3.Connection, layout: Layout) -> None:
    """Mark an empty file as an emulator's, in one write to the file itself, which a crash leaves empty or marked."""
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {layout.version}")
    connection.execute("COMMIT")


def _open(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection
