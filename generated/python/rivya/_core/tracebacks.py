"""Exceptions without the API key: neither their messages nor the variables of their frames lead to it.

The HTTP library's own frames, which hold the headers of a request, are left out, and so are those of what it calls: the
standard library's, and those of this package. Other frames of this package, which hold what arrived, are empty.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import cast

HTTP_LIBRARIES = frozenset({"httpx", "httpx2", "httpcore", "httpcore2", "h11", "h2", "hpack", "socksio"})
HERE = __name__.partition(".")[0]
CALLED_WITHIN = HTTP_LIBRARIES | sys.stdlib_module_names | {"anyio", "sniffio", HERE}


def scrub(error: BaseException, redact: Callable[[str], str]) -> None:
    """Take the key out of an exception that has left all frames below the caller's, and out of its causes."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.__traceback__ = _trimmed(one.__traceback__)
        one.args = tuple(_redacted(argument, redact) for argument in one.args)
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", one).exceptions


def _redacted(argument: object, redact: Callable[[str], str]) -> object:
    if not isinstance(argument, str | bytes | bytearray):
        return argument
    text = argument if isinstance(argument, str) else repr(argument)
    redacted = redact(text)
    return argument if redacted == text else redacted


def _trimmed(traceback: TracebackType | None) -> TracebackType | None:
    kept: list[TracebackType] = []
    within = False
    while traceback is not None:
        package = str(traceback.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        within = within or package in HTTP_LIBRARIES
        if not within or package not in CALLED_WITHIN:
            kept.append(traceback)
            if package == HERE:
                with suppress(RuntimeError):  # of one that still runs: the caller's
                    traceback.tb_frame.clear()
        traceback = traceback.tb_next
    following: TracebackType | None = None
    for one in reversed(kept):
        following = TracebackType(following, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return following
