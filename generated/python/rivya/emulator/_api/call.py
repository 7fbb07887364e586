"""What a handler works with: the request, the operation it names, and the emulation that it arrived at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from ..._spec.tables import Operation
from .._state.database import Table
from .._state.jobs import Failure
from .emulation import Emulation
from .errors import ApiError
from .messages import FAILURE

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one operation, with its key already checked."""

    emulation: Emulation
    operation: Operation[object]
    request: Request

    @property
    def base_url(self) -> str:
        """The address that the client used, which is the one that reaches this server from where the client is."""
        return str(self.request.base_url).rstrip("/")

    @property
    def path_value(self) -> str:
        """The one value in the path, of those operations that have one."""
        (value,) = self.request.path_params.values()
        return str(value)

    def found(self, table: Table[RowT], what: str) -> RowT:
        """Return the row of a table that the value in the path names. Raises ApiError where there is none."""
        row = table.get(self.path_value)
        if row is None:
            raise ApiError("not_found", f"There is no such {what}.")
        return row

    @property
    def failure(self) -> Failure | None:
        """How the job that this request makes is to fail; None when it is to succeed."""
        failure: Failure | None = self.request.scope.get(FAILURE)
        return failure


Handler = Callable[[Call], Awaitable[Response]]
