"""How a client works, and how one call of it does: settings read once, options on top."""

from __future__ import annotations

import importlib
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from json import detect_encoding
from typing import Any, TypeVar, cast, get_args

from .._core.api_key import ApiKey
from .._core.numbers_as_json import with_plain_numbers
from .._core.plain_text import one_line
from .._core.process_lock import process_lock
from .._core.wire import Task
from .._spec.findings import Findings
from .._spec.numbers import Range, read_number
from .._spec.tables import ModelTable, Platform
from ..budgets import Budget
from ..errors import ConfigurationError, ValidationError
from ..options import PollPolicy, RequestOptions, RetryPolicy, SizeLimits, Timeouts, ValidationMode
from .ledger import Charge, Ledger
from .rate_gate import RateGate
from .schedules import PollSchedule, changed_timeouts
from .tracing import Tracing
from .upload_cache import UploadCache
from .watching import LOGGER, Hooks, WatcherFaults

T = TypeVar("T")

HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
LONGEST_STATUS = 50
"""Characters of a status that are shown and remembered."""
OWN_HEADERS = frozenset({"accept", "accept-encoding", "content-type", "content-length", "host", "user-agent"})


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How one call is made: the settings of the client with the options of the call on top."""

    retry: RetryPolicy
    timeouts: Timeouts
    validate: ValidationMode
    headers: Mapping[str, str]
    idempotency_key: str
    """The caller's, or one that is made for this call; it goes with operations that take one."""
    client_request_id: str | None = None
    extra_params: Mapping[str, Any] = field(default_factory=dict[str, Any])
    unknown: tuple[str, ...] = ()
    """Keywords that are no options: most likely misspelt parameters of a model."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a client works."""

    platform: Platform
    models_by_id: Mapping[str, str]
    base_url: str
    api_key: ApiKey
    timeouts: Timeouts = field(default_factory=Timeouts)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    poll: PollPolicy = field(default_factory=PollPolicy)
    validate: ValidationMode = "strict"
    locale: str = "en"
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    size_limits: SizeLimits = field(default_factory=SizeLimits)
    hooks: Hooks = field(default_factory=Hooks, repr=False)
    watcher_faults: WatcherFaults = field(default_factory=WatcherFaults, repr=False)
    tracing: Tracing | None = field(default=None, repr=False)
    ledger: Ledger = field(default_factory=Ledger, repr=False)
    """Shared by the clients that `with_options` makes, so that they are charged as one."""
    rate_gate: RateGate = field(default_factory=RateGate, repr=False)
    """Shared like the ledger: the server counts the requests of all of them."""
    uploads: UploadCache = field(default_factory=UploadCache, repr=False)
    """Shared like the ledger, and with no other client: an upload belongs to an account."""
    budgets: tuple[Budget, ...] = ()
    notes_given: set[str] = field(default_factory=set[str], repr=False, compare=False)
    """The warnings and notes that are given once."""

    def table_of(self, model_id: object) -> ModelTable | None:
        """Return the table of a model; nothing for a model that this package does not know."""
        module = self.models_by_id.get(model_id) if isinstance(model_id, str) else None
        return cast("ModelTable", importlib.import_module(module).MODEL) if module is not None else None

    def poll_schedule(
        self, model_id: str | None, deadline: float | None, policy: PollPolicy | None = None
    ) -> PollSchedule:
        """Return how to wait for a job: the policy of the call, of the client, the advice for the model's category."""
        table = self.table_of(model_id)
        category = table.category if table is not None else None
        schedule = PollSchedule.plan(self.platform.polling, category, self.poll)
        schedule = schedule.with_policy(given("poll", policy, PollPolicy, PollPolicy()))
        if deadline is None:
            return schedule
        return replace(schedule, deadline=read_number("timeout", deadline, Range(0, unit="seconds")))

    def with_budget(self, credits: float | None) -> Settings:
        """Return the settings with one more budget. Raises ConfigurationError for what is no amount."""
        return self if credits is None else replace(self, budgets=(*self.budgets, Budget(credits, self.ledger.entered)))

    def reserve(self, key: str | None, price: float | None) -> Charge:
        """Reserve the price of a call in all budgets, under its idempotency key. Raises BudgetExceededError."""
        return self.ledger.reserve(key, price, self.budgets)

    def note_cost(self, task: Task) -> None:
        """Tell the budgets what the API says of a job's cost."""
        # Final credits may read 0 until a job ends, which a status that is not documented does not prove: only a charge
        # counts then, and what is reserved stays so without one.
        presumed = task.status in self.platform.presumed_failed_statuses and bool(task.final_credits)
        ended = presumed or task.status in self.platform.terminal_statuses
        failed = task.status in self.platform.failed_statuses
        self.ledger.correct(task, ended=ended, failed=failed)

    def note_status(self, task: Task) -> None:
        """Log a status that no list has, once: a wait goes on to its deadline where it is an end after all."""
        platform = self.platform
        known = platform.waiting_statuses | platform.terminal_statuses | platform.presumed_failed_statuses
        note = f"status {task.status[:LONGEST_STATUS]!r}"
        if task.status in known or not self.first_time(note):
            return
        with self.watcher_faults.caught("a handler of the log"):
            LOGGER.warning("job %s has a %s, which is not documented: it is waited for as if it went on", task.id, note)

    def first_time(self, note: str) -> bool:
        """Whether a warning or a note has not been given yet; from now on it has."""
        with process_lock():
            given_before = note in self.notes_given
            self.notes_given.add(note)
        return not given_before

    def credential(self) -> dict[str, str]:
        """Return the header that authorizes a request, made at the last moment: no `Request` has it."""
        if not self.api_key.given:
            return {}
        return {self.platform.authorization_header: self.api_key.credential(self.platform.authorization_scheme)}

    def require_key(self) -> None:
        """Raise ConfigurationError where there is no key."""
        if not self.api_key.given:
            variable = self.platform.api_key_variable
            raise ConfigurationError(f"no API key: pass api_key=… or set the environment variable {variable}")

    def refusal(self, code: str, parameter: str, **values: object) -> ValidationError:
        """Return the error of a request in which one thing is wrong."""
        findings = Findings(self.platform)
        findings.add(code, parameter, **values)
        return ValidationError(findings.problems, locale=self.locale)

    def redact(self, text: str) -> str:
        """Return a text of somebody else's without the key, should it be quoted there."""
        return self.api_key.redact(text)

    def redact_answer(self, text: str) -> str:
        """Return a text of a success without the key; a short one stays, as it may be a word of the answer."""
        return self.redact(text) if self.api_key.is_distinctive else text

    def redact_bytes(self, body: bytes) -> bytes:
        """Return a body of somebody else's without the key, should it be quoted there."""
        found = detect_encoding(body)
        wide = () if found.startswith("utf-8") else (found,)  # as JSON may be
        for encoding in ("latin-1", *wide):
            text = body.decode(encoding, "replace")
            if (redacted := self.redact(text)) != text:
                body = redacted.encode(encoding)
        return body

    def redacted_line(self, text: str) -> str:
        """Return what somebody else said as it may stand in a message or the log: without the key, and as one line."""
        return one_line(self.redact(text))

    def resolve(self, options: RequestOptions) -> CallOptions:
        """Return the settings of one call. Raises ConfigurationError for an option that cannot be used."""
        key = options.get("idempotency_key")
        return CallOptions(
            retry=given("retry", options.get("retry"), RetryPolicy, self.retry),
            timeouts=changed_timeouts(self.timeouts, options.get("timeout")),
            validate=checked_mode(given("validate", options.get("validate"), str, self.validate)),
            headers=merged_headers(self.headers, checked_headers(options.get("extra_headers"), self.platform)),
            idempotency_key=header_text("idempotency_key", key) if key is not None else str(uuid.uuid4()),
            client_request_id=options.get("client_request_id"),
            extra_params=with_plain_numbers(given("extra_params", options.get("extra_params"), Mapping, {})),
            unknown=tuple(key for key in options if key not in RequestOptions.__annotations__),
        )


