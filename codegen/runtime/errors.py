"""The errors of the client: one class for each decision that a caller makes. All can be imported from `rivya`.

The page `errors` of the docs draws their tree. What holds more than this module knows is defined elsewhere.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from ._core.lazy_names import lazy_names
from ._core.messages import Response
from ._core.plain_text import counted
from ._core.problems import Problem

if TYPE_CHECKING:
    # Defined where what they hold is known, and listed here for whoever looks for errors in one place.
    from .budgets import BudgetExceededError
    from .jobs.errors import DownloadError, JobFailedError, JobsFailedError, JobTimeoutError
else:
    __getattr__ = lazy_names(
        globals(),
        {
            ".budgets": ("BudgetExceededError",),
            ".jobs.errors": ("DownloadError", "JobFailedError", "JobTimeoutError", "JobsFailedError"),
        },
    )

__all__ = [
    "APIError",
    "AuthenticationError",
    "BadRequestError",
    "BudgetExceededError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "DownloadError",
    "InsufficientCreditsError",
    "JobFailedError",
    "JobTimeoutError",
    "JobsFailedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RedirectError",
    "RepeatableError",
    "RequestTimeoutError",
    "ResponseTooLargeError",
    "RivyaError",
    "RivyaWarning",
    "ServerError",
    "StreamInterruptedError",
    "SubmissionUncertainError",
    "TransportError",
    "UnexpectedResponseError",
    "ValidationError",
    "WebhookVerificationError",
]
__dir__ = __all__.copy

_SHOWN_PROBLEMS = 20


class RivyaWarning(UserWarning):
    """A problem of a request that does not stop it: a parameter without effect, or any under `validate="warn"`."""


class RivyaError(Exception):
    """Base of every error of this package.

    Attributes:
        request_id (str | None): What the vendor's support asks for; `None` where no answer was received, or it named
            none.
    """

    request_id: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are pickled through their constructor, which here takes keywords. typeshed leaves the function out.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class ConfigurationError(RivyaError):
    """The client cannot work as it was set up: no API key, a malformed key, address, header or option."""


class ValidationError(RivyaError):
    """A request that breaks rules of its model. It was raised before any network use, but for a file that was gone or
    changed when its upload was tried; no job was started.

    Attributes:
        problems (tuple[Problem, ...]): Everything that is wrong, in a stable order; the text of the error lists the
            first of them, one per line.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Sequence[Problem], *, locale: str = "en", note: str = "") -> None:
        self.problems = tuple(problems)
        lines = [problem.message(locale) for problem in self.problems[:_SHOWN_PROBLEMS]]
        if more := self.problems[_SHOWN_PROBLEMS:]:
            lines.append(replace(more[0], code="more-problems", parameters={"count": len(more)}).message(locale))
        super().__init__("\n".join([*lines, note] if note else lines))


def _request_id_note(request_id: str | None) -> str:
    return f" (request id {request_id})" if request_id else ""


class APIError(RivyaError):
    """An answer of the API that is an error.

    Attributes:
        message (str): What the API says, in its words.
        status (int): The HTTP status.
        code (str | None): The vendor's stable code; `None` where the answer has none.
        retryable (bool): Whether the same call can succeed later.
        operation (str): The name of the call, such as `generations.create`.
        body (object): The answer as it was received: JSON, or text where it is no JSON.
        http_response (Response | None): The answer with its headers.
    """

    _by_status: ClassVar[dict[int, type[APIError]]] = {}
    """The class of each HTTP status, where the code of an answer says no more."""

    def __init_subclass__(cls, statuses: Iterable[int] = ()) -> None:
        cls._by_status.update(dict.fromkeys(statuses, cls))

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
        response: Response | None = None,
    ) -> None:
        self.message = message
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retryable = retryable
        self.operation = operation
        self.body = body
        self.http_response = response
        said = f"{status} {code}: {message}" if code else f"{status}: {message}"
        super().__init__(f"{operation}: {said}{_request_id_note(request_id)}".removeprefix(": "))


class BadRequestError(APIError, statuses=(400, 422)):
    """400 or 422: the API rejects the request as it is."""


class AuthenticationError(APIError, statuses=(401,)):
    """401: the API key is missing, invalid, revoked or expired."""


class InsufficientCreditsError(APIError, statuses=(402,)):
    """402: the account's balance is too low for the call."""


class PermissionDeniedError(APIError, statuses=(403,)):
    """403: the API key lacks the scope for the call."""


class NotFoundError(APIError, statuses=(404,)):
    """404: there is no such thing, or it belongs to another account."""


class ConflictError(APIError, statuses=(409,)):
    """409: the call contradicts an earlier one, such as an idempotency key that was used for another request."""


class RateLimitError(APIError, statuses=(429,)):
    """429: too many calls in the current window, also after the client waited and tried again."""


class RedirectError(APIError, statuses=range(300, 400)):
    """3xx: a redirect that is not followed, because it leads elsewhere, on and on, or would turn a POST into a GET."""


class ServerError(APIError, statuses=range(500, 1000)):
    """5xx: the API failed or is switched off, also after the client waited and tried again."""


