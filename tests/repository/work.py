"""Whether work grows with a text alone: counted in steps, or, for what happens in C, timed against a quarter of the text.

No bound here is in seconds. Steps are the same on every machine. Of times only a ratio counts, of two runs next to each
other, and only where it comes out again and again: what grows too fast does so each time, a busy machine does not.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import rivya_codegen

_OURS = str(Path(rivya_codegen.__file__).parent)
_MOST_STEPS = 2.2
_LONGER = 4
_MOST_TIME = 9
_TRIES = 6
_TELLING = 0.01
"""The seconds of the longer run that tell anything: what takes less is not slow, whatever it is compared with."""
_THROUGHOUT = frozenset({"copy", "count", "index", "insert", "remove", "reverse", "sort"})
"""The methods that go through the list that they belong to."""
_AT_ONCE = frozenset({"startswith", "endswith", "join", "__getitem__"})
"""The methods that do not go through the text that they belong to."""


def steps(call: Callable[[], object]) -> int:
    """Return how many calls, lines of our own, and items of texts and lists that a method goes through a call takes."""
    taken = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> Any:
        nonlocal taken
        taken += 1
        return count

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        counting = count(frame, event, argument)
        return counting if frame.f_code.co_filename.startswith(_OURS) else None

    def profile(_frame: FrameType, event: str, function: Any) -> None:
        nonlocal taken
        if event == "c_call":
            owner, name = getattr(function, "__self__", None), function.__name__
            through = name in _THROUGHOUT if isinstance(owner, list) else name not in _AT_ONCE
            taken += 1 + (len(owner) if through and isinstance(owner, (str, bytes, list)) else 0)

    before = sys.gettrace(), sys.getprofile()
    with _no_collector():
        sys.setprofile(profile)
        sys.settrace(trace)
        try:
            call()
        finally:
            sys.settrace(before[0])
            sys.setprofile(before[1])
    return taken


@contextmanager
def _no_collector() -> Generator[None]:
    """Keep the collector of garbage still: it goes through what others have left, which is none of the work."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def assert_steps_grow_with(read: Callable[[int], object], size: int) -> None:
    """Fail where twice as much more is more than twice the steps more: what any size takes does not count.

    The size is beyond all that is bounded in number.
    """
    read(size // 10)  # what is worked out once is worked out now
    least, once, twice = (steps(partial(read, times)) for times in (size, 2 * size, 4 * size))
    message = f"{least} steps for {size}, {once} for {2 * size}, {twice} for {4 * size}"
    assert twice - once <= _MOST_STEPS * max(once - least, 0), message


def outgrows(read: Callable[[int], object], size: int) -> bool:
    """Tell whether four times the size is more than nine times the processor's time, however often it is tried."""
    return all(_takes_too_long(read, size) for _ in range(_TRIES))


def _takes_too_long(read: Callable[[int], object], size: int) -> bool:
    long = _seconds(read, _LONGER * size)
    return long > _TELLING and long > _MOST_TIME * _seconds(read, size)


def _seconds(read: Callable[[int], object], size: int) -> float:
    with _no_collector():
        started = time.process_time()
        read(size)
        return time.process_time() - started
