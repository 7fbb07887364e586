"""How a client works, and how one call of it does: settings read once, options on top."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypedDict, cast
from urllib.parse import urlsplit

from .errors import ConfigurationError
from .policies import PollPolicy, PollSchedule, RetryPolicy, Timeouts
from .tables import ModelTable, Platform

ValidationMode = Literal["strict", "warn", "off"]
VALIDATION_MODES: tuple[ValidationMode, ...] = ("strict", "warn", "off")
OWN_HEADERS = frozenset({"accept", "content-type", "content-length", "host", "user-agent"})


class RequestOptions(TypedDict, total=False):
    """Options of one call, all of them optional keywords."""

    idempotency_key: str
    """Names the call: the same key never starts a second job. Made by the client unless given."""
    client_request_id: str
    """A trace id of yours, sent along."""
    timeout: float | Timeouts
    """Seconds of silence to bear, or a `Timeouts`."""
    retry: RetryPolicy
    """How this call is tried again."""
    validate: ValidationMode
    """`strict` raises what is wrong with the request, `warn` warns of it, `off` does not look."""
    extra_params: Mapping[str, Any]
    """Parameters that this package does not know yet; merged into `params` unchecked."""
    extra_headers: Mapping[str, str]
    """HTTP headers, sent along."""


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How one call is made: the settings of the client with the options of the call on top."""

    retry: RetryPolicy
    timeouts: Timeouts
    validate: ValidationMode
    headers: Mapping[str, str]
    idempotency_key: str | None = None
    client_request_id: str | None = None
    extra_params: Mapping[str, Any] = field(default_factory=dict[str, Any])
    unknown: tuple[str, ...] = ()
    """Keywords that are no options: most likely misspelt parameters of a model."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a client works. The key shows in no text made from it."""

    platform: Platform
    models_by_id: Mapping[str, str]
    base_url: str
    api_key: str | None = field(repr=False)
    timeouts: Timeouts
    retry: RetryPolicy
    poll: PollPolicy
    validate: ValidationMode
    locale: str
    headers: Mapping[str, str] = field(repr=False)

    def table_of(self, model_id: object) -> ModelTable | None:
        """Return the table of a model; nothing for a model that this package does not know."""
        module = self.models_by_id.get(model_id) if isinstance(model_id, str) else None
        return cast("ModelTable", importlib.import_module(module).MODEL) if module is not None else None

    def poll_schedule(self, model_id: str | None, deadline: float | None) -> PollSchedule:
        """Return how to wait for a job: the client's own policy on top of the vendor's advice for its model's category."""
        table = self.table_of(model_id)
        category = table.category if table is not None else None
        schedule = PollSchedule.plan(self.platform.polling, category, self.poll)
        return schedule if deadline is None else replace(schedule, deadline=deadline)

    def credential(self) -> dict[str, str]:
        """Return the header that authorizes a request; made at the last moment, so that no request carries it around."""
        if self.api_key is None:
            return {}
        return {self.platform.authorization_header: f"{self.platform.authorization_scheme} {self.api_key}"}

    def require_key(self) -> None:
        """Raise ConfigurationError where there is no key."""
        if self.api_key is None:
            variable = self.platform.api_key_variable
            raise ConfigurationError(f"no API key: pass api_key=… or set the environment variable {variable}")

    def redact(self, text: str) -> str:
        """Return a text of somebody else's without the key, should it be quoted there."""
        return text.replace(self.api_key, "[API key]") if self.api_key is not None else text

    def redact_bytes(self, body: bytes) -> bytes:
        """Return a body of somebody else's without the key, should it be quoted there."""
        return body.replace(self.api_key.encode(), b"[API key]") if self.api_key is not None else body

    def resolve(self, options: RequestOptions) -> CallOptions:
        """Return the settings of one call. Raises ConfigurationError for an option that cannot be used."""
        timeout = options.get("timeout", self.timeouts)
        key = options.get("idempotency_key")
        return CallOptions(
            retry=options.get("retry", self.retry),
            timeouts=timeout if isinstance(timeout, Timeouts) else self.timeouts.everywhere(timeout),
            validate=checked_mode(options.get("validate", self.validate)),
            headers={**self.headers, **checked_headers(options.get("extra_headers"), self.platform)},
            idempotency_key=header_text("idempotency_key", key) if key is not None else None,
            client_request_id=options.get("client_request_id"),
            extra_params=options.get("extra_params", {}),
            unknown=tuple(key for key in options if key not in RequestOptions.__annotations__),
        )


def read_key(api_key: str | None, platform: Platform) -> str | None:
    """Return the key as given or as the environment has it. Raises ConfigurationError for one that cannot be a key."""
    key = api_key or os.environ.get(platform.api_key_variable) or None
    if key is not None and not re.fullmatch(r"[!-~]+", key):
        raise ConfigurationError(
            "the API key has a space, a line break or a character beyond ASCII in it: copy it again"
        )
    return key


def read_base_url(base_url: str | None, platform: Platform) -> str:
    """Return the address of the API as given, as the environment has it, or the vendor's. Raises ConfigurationError."""
    url = base_url or os.environ.get(platform.base_url_variable) or platform.base_url
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
        parts = urlsplit("")
    if not usable or parts.username or parts.password or parts.query or parts.fragment or re.search(r"\s", url):
        # The address is not quoted: what does not belong in it may be a secret.
        raise ConfigurationError("base_url is not of the form http(s)://host[:port][/path]")
    return url.rstrip("/")


def checked_mode(mode: ValidationMode) -> ValidationMode:
    """Return a validation mode. Raises ConfigurationError for a word that is none."""
    if mode not in VALIDATION_MODES:
        raise ConfigurationError(f"validate={mode!r} is not one of {', '.join(VALIDATION_MODES)}")
    return mode


def checked_headers(headers: Mapping[str, str] | None, platform: Platform) -> dict[str, str]:
    """Return a caller's headers. Raises ConfigurationError for those that the client sets itself."""
    own = OWN_HEADERS | {platform.authorization_header.lower(), platform.idempotency_header.lower()}
    for name, value in (headers or {}).items():
        if name.lower() in own:
            raise ConfigurationError(f"extra_headers: {name} is set by the client")
        header_text(f"extra_headers[{name!r}]", value)
    return dict(headers or {})


def header_text(name: str, value: str) -> str:
    """Return a text that can stand in an HTTP header. Raises ConfigurationError, without the text in it, for others."""
    if not re.fullmatch(r"[!-~](?:[ -~]*[!-~])?", value):
        raise ConfigurationError(f"{name}: printable ASCII is needed, without spaces around it")
    return value