class RepeatableError(RivyaError):
    """Base of the errors after which a call may have done its work.

    Attributes:
        request (Mapping[str, Any]): What was sent, in the vendor's JSON.
        idempotency_key (str | None): The key that it was sent under; `None` for a call that carries none, such as a
            stream.
    """

    idempotency_key: str | None
    request: Mapping[str, Any]
    _flow: Callable[[], Any] | None = None
    _again: Callable[[], Any] | None = None

    def repeat(self) -> Any:
        """Send the very same request again under the same key.

        Returns:
            What the failed call would have returned: a `Job` or a `Reply`, or from an asynchronous client an awaitable
            of one.

        Raises:
            ConfigurationError: The call has no key, or the error has left its client behind, as a pickled one does.
            RivyaError: What the failed call could raise.
        """
        if self._again is None:
            raise ConfigurationError(
                "its client is gone: pass request and idempotency_key to generations.create or chat.create"
                if self.idempotency_key
                else "the call has no idempotency key, so repeating it may do it twice: make it anew"
            )
        return self._again()

    def __reduce__(self) -> tuple[Any, ...]:
        # What sends it again belongs to a live client and stays behind.
        return (*super().__reduce__()[:2], {**self.__dict__, "_flow": None, "_again": None})


class UnexpectedResponseError(RepeatableError):
    """An answer with a success status whose body cannot be read.

    After a call that starts a job, the job probably exists: `repeat()` sends the very same request again under the same
    `idempotency_key`, to find it; in another process, pass both to `generations.create` or `chat.create`.

    Attributes:
        status (int): The HTTP status.
        operation (str): The name of the call, such as `generations.create`.
        body (str): The beginning of what was received.
        http_response (Response | None): The answer with its headers.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        operation: str,
        body: str,
        idempotency_key: str | None,
        request: Mapping[str, Any],
        response: Response | None = None,
    ) -> None:
        self.status = status
        self.operation = operation
        self.body = body
        self.http_response = response
        self.request_id = response.request_id if response is not None else None
        self.idempotency_key = idempotency_key
        self.request = request
        tail = f"; repeat() it, with idempotency_key={idempotency_key!r}" if idempotency_key else ""
        super().__init__(f"{operation}: {status}: {message}{_request_id_note(self.request_id)}{tail}")


class ResponseTooLargeError(RivyaError):
    """An answer, a stream of events or a file that is larger than the client's bound; the rest of it was not read.

    Where the call may have done its work, this is the cause of the error that says so.

    Attributes:
        limit (int): The bound, in bytes.
        setting (str): The field of `SizeLimits` that it comes from.
    """

    def __init__(self, limit: int, setting: str) -> None:
        self.limit = limit
        self.setting = setting
        super().__init__(limit, setting)

    def __str__(self) -> str:
        return f"more than {self.limit:,} bytes arrived: if so much is meant, raise SizeLimits({self.setting}=…)"


class TransportError(RivyaError):
    """No answer arrived, also after the client tried again; nothing was started by the call.

    Attributes:
        retryable (bool): Whether the same call can succeed later.
        operation (str): The name of the call, such as `generations.create`.
        attempts (int): How often it was tried.
    """

    def __init__(self, message: str, *, operation: str, attempts: int, retryable: bool = True) -> None:
        self.retryable = retryable
        self.operation = operation
        self.attempts = attempts
        super().__init__(f"{operation}: {message} (attempts: {attempts})")


class ConnectionFailedError(TransportError):
    """The API could not be reached, or the connection broke."""


class RequestTimeoutError(TransportError):
    """The answer was not complete within the timeout; the text says which bound it was."""


class SubmissionUncertainError(RepeatableError):
    """Attempts ran out on a call that may have arrived: nobody knows what it started.

    Repeat it under the same `idempotency_key`, which cannot start a second job or reply: `repeat()` sends the very same
    request again; in another process, pass `request` and `idempotency_key` to `generations.create` or `chat.create`.
    Without a key, look before you make the call again.
    """

    def __init__(
        self, message: str, *, idempotency_key: str | None, request: Mapping[str, Any], request_id: str | None = None
    ) -> None:
        self.request_id = request_id
        self.idempotency_key = idempotency_key
        self.request = request
        advice = (
            f"Repeat it with idempotency_key={idempotency_key!r}"
            if idempotency_key
            else "It has no idempotency key: look before you repeat it"
        )
        super().__init__(f"{message}; it may have arrived. {advice}")


class StreamInterruptedError(RivyaError):
    """A chat stream that broke off before its end: a connection that was lost, or an error that the API told of in it.

    The message was received, and may be charged: sending it again is a message of its own.

    Attributes:
        text (str): What had arrived of the reply.
        session_id (str | None): The session, where the stream had named it.
        code (str | None): The vendor's stable code, where it said why.
    """

    def __init__(
        self,
        message: str,
        *,
        text: str,
        session_id: str | None = None,
        code: str | None = None,
        request_id: str | None = None,
    ) -> None:
        self.text = text
        self.session_id = session_id
        self.code = code
        self.request_id = request_id
        said = (f"{code}: {message}" if code else message) + _request_id_note(request_id)
        super().__init__(f"the stream broke off after {counted(len(text), 'character')}: {said}")


class WebhookVerificationError(RivyaError):
    """A webhook delivery that is not proven to be genuine: do not act on it, and answer 400.

    Neither the secret nor the signature that was expected is in the error.

    Attributes:
        reason (str): `missing-header`, `malformed-timestamp`, `too-old`, `too-new`, `wrong-signature`, `not-an-event`.
    """

    def __init__(self, message: str, *, reason: str) -> None:
        self.reason = reason
        super().__init__(message)
