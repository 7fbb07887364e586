"""Tracebacks without the HTTP library's own frames, whose variables hold the headers of a request, and so the API key.

Nor are there the frames of what the library calls in its turn: the standard library's, and those of this package.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import cast

HTTP_LIBRARIES = frozenset({"httpx", "httpx2", "httpcore", "httpcore2", "h11", "h2", "hpack", "socksio"})

CALLED_WITHIN = HTTP_LIBRARIES | sys.stdlib_module_names | {"anyio", "sniffio", __name__.partition(".")[0]}


def trim(error: BaseException) -> None:
    """Take those frames out of the traceback of an exception, and of all that are behind it."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.__traceback__ = _trimmed(one.__traceback__)
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", one).exceptions


def _trimmed(traceback: TracebackType | None) -> TracebackType | None:
    kept: list[TracebackType] = []
    within = False
    while traceback is not None:
        package = str(traceback.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        within = within or package in HTTP_LIBRARIES
        if not within or package not in CALLED_WITHIN:
            kept.append(traceback)
        traceback = traceback.tb_next
    following: TracebackType | None = None
    for one in reversed(kept):
        following = TracebackType(following, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return following
