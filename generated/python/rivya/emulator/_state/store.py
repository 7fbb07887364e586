"""What an emulator remembers: wallet, jobs, uploads, chats, webhooks, and the responses it may have to repeat.

Each is a `database.Table`. A new one is a dataclass and a subclass, and a line in `Store`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, get_type_hints

from .chat import ChatMessages, ChatSessions
from .database import Database, Table
from .files import Files, Pieces, StoredFile
from .jobs import Job, Jobs
from .responses import StoredResponses
from .wallet import Wallet
from .webhooks import Deliveries, Endpoints

EndOfJob = Callable[[Job], None]
"""What else to write down when a job ends, in the transaction that settles it."""


class Store:
    """The state of one emulator: its tables, in one database.

    Attributes:
        at_end_of_job: called for each job that ends, once, inside the transaction that settles it. What such a call
            writes is there if and only if the job is settled, also after a crash.
    """

    wallet: Wallet
    jobs: Jobs
    files: Files
    pieces: Pieces
    responses: StoredResponses
    chat_sessions: ChatSessions
    chat_messages: ChatMessages
    endpoints: Endpoints
    deliveries: Deliveries

    def __init__(self, database: Database, credits: float, now: float) -> None:
        self.database = database
        self.at_end_of_job: list[EndOfJob] = []
        self._first_credits = credits
        with database.transaction():
            self.tables = [table(database) for table in TABLES.values()]
            vars(self).update(zip(TABLES, self.tables, strict=True))
            self.wallet.fill(credits, now)
            self.pieces.remove_strays()

    def settle(self, now: float) -> None:
        """Settle the jobs that have ended by now; the wallet is right after it."""
        next_end = self.jobs.next_end()
        if next_end is None or next_end > now:
            return
        with self.database.transaction():
            for job in self.jobs.due(now):
                self.wallet.settle(job.id, job.final_credits, job.ends_at)
                self.jobs.put(replace(job, settled=True))
                for write in self.at_end_of_job:
                    write(job)

    def add_file(self, file: StoredFile, content: BinaryIO) -> None:
        """Keep an uploaded file with its content: a crash leaves both or, after the next start, neither.

        Between its pieces, others get their turn.
        """
        self.pieces.write(file.id, content)
        with self.database.transaction():
            if self.pieces.get(file.id, 0) is not None:  # else all was forgotten meanwhile
                self.files.add(file)

    def reset(self, now: float) -> None:
        """Forget everything and fill the wallet again."""
        with self.database.transaction():
            for table in self.tables:
                table.clear()
            self.wallet.fill(self._first_credits, now)


TABLES: Mapping[str, type[Table[Any]]] = get_type_hints(Store)
LAYOUT = {table.name: table.statement() for table in TABLES.values()}
