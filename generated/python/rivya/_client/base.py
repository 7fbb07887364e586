"""What the two clients have in common: how their settings are read and changed, and their budgets."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from typing import ClassVar, Self

from .._core.addresses import split_host
from .._core.api_key import ApiKey
from .._core.parts import state_without_parts
from .._core.problems import FALLBACK_LOCALE, load_catalogue, matching_locale
from .._core.suggestions import Suggesting
from .._spec.tables import Platform
from .._transport.copies import Uncopied
from .._transport.schedules import changed_timeouts
from .._transport.settings import Settings, checked_headers, checked_mode, given, merged_headers, read_key
from .._transport.tracing import TracerProvider, read_tracing
from .._transport.watching import Hooks, WatcherFaults
from ..budgets import Budget
from ..errors import ConfigurationError
from ..options import PollPolicy, RetryPolicy, SizeLimits, Timeouts, ValidationMode


class BaseClient(Uncopied, Suggesting):
    """What the two clients have in common: the platform they talk to, and how their settings are read."""

    _platform: ClassVar[Platform]
    _models_by_id: ClassVar[Mapping[str, str]]
    """The id of each known model → the module that has its table."""

    _settings: Settings
    _borrowed = True
    """Whether the connections are another client's to close. One that could not be made has none."""
    _copy_advice = "make one where it is used, or with_options(…) for another one over the same connections"

    def __copy__(self) -> Self:
        return self._copy()

    def _copy(self) -> Self:
        """Return another client with everything that this one has, not bound to a transport yet."""
        copy = object.__new__(type(self))
        for name, value in state_without_parts(self).items():
            object.__setattr__(copy, name, value)
        return copy

    @classmethod
    def _first_settings(cls, api_key: ApiKey, base_url: str, hooks: Hooks, tracing: bool | TracerProvider) -> Settings:
        """Return the settings of a client to which nothing else is said."""
        faults = WatcherFaults()
        return Settings(
            platform=cls._platform,
            models_by_id=cls._models_by_id,
            base_url=base_url,
            api_key=read_key(api_key, cls._platform),
            hooks=hooks,
            watcher_faults=faults,
            tracing=read_tracing(tracing, cls._platform.version, faults),
        )

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """The budgets that every call of this client is under: those of `max_credits`."""
        return self._settings.budgets

    def budget(self, credits: float) -> Budget:
        """Return a bound on the credits of the jobs that are started inside `with client.budget(50) as budget:`.

        A job that costs more than is left, as far as its price is known, is refused with BudgetExceededError before
        anything is sent. An accepted job counts with its reserved credits, and with its final credits once `wait` or
        `refresh` saw its end.
        It is a plain `with` for both clients. It counts every call of this client that is made meanwhile, by whichever
        thread or task.

        Args:
            credits: The most that the jobs may cost together, in credits.

        Returns:
            The budget, to be entered.

        Raises:
            ConfigurationError: The number is below 0, or is not a number.
        """
        return Budget(credits, self._settings.ledger.entered)

    def __repr__(self) -> str:
        settings: Settings | None = getattr(self, "_settings", None)  # tracebacks show it before it is made
        return f"<{type(self).__name__} {settings.base_url if settings is not None else 'that could not be made'}>"


def changed_settings(
    now: Settings,
    *,
    timeout: Timeouts | float | None,
    retry: RetryPolicy | None,
    poll: PollPolicy | None,
    validate: ValidationMode | None,
    locale: str | None,
    extra_headers: Mapping[str, str] | None,
    size_limits: SizeLimits | None,
) -> Settings:
    """Return the settings with what a caller says on top. Raises ConfigurationError."""
    return replace(
        now,
        timeouts=changed_timeouts(now.timeouts, timeout),
        retry=given("retry", retry, RetryPolicy, now.retry),
        poll=given("poll", poll, PollPolicy, now.poll),
        validate=now.validate if validate is None else checked_mode(validate),
        locale=now.locale if locale is None else read_locale(locale, now.platform),
        headers=merged_headers(now.headers, checked_headers(extra_headers, now.platform)),
        size_limits=given("size_limits", size_limits, SizeLimits, now.size_limits),
    )


def read_locale(locale: str, platform: Platform) -> str:
    """Return the language of the messages that a locale stands for. Raises ConfigurationError where there is none."""
    if locale == FALLBACK_LOCALE:
        return locale  # the usual one; the catalogue is loaded with the first problem
    catalogue = load_catalogue(platform.messages_module)
    known = sorted({FALLBACK_LOCALE, *(name for texts in catalogue.values() for name in texts)})
    found = matching_locale(given("locale", locale, str, FALLBACK_LOCALE), known)
    if found is None:
        raise ConfigurationError(f"locale must be one of {', '.join(known)}, got {locale!r}")
    return found


def read_base_url(base_url: str | None, platform: Platform, *, allow_http: bool = False) -> str:
    """Return the address of the API as given, as the environment has it, or the vendor's. Raises ConfigurationError.

    One that ends where the paths of the operations begin, in `/api/v1`, is that of the API as well.
    """
    otherwise = os.environ.get(platform.base_url_variable) or platform.base_url
    url = given("base_url", base_url or None, str, otherwise)
    parts = split_host(url)
    usable = parts is not None and parts.scheme in {"http", "https"}
    if parts is None or not usable or parts.username or parts.password or re.search(r"[?#]", url):
        # The address is not quoted: what does not belong in it may be a secret.
        raise ConfigurationError(
            "base_url must be of the form http(s)://host[:port][/path], without user, query and fragment"
        )
    if parts.scheme == "http" and not allow_http and not _is_local(parts.hostname or ""):
        raise ConfigurationError(
            "base_url must begin with https://: http:// would show the API key on the way to another machine; "
            "for a network that you trust, pass allow_http=True"
        )
    for operation in platform.operations.values():
        path = "/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in operation.path.split("/"))
        if re.search(f"{path}/*$", parts.path):
            raise ConfigurationError(
                f"base_url ends in the path of {operation.name} ({operation.path}): leave that out"
            )
    shared = posixpath.commonpath([operation.path for operation in platform.operations.values()])
    return url.rstrip("/").removesuffix(shared).rstrip("/")


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".").rpartition(".")[2] == "localhost"
