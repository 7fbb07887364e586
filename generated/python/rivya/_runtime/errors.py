"""The errors of the client: one class for each decision that a caller makes.

RivyaError
├── ConfigurationError            the client cannot work as it was set up (no API key, a malformed address)
├── ValidationError               the request breaks rules of the model; nothing was sent
├── APIError                      the API answered, and the answer is an error
│   ├── BadRequestError           400, 422
│   ├── AuthenticationError       401
│   ├── InsufficientCreditsError  402
│   ├── PermissionDeniedError     403
│   ├── NotFoundError             404
│   ├── ConflictError             409
│   ├── RateLimitError            429
│   └── ServerError               5xx
├── UnexpectedResponseError       the API answered with success, but the body cannot be read
├── TransportError                no answer arrived
│   ├── ConnectionFailedError
│   └── RequestTimeoutError
├── SubmissionUncertainError      attempts ran out, and nobody knows whether the job exists
├── JobFailedError                the job ended without a result
├── JobTimeoutError               the job is still running at the deadline
└── DownloadError                 a finished job's file could not be fetched

RivyaWarning                      a problem of a request that does not stop it
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .calls import Call
    from .jobs import JobState
    from .problems import Problem


class RivyaWarning(UserWarning):
    """A problem of a request that does not stop it: a parameter without effect, or any problem under `validate="warn"`."""


class RivyaError(Exception):
    """Base of every error of this package."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are pickled through their constructor, which here takes keywords; process pools need the round trip.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class ConfigurationError(RivyaError):
    """The client cannot work as it was set up: no API key, a malformed key, address, header or option."""


class ValidationError(RivyaError):
    """A request that breaks rules of its model. It was raised before any network use.

    `problems` holds everything that is wrong, in a stable order; the text of the error lists them one per line.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Sequence[Problem], *, locale: str = "en", note: str = "") -> None:
        self.problems = tuple(problems)
        lines = [problem.message(locale) for problem in self.problems]
        super().__init__("\n".join([*lines, note] if note else lines))


class APIError(RivyaError):
    """An answer of the API that is an error.

    `code` is the vendor's stable code (`None` where the answer has none), `status` the HTTP status, `request_id` what
    the vendor's support asks for, `retryable` whether the same call can succeed later, `body` the answer as received.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str | None = None,
        request_id: str | None = None,
        retryable: bool = False,
        operation: str = "",
        body: object = None,
    ) -> None:
        self.message = message
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retryable = retryable
        self.operation = operation
        self.body = body
        head = " ".join(filter(None, (str(status), code)))
        tail = f" (request id {request_id})" if request_id else ""
        super().__init__(f"{operation}: {head}: {message}{tail}" if operation else f"{head}: {message}{tail}")


class BadRequestError(APIError):
    """400 or 422: the API rejects the request as it is."""


class AuthenticationError(APIError):
    """401: the API key is missing, invalid, revoked or expired."""


class InsufficientCreditsError(APIError):
    """402: the account's balance is too low for the call."""


class PermissionDeniedError(APIError):
    """403: the API key lacks the scope for the call."""


class NotFoundError(APIError):
    """404: there is no such thing, or it belongs to another account."""


class ConflictError(APIError):
    """409: the call contradicts an earlier one, such as an idempotency key that was used for another request."""


class RateLimitError(APIError):
    """429: too many calls in the current window, also after the client waited and tried again."""


class ServerError(APIError):
    """5xx: the API failed or is switched off, also after the client waited and tried again."""


class UnexpectedResponseError(RivyaError):
    """An answer with a success status whose body cannot be read.

    After a call that starts a job, the job probably exists: call again with the same `idempotency_key` to find it.
    """

    def __init__(self, message: str, *, status: int, operation: str, body: str, idempotency_key: str | None) -> None:
        self.status = status
        self.operation = operation
        self.body = body
        self.idempotency_key = idempotency_key
        tail = f"; repeat the call with idempotency_key={idempotency_key!r}" if idempotency_key else ""
        super().__init__(f"{operation}: {status}: {message}{tail}")


class TransportError(RivyaError):
    """No answer arrived, also after the client tried again; nothing was started by the call."""

    def __init__(self, message: str, *, operation: str, attempts: int) -> None:
        self.operation = operation
        self.attempts = attempts
        super().__init__(f"{operation}: {message} (attempts: {attempts})")


class ConnectionFailedError(TransportError):
    """The API could not be reached, or the connection broke."""


class RequestTimeoutError(TransportError):
    """The API was silent for longer than the timeout."""


class SubmissionUncertainError(RivyaError):
    """Attempts ran out on a call that may have arrived: nobody knows whether it started a job.

    Repeat it under the same `idempotency_key`, which cannot start a second job: `repeat()` sends the very same request
    again; in another process, pass `request` and `idempotency_key` to `generations.create`.
    """

    def __init__(self, message: str, *, call: Call) -> None:
        self.idempotency_key: str | None = call.request.idempotency_key
        self.request: Mapping[str, Any] = call.body or {}
        self.call = call
        self._again: Callable[[], Any] | None = None
        super().__init__(f"{message}; it may have arrived. Repeat it with idempotency_key={self.idempotency_key!r}")

    def bind(self, again: Callable[[], Any]) -> None:
        """Tell the error how its client sends the request again."""
        self._again = again

    def repeat(self) -> Any:
        """Send the very same request again under the same key.

        Returns what the failed call would have returned: a `Job`, or from an asynchronous client an awaitable of an
        `AsyncJob`. Raises what the failed call could raise.
        """
        if self._again is None:
            raise ConfigurationError(
                "the client of this error is gone: pass request and idempotency_key to generations.create"
            )
        return self._again()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_again": None}

    def __reduce__(self) -> tuple[Any, ...]:
        # What is bound belongs to a live client and stays behind.
        return (*super().__reduce__()[:2], self.__getstate__())


class JobFailedError(RivyaError):
    """A job that ended without a result; `code` and `message` are the vendor's, `job` has the rest."""

    def __init__(self, code: str | None, message: str | None, *, job: JobState) -> None:
        self.code = code
        self.message = message
        self.job = job
        super().__init__(f"job {job.id} failed: {code or 'no code'}: {message or 'no message'}")


class JobTimeoutError(RivyaError):
    """A job that is still running at the deadline (seconds). It goes on: call `job.wait()` again, now or much later."""

    def __init__(self, deadline: float, *, job: JobState) -> None:
        self.deadline = deadline
        self.job = job
        super().__init__(
            f"job {job.id} is {job.status or 'not known'} after {deadline:g} s; it goes on, wait for it again"
        )


class DownloadError(RivyaError):
    """A file of a job could not be fetched. The job is not touched by it: call `save` again.

    `saved` holds the files that were complete before, `status` the HTTP status if there was an answer.
    """

    def __init__(self, message: str, *, job: JobState, status: int | None = None, saved: Sequence[Path] = ()) -> None:
        self.job = job
        self.status = status
        self.saved = tuple(saved)
        super().__init__(f"job {job.id}: {message}")
