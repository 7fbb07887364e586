"""The state of an emulator as one SQLite database, in memory or in a file that outlives the process.

A kind of thing that an emulator remembers is a dataclass and a subclass of `Table`, which alone has its SQL.
`Store` makes the tables. What has to happen together stands in one `with database.transaction():`, from however many
tables; a transaction inside another joins it, and an exception undoes all of it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter

from .state_file import APPLICATION_ID, LOCK_SECONDS, Layout, prepare_state, version_of

# The process may be killed at any moment, the machine rather not: commits reach the operating system, not the disk.
SETTINGS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL")

SQL_TYPES: Mapping[Any, str] = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL", bytes: "BLOB"}
JSON = "JSON TEXT"
"""To SQLite, a text."""

TEMPORARY = ""
"""The name of a database of SQLite's own, which is in memory until it grows, and gone with its connection."""

RowT = TypeVar("RowT")


class Database:
    """The owner of the one connection: any thread may use it, one at a time, and none keeps it while it waits.

    Args:
        path: The file of the state, made where there is none; None keeps the state as long as the process lives.
        layout: The tables that it has, or is going to have.

    Raises:
        StateFileError: the file is damaged, or was not made by this version of the emulator.
        OSError: it cannot be reached.
        sqlite3.Error: it is in use by another emulator.
    """

    def __init__(self, path: Path | None = None, layout: Layout | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = _open(TEMPORARY) if path is None else _connect(path, layout or {})
        self._is_temporary = path is None
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
            return self._connection.execute(query, values).fetchall()

    def value(self, query: str, *values: Any) -> Any:
        """Return the first value of a query, or None."""
        return next((row[0] for row in self.rows(query, *values)), None)

    def detach(self) -> None:
        """Let go of the file; what it holds stays readable here, as a copy."""
        with self._lock:
            if self._is_temporary:
                return
            copy = _open(TEMPORARY)
            self._connection.backup(copy)
            self._end()
            self._connection, self._is_temporary = copy, True
            self._end = weakref.finalize(self, copy.close)


class Table(Generic[RowT]):
    """One table of the state, whose columns are the fields of a dataclass; rows are in the order of their addition.

    What is no scalar stands in its column as JSON.
    """

    name: ClassVar[str]
    row: ClassVar[type[Any]]
    """The dataclass `RowT`."""
    key: ClassVar[tuple[str, ...]] = ("id",)
    """The fields that no two rows have the same."""
    indexes: ClassVar[tuple[str, ...]] = ()
    """The columns of each index, with its condition where it has one."""
    _adapter: ClassVar[TypeAdapter[Any]]
    _types: ClassVar[Mapping[str, str]]
    """The SQL types of the columns."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Once for all emulators: it takes longer than all else of a start.
        cls._adapter = TypeAdapter(cls.row)
        cls._types = {name: _sql_type(hint) for name, hint in get_type_hints(cls.row).items()}

    def __init__(self, database: Database) -> None:
        self.database = database
        self._of_key = " AND ".join(f"{name} = ?" for name in self.key)
        database.execute(self.statement().replace("TABLE", "TABLE IF NOT EXISTS", 1))
        for number, index in enumerate(self.indexes):
            database.execute(f"CREATE INDEX IF NOT EXISTS {self.name}_{number} ON {self.name} {index}")

    @classmethod
    def statement(cls) -> str:
        """Return what makes the table, as SQLite keeps it."""
        columns = [f"{name} {kind}" for name, kind in cls._types.items()]
        unique = [f"UNIQUE ({', '.join(cls.key)})"] if cls.key else []
        return f"CREATE TABLE {cls.name} ({', '.join([*columns, *unique])})"

    def add(self, row: RowT) -> None:
        values = self._written(row)
        marks = ", ".join("?" * len(values))
        self.database.execute(f"INSERT INTO {self.name} ({', '.join(values)}) VALUES ({marks})", *values.values())

    def put(self, row: RowT) -> None:
        """Write a row over the one with its key; one that was removed meanwhile stays removed."""
        values = self._written(row)
        changes, key = ", ".join(f"{name} = ?" for name in values), [values[name] for name in self.key]
        self.database.execute(f"UPDATE {self.name} SET {changes} WHERE {self._of_key}", *values.values(), *key)

    def get(self, *key: object) -> RowT | None:
        """Return the row with a key, or None."""
        return next(iter(self.select(f"WHERE {self._of_key}", *key)), None)

    def all(self) -> list[RowT]:
        return self.select("ORDER BY rowid")

    def select(self, which: str, *values: object) -> list[RowT]:
        """Return the rows of a query; `which` is what comes after the name of the table."""
        found = self.database.rows(f"SELECT {', '.join(self._types)} FROM {self.name} {which}", *values)
        return [self._read(row) for row in found]

    def remove(self, *key: object) -> None:
        self.database.execute(f"DELETE FROM {self.name} WHERE {self._of_key}", *key)

    def clear(self) -> None:
        self.database.execute(f"DELETE FROM {self.name}")

    def _written(self, row: RowT) -> dict[str, Any]:
        values: dict[str, Any] = self._adapter.dump_python(row)
        return {name: self._converted(json.dumps, name, value) for name, value in values.items()}

    def _read(self, row: sqlite3.Row) -> RowT:
        values = {name: self._converted(json.loads, name, row[name]) for name in self._types}
        read: RowT = self._adapter.validate_python(values)
        return read

    def _converted(self, convert: Callable[[Any], Any], name: str, value: Any) -> Any:
        return convert(value) if value is not None and self._types[name].startswith(JSON) else value


def _sql_type(hint: Any) -> str:
    """Return the type of the column for the values of a field."""
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return SQL_TYPES.get(kind, JSON) + ("" if NoneType in kinds else " NOT NULL")


def _connect(path: Path, layout: Layout) -> sqlite3.Connection:
    prepare_state(path, layout)
    connection = _open(str(path))
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        if owner != APPLICATION_ID:
            _begin(connection, layout)
        for setting in SETTINGS:
            connection.execute(setting)
        # The lock is taken with the first write, and has to be there before anything is read.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: sqlite3.Connection, layout: Layout) -> None:
    """Mark an empty file as an emulator's, in one write to the file itself, which a crash leaves empty or marked."""
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version_of(layout)}")
    connection.execute("COMMIT")


def _open(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection
