"""The state: it outlives the process, however that ends, and what belongs together is there together or not at all."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from emulator.conftest import StartEmulator
from emulator.small_world import SmallEmulator
from emulator.test_command import address, program, run
from emulator.wire import FILES, GENERATIONS, PNG, painting, upload
from runtime.emulator._api.clock import ManualClock
from runtime.emulator._faults.faults import Fault
from runtime.emulator._state.database import Database, Table
from runtime.emulator._state.files import PIECE_SIZE, Piece
from runtime.emulator._state.state_file import StateFileError
from runtime.emulator._state.wallet import Wallet

SENDERS = 6
ANSWERS_BEFORE_THE_END = 60


class Traffic:
    """Clients that create jobs, each with a key of its own, until nobody answers any more."""

    def __init__(self, url: str, key: str) -> None:
        self.answers: dict[str, bytes] = {}
        self.sent: list[str] = []
        self.enough = threading.Event()
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}"}
        self._numbers = itertools.count()
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def _send(self) -> None:
        with httpx.Client(base_url=self._url, headers=self._headers, verify=False, timeout=60) as client:
            for number in self._numbers:
                key = f"order-{number}"
                self.sent.append(key)
                try:
                    answer = client.post(GENERATIONS, json=painting(prompt=key), headers={"Idempotency-Key": key})
                except httpx.TransportError:
                    return
                self.answers[key] = answer.content
                if len(self.answers) >= ANSWERS_BEFORE_THE_END:
                    self.enough.set()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive()


def test_a_killed_emulator_knows_every_job_credit_and_key(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with program("--port", "0", "--state", str(state), "--credits", "100000", "--job-seconds", "0.05") as process:
        traffic = Traffic(address(process), "rvya_sk_emulator")
        assert traffic.enough.wait(60)
        process.send_signal(signal.SIGKILL)
        traffic.join()
        assert process.wait(60) == -signal.SIGKILL
    assert len(traffic.answers) >= ANSWERS_BEFORE_THE_END

    with SmallEmulator(state=state, credits=5, clock=ManualClock(time.time() + 60)) as server:
        known = {job["id"] for job in server.jobs}
        answered = {json.loads(answer)["id"] for answer in traffic.answers.values()}
        assert answered <= known
        assert len(known - answered) <= SENDERS, "at most one job of each client was made and not answered"
        server.audit()

        headers = {"Authorization": f"Bearer {server.key}"}
        with httpx.Client(base_url=server.url, headers=headers, verify=False) as client:
            for key in traffic.sent:
                again = client.post(GENERATIONS, json=painting(prompt=key), headers={"Idempotency-Key": key})
                assert again.status_code == 200
                assert again.content == traffic.answers.get(key, again.content)
            other = client.post(GENERATIONS, json=painting(), headers={"Idempotency-Key": traffic.sent[0]})
            assert other.status_code == 409
            task = client.get(f"{GENERATIONS}/{min(answered)}").json()
            assert task["status"] == "succeeded"
            assert client.get(task["result"]["primary_url"]).headers["content-type"] == "image/png"
        books = server.audit()
        assert len(server.jobs) == len(traffic.sent)
        assert (books.initial, books.credits) == (100_000, 100_000 - 4 * len(traffic.sent))


def test_jobs_go_on_where_they_were(tmp_path: Path, clock: ManualClock) -> None:
    state = tmp_path / "deep" / "state.db"
    with SmallEmulator(state=state, clock=clock, job_seconds=10) as server:
        headers = {"Authorization": f"Bearer {server.key}"}
        task = httpx.post(server.url + GENERATIONS, json=painting(), headers=headers).json()
        clock.advance(4)
    assert server.jobs[0]["status"] == "processing", "what happened stays readable"
    with SmallEmulator(state=state, clock=clock, job_seconds=1000) as server:
        assert [job["status"] for job in server.jobs] == ["processing"]
        clock.advance(6)
        found = httpx.get(f"{server.url}{GENERATIONS}/{task['id']}", headers=headers).json()
        assert (found["status"], found["created_at"]) == ("succeeded", task["created_at"])
        assert found["result"]["primary_url"].startswith(f"{server.url}/media/"), "the address that serves it now"
        assert httpx.get(found["result"]["primary_url"]).status_code == 200
    early = ManualClock(clock.now() - 1000)
    with SmallEmulator(state=state, clock=early) as server:
        assert server.jobs[0]["status"] == "queued", "a clock that went back ends nothing twice"
        server.audit()


def test_uploads_stay_with_their_content(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    state, content = tmp_path / "state.db", PNG + bytes(PIECE_SIZE)
    with SmallEmulator(state=state, clock=clock) as server:
        headers = {"Authorization": f"Bearer {server.key}"}
        with httpx.Client(base_url=server.url, headers=headers, verify=False) as client:
            file = upload(client, content).json()
    with SmallEmulator(state=state, clock=clock) as server:
        found = httpx.get(f"{server.url}{FILES}/{file['id']}", headers=headers).json()
        assert found == {**file, "url": found["url"]}
        assert httpx.get(found["url"]).content == content
        store, cut_off = server._store, BytesIO(bytes(2 * PIECE_SIZE))
        monkeypatch.setattr(store.pieces, "add", lambda piece: 1 / (1 - piece.number))
        with pytest.raises(ZeroDivisionError):
            store.add_file(replace(store.files.all()[0], id="file_cut_off"), cut_off)
        monkeypatch.undo()
        assert [file["id"] for file in server.files] == [file["id"]]
        store.pieces.add(Piece("file_cut_off", 0, b"left by a crash"))
    with SmallEmulator(state=state, clock=clock) as server:
        assert {piece.file_id for piece in server._store.pieces.all()} == {file["id"]}
        server.reset()
        assert (server._store.files.all(), server._store.pieces.all()) == ([], [])


def test_an_upload_holds_nobody_up(start: StartEmulator) -> None:
    server = start()
    store, answers = server._store, list[int]()

    class Large(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            headers = {"Authorization": f"Bearer {server.key}"}
            answers.append(httpx.get(f"{server.url}/api/v1/credits", headers=headers).status_code)
            return super().read(size)

    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.key}"}, verify=False) as client:
        upload(client, PNG)
    store.add_file(replace(store.files.all()[0], id="file_large"), Large(bytes(2 * PIECE_SIZE)))
    assert answers == [200, 200, 200]

    class Forgotten(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                server.reset()
            return super().read(size)

    store.add_file(replace(store.files.all()[0], id="file_forgotten"), Forgotten(bytes(2 * PIECE_SIZE)))
    assert server.files == []


def test_reset_forgets_everything(start: StartEmulator, clock: ManualClock) -> None:
    server = start(rate_limit=(3, 60), credits=30)
    headers = {"Authorization": f"Bearer {server.key}", "Idempotency-Key": "once"}
    with httpx.Client(base_url=server.url, headers=headers, verify=False) as client:
        upload(client, PNG)
        first = client.post(GENERATIONS, json=painting()).json()
        server.faults.add(Fault("status", 500, times=None))
        assert client.get("/api/v1/credits").status_code == 500
        clock.advance(5)
        server.reset()
        assert (server.jobs, server.files, server.requests, server.faults.armed) == ([], [], [], [])
        assert (server.credits, [row.kind for row in server.ledger], server._store.pieces.all()) == (
            30,
            ["initial"],
            [],
        )
        again = client.post(GENERATIONS, json=painting(prompt="Another")).json()
        assert again["id"] != first["id"]
        assert [client.get("/api/v1/credits").status_code for _ in range(3)] == [200, 200, 429]
        server.audit()


def test_a_state_has_one_emulator(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with SmallEmulator(state=state), pytest.raises(StateFileError, match="locked"):
        SmallEmulator(state=state).start()
    with SmallEmulator(state=state) as again:
        assert again.credits == 1000


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    text, other, folder = tmp_path / "notes.txt", tmp_path / "other.db", tmp_path / "folder"
    text.write_text("Dear diary, " * 200)
    folder.mkdir()
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE jobs (id TEXT)")
    connection.close()
    before = text.read_bytes(), other.read_bytes()
    for path, words in ((text, "not a database"), (other, "another program"), (folder, "unable to open")):
        ended = run("--port", "0", "--state", str(path))
        assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1), ended.stderr
        assert re.search(f"cannot use .*{path.name}.*{words}", ended.stderr)
    assert (text.read_bytes(), other.read_bytes()) == before


def test_a_state_of_another_version_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with SmallEmulator(state=state):
        pass
    with sqlite3.connect(state) as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(StateFileError, match="another version"):
        SmallEmulator(state=state).start()


def shown(folder: Path) -> dict[str, object]:
    """Return all that can be seen of a folder: each path with its mode, its age and its bytes or where it leads."""
    return {
        str(path.relative_to(folder)): (
            (info := path.lstat()).st_mode,
            info.st_mtime_ns,
            path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else None,
        )
        for path in sorted(folder.rglob("*"))
    }


def killed_state(folder: Path) -> Path:
    """Return a state as a killed emulator leaves it, with its last transactions beside it."""
    path = folder / "q"
    with program("--port", "0", "--state", str(path)) as process:
        httpx.post(
            address(process) + GENERATIONS, json=painting(), headers={"Authorization": "Bearer rvya_sk_emulator"}
        )
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    return path


def closed_state(folder: Path) -> Path:
    with SmallEmulator(state=folder / "q"):
        pass
    return folder / "q"


def change(path: Path, place: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(content)


def use_sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def make_other_database(folder: Path) -> None:
    """Leave the database of another program as it is after it was killed."""
    code = (
        "import os, sqlite3; c = sqlite3.connect('q'); c.execute('PRAGMA journal_mode = WAL');"
        "c.execute('CREATE TABLE notes (text)'); c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda folder: (folder / "q").write_text("Dear diary, " * 500), "not a database"),
    "one byte": (lambda folder: (folder / "q").write_bytes(b"S"), "another program"),
    "another program": (make_other_database, "another program"),
    "directory": (lambda folder: (folder / "q").mkdir(), "a directory"),
    "fifo": (lambda folder: os.mkfifo(folder / "q"), "no regular file"),
    "device": (lambda folder: (folder / "q").symlink_to("/dev/zero"), "no regular file"),
    "link to a text": (
        lambda folder: ((folder / "notes").write_text("Dear diary, " * 500), (folder / "q").symlink_to("notes")),
        "not a database",
    ),
    "link to itself": (lambda folder: (folder / "q").symlink_to("q"), "loop|levels|no regular file"),
    "below a file": (lambda folder: ((folder / "x").write_text("x"), (folder / "q").symlink_to("x/q")), "irectory"),
    "wal of nothing": (lambda folder: (folder / "q-wal").write_text("Dear diary"), "q-wal is there already"),
    "journal of nothing": (lambda folder: (folder / "q-journal").write_text(""), "q-journal is there already"),
    "shm of nothing": (lambda folder: (folder / "q-shm").write_text("Dear diary"), "q-shm is there already"),
    "wal of somebody": (
        lambda folder: closed_state(folder).with_name("q-wal").write_text("Dear diary"),
        "q-wal is there already",
    ),
    "link as wal": (
        lambda folder: ((folder / "x").touch(), closed_state(folder).with_name("q-wal").symlink_to("x")),
        "no regular file",
    ),
    "cut to its head": (lambda folder: os.truncate(closed_state(folder), 100), "malformed"),
    "cut to a page": (lambda folder: os.truncate(closed_state(folder), 4096), "malformed"),
    "cut in a page": (lambda folder: os.truncate(closed_state(folder), 10_000), "malformed"),
    "damaged": (lambda folder: change(closed_state(folder), 4096, bytes(4096)), "malformed|damaged"),
    "damaged, killed": (lambda folder: change(killed_state(folder), 0, bytes(100)), "not a database"),
    "transactions cut off": (lambda folder: change(killed_state(folder).with_name("q-wal"), 0, b"x"), "already"),
    "other tables": (lambda folder: use_sql(closed_state(folder), "ALTER TABLE jobs RENAME TO tasks"), "not those"),
    "a trigger": (
        lambda folder: use_sql(
            closed_state(folder), "CREATE TRIGGER x AFTER INSERT ON jobs BEGIN DELETE FROM jobs; END"
        ),
        "not those",
    ),
    "older": (lambda folder: use_sql(closed_state(folder), "PRAGMA user_version = 1"), "another version"),
    "older, killed": (lambda folder: change(killed_state(folder), 60, bytes(4)), "another version"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="fifos and links")
@pytest.mark.parametrize("case", FOREIGN)
def test_what_no_emulator_made_is_left_alone(tmp_path: Path, case: str) -> None:
    make, words = FOREIGN[case]
    make(tmp_path)
    before = shown(tmp_path)
    with pytest.raises(StateFileError, match=f"^cannot use '.*' as the state: .*({words}).*$") as refused:
        SmallEmulator(state=tmp_path / "q").start()
    assert "\n" not in str(refused.value)
    assert shown(tmp_path) == before


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 300, "/"])
def test_a_state_that_no_path_can_be_is_one_error(name: str) -> None:
    with pytest.raises(StateFileError):
        SmallEmulator(state=name).start()


def test_a_link_leads_to_a_state(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    closed_state(real)
    (tmp_path / "link").symlink_to("real/q")
    with SmallEmulator(state=tmp_path / "link") as server:
        assert server.credits == 1000
        assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]
        with pytest.raises(StateFileError, match="locked"):
            SmallEmulator(state=real / "q").start()


def test_an_empty_file_becomes_a_state(tmp_path: Path) -> None:
    (tmp_path / "q").touch()
    closed_state(tmp_path)
    with SmallEmulator(state=tmp_path / "q") as server:
        assert server.credits == 1000


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_a_state_is_private(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        (tmp_path / "q").touch(0o666)
        for name in ("q", "new"):
            with SmallEmulator(state=tmp_path / name) as server:
                headers = {"Authorization": f"Bearer {server.key}"}
                with httpx.Client(base_url=server.url, headers=headers, verify=False) as client:
                    upload(client, PNG)
                paths = [path for path in tmp_path.rglob("*") if path.name.startswith(name)]
                assert len(paths) >= 2
                modes = {path.name: path.stat().st_mode & 0o777 for path in paths}
                assert set(modes.values()) == {0o600}, modes
    finally:
        os.umask(mask)


def test_there_is_no_state_before_the_start() -> None:
    with pytest.raises(RuntimeError, match="before it starts"):
        _ = SmallEmulator().credits


@dataclass(frozen=True, slots=True)
class Part:
    """A value in a value."""

    at: float
    why: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """A row of every kind of field."""

    text: str
    author: str = "nobody"
    number: int = 2**60
    share: float | None = None
    done: bool = False
    raw: bytes = b""
    words: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    parts: tuple[Part, ...] = ()
    part: Part | None = None


class Notes(Table[Note]):
    """A table of the tests."""

    name = "notes"
    row = Note
    key = ("text", "author")


FULL = Note(
    "5", "a 'b'", -1, 0.1, True, b"\x00\xff", ("1", "\0"), {"a": [1, 1.5, None]}, (Part(1, None),), Part(2, "x")
)


@pytest.mark.parametrize("note", [Note("a"), FULL])
def test_a_row_is_read_as_it_was_written(note: Note) -> None:
    notes = Notes(Database())
    notes.add(Note("other"))
    notes.add(note)
    assert (notes.get(note.text, note.author), notes.all()) == (note, [Note("other"), note])
    assert [type(value) for value in astuple(notes.all()[1])] == [type(value) for value in astuple(note)]
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        notes.add(note)
    notes.put(replace(note, words=("changed",)))
    assert notes.all() == [Note("other"), replace(note, words=("changed",))]
    notes.remove(note.text, note.author)
    notes.put(note)
    assert (notes.get(note.text, note.author), notes.all()) == (None, [Note("other")])


def test_a_transaction_is_all_or_nothing() -> None:
    database = Database()
    notes, wallet = Notes(database), Wallet(database)
    wallet.fill(10, at=0)
    notes.add(Note("before"))

    def fail() -> None:
        with database.transaction():
            notes.add(Note("undone"))
            with database.transaction():
                wallet.reserve("job", 4, at=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (notes.all(), wallet.credits) == ([Note("before")], 10)
    with database.transaction():
        notes.add(Note("after"))
    assert notes.all() == [Note("before"), Note("after")]


def test_threads_take_turns() -> None:
    database = Database()
    wallet = Wallet(database)
    wallet.fill(100, at=0)

    def spend() -> None:
        for number in range(50):
            wallet.reserve(f"job-{number}", 1, at=0)

    threads = [threading.Thread(target=spend) for _ in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wallet.credits == 0
    assert len(wallet.all()) == 101
