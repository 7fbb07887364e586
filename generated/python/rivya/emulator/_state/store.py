"""What an emulator remembers: the wallet, the jobs, the uploaded files and the responses it may have to repeat.

Each is a `database.Table`. A new one is a dataclass and a subclass, a line in `TABLES` and one in `Store`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from .chat import ChatMessages, ChatSessions
from .database import Database, Table
from .files import Contents, Files
from .jobs import Job, Jobs
from .responses import StoredResponses
from .state_file import Layout
from .wallet import Wallet
from .webhooks import Deliveries, Endpoints

TABLES: tuple[type[Table[Any]], ...] = (
    Wallet,
    Jobs,
    Files,
    Contents,
    StoredResponses,
    ChatSessions,
    ChatMessages,
    Endpoints,
    Deliveries,
)
LAYOUT = Layout({table.name: table.statement() for table in TABLES})

EndOfJob = Callable[[Job], None]
"""What else to write down when a job ends, in the transaction that settles it."""


class Store:
    """The state of one emulator: its tables, in one database, and the folder with the content of uploads.

    Attributes:
        at_end_of_job: called for each job that ends, once, inside the transaction that settles it. What such a call
            writes is there if and only if the job is settled, also after a crash.
    """

    def __init__(self, database: Database, folder: Path, credits: float, now: float) -> None:
        self.database = database
        self.folder = folder
        self.at_end_of_job: list[EndOfJob] = []
        self._first_credits = credits
        with database.transaction():
            self.wallet = Wallet(database)
            self.jobs = Jobs(database)
            self.files = Files(database)
            self.contents = Contents(database)
            self.responses = StoredResponses(database)
            self.chat_sessions = ChatSessions(database)
            self.chat_messages = ChatMessages(database)
            self.endpoints = Endpoints(database)
            self.deliveries = Deliveries(database)
            self.wallet.fill(credits, now)

    @property
    def tables(self) -> list[Table[Any]]:
        return [value for value in vars(self).values() if isinstance(value, Table)]

    def settle(self, now: float) -> list[Job]:
        """Settle the jobs that have ended by now, and return them; the wallet is right after it."""
        next_end = self.jobs.next_end()
        if next_end is None or next_end > now:
            return []
        with self.database.transaction():
            ended = self.jobs.due(now)
            for job in ended:
                self.wallet.settle(job.id, job.final_credits, job.ends_at)
                self.jobs.put(replace(job, settled=True))
                for write in self.at_end_of_job:
                    write(job)
        return ended

    def content(self, file_id: str) -> Path:
        """Return where the content of an uploaded file lies: in the folder, whatever a state may say."""
        return self.folder / Path(file_id).name

    def sweep(self) -> None:
        """Remove content of this state that no file claims: uploads that a crash cut off. Other files stay."""
        known = {file.id for file in self.files.all()}
        for content in self.contents.all():
            if content.id not in known:
                self.content(content.id).unlink(missing_ok=True)
                self.contents.remove(content.id)

    def reset(self, now: float) -> None:
        """Forget everything and fill the wallet again."""
        with self.database.transaction():
            for table in self.tables:
                table.clear()
            self.wallet.fill(self._first_credits, now)
        self.sweep()