def read_key(key: ApiKey, platform: Platform) -> ApiKey:
    """Return the key as given or as the environment has it. Raises ConfigurationError for one that cannot be a key."""
    if not key.given:
        key = ApiKey(os.environ.get(platform.api_key_variable))
    if key.given and not key.usable:
        raise ConfigurationError(
            "the API key has a space, a line break or a character beyond ASCII in it: copy it again"
        )
    return key


def given(name: str, value: T | None, kind: type[Any], otherwise: T, advice: str = "") -> T:
    """Return what a caller says, or else the other value. Raises ConfigurationError, without it, for another type."""
    if value is None:
        return otherwise
    is_one: bool = isinstance(value, kind)
    if not is_one:
        raise ConfigurationError(f"{name} must be a {kind.__name__}, got {type(value).__name__}{advice}")
    return value


def checked_mode(mode: ValidationMode) -> ValidationMode:
    """Return a validation mode. Raises ConfigurationError for a word that is none."""
    if mode not in get_args(ValidationMode):
        raise ConfigurationError(f"validate must be one of {', '.join(get_args(ValidationMode))}, got {mode!r}")
    return mode


def checked_headers(headers: Mapping[str, str] | None, platform: Platform) -> dict[str, str]:
    """Return a caller's headers. Raises ConfigurationError for those that the client sets itself."""
    if headers is None:
        return {}
    own = OWN_HEADERS | {platform.authorization_header.lower(), platform.idempotency_header.lower()}
    for name, value in cast("Mapping[object, object]", given("extra_headers", headers, Mapping, {})).items():
        if not isinstance(name, str) or not re.fullmatch(HEADER_NAME, name):
            raise ConfigurationError(
                f"extra_headers: {name!r} cannot be the name of an HTTP header; use letters, digits and -"
            )
        if name.lower() in own:
            raise ConfigurationError(f"extra_headers: {name} is set by the client: leave it out")
        header_text(f"extra_headers[{name!r}]", value)
    return merged_headers(headers)


def merged_headers(*several: Mapping[str, str]) -> dict[str, str]:
    """Return headers as one; of those whose names differ in case only, the last one counts."""
    merged: dict[str, tuple[str, str]] = {}
    for headers in several:
        merged.update({name.lower(): (name, value) for name, value in headers.items()})
    return dict(merged.values())


def header_text(name: str, value: object) -> str:
    """Return a text that can stand in an HTTP header. Raises ConfigurationError, without the text in it, for others."""
    if not isinstance(value, str) or not re.fullmatch(r"[!-~](?:[ -~]*[!-~])?", value):
        raise ConfigurationError(f"{name} must be text in printable ASCII, without spaces around it")
    return value
