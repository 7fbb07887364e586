"""Faults on demand: what goes wrong, with which operation, how many times.

A fault is a `Fault`, or a text such as `drop=after;operation=generations.create;times=20`: on the command line, in
Python and in the header of a request.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, get_args

FAULT_HEADER = "X-Emulator-Fault"
MEDIA = "media"
"""The name of what serves files, which is no operation of the API."""

Phase = Literal["arrival", "job", "answer"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""In the order in which a request meets them."""


class FaultRefused(ValueError):
    """A fault that there is not.

    Attributes:
        allowed: What there is instead, as the message says it too.
    """

    def __init__(self, problem: str, allowed: Iterable[str], link: str = "there are") -> None:
        self.allowed = tuple(allowed)
        super().__init__(f"{problem}; {link}: {', '.join(self.allowed)}")


class ValueType(NamedTuple):
    """What a value has to be: in words, as the pattern of its text, and how the text is read."""

    wanted: str
    pattern: str
    read: Callable[[str], float | str] = str


# Python reads more as a number than anybody means: `5_03`, and the digits of every script.
SECONDS = ValueType(
    "seconds up to 600", r"0*(?:600|[1-5]?[0-9]{1,2}(?:\.[0-9]{1,20})?(?:e-[0-9]{1,2})?)(?:\.0*)?", float
)
STATUS = ValueType("a status from 400 to 599", r"[45][0-9]{2}", int)
COUNT = ValueType("a number from 1", r"0*[1-9][0-9]{0,8}", int)
WORD = ValueType("an error code", r"[A-Za-z0-9_.-]{1,100}")
MOMENT = ValueType("before or after", r"before|after")
NOTHING = ValueType("no value", r"")


class KindRow(NamedTuple):
    """A kind of fault: when it strikes, what its value is, the value it has when none is given, and its meaning."""

    phase: Phase
    value: ValueType
    default: str
    meaning: str


KINDS: Mapping[str, KindRow] = {
    "latency": KindRow("arrival", SECONDS, "1", "waits so many seconds before anything else"),
    "status": KindRow("answer", STATUS, "503", "answers with an error; nothing is done"),
    "page": KindRow("answer", STATUS, "502", "answers with a proxy's HTML page instead"),
    "drop": KindRow("answer", MOMENT, "before", "closes the connection, before or after the work, unanswered"),
    "truncate": KindRow("answer", NOTHING, "", "closes the connection in the middle of the answer"),
    "drip": KindRow("answer", SECONDS, "0.1", "sends the answer in eight parts, so far apart"),
    "fail": KindRow("job", WORD, "generation_failed", "the job is accepted, and fails with this code"),
}
OPTIONS: Mapping[str, ValueType] = {
    "operation": ValueType("an operation", r".*"),
    "times": COUNT,
    "retry_after": SECONDS,
}
CREATION = "generations.create"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. What is given as text is read as the command line and the header have it.

    Args:
        kind: One of `KINDS`.
        value: What the kind takes; its default where None.
        operation: The name of an operation, such as `generations.create`, or `media` for files; any where None.
        times: How many requests it strikes; every one where None.
        retry_after: The `Retry-After` that goes with an error status, in seconds.

    Raises:
        FaultRefused: there is no such kind, or a value does not fit.
    """

    kind: str
    value: float | str | None = None
    operation: str | None = None
    times: int | None = 1
    retry_after: float | None = None

    def __post_init__(self) -> None:
        row = KINDS.get(self.kind)
        if row is None:
            raise FaultRefused(f'"{self.kind}" is no fault', KINDS)
        given = row.default if self.value is None else self.value
        object.__setattr__(self, "value", _read(self.kind, row.value, given))
        for name, value_type in OPTIONS.items():
            if getattr(self, name) is not None:
                object.__setattr__(self, name, _read(name, value_type, getattr(self, name)))

    @property
    def number(self) -> float:
        """The value of a kind that takes a number."""
        return float(str(self.value))

    @property
    def phase(self) -> Phase:
        """Which part of an answer it strikes."""
        return KINDS[self.kind].phase

    def strikes(self, operation: str) -> bool:
        """Tell whether the fault is meant for an operation.

        Args:
            operation: The name of the operation.

        Returns:
            Whether it is.
        """
        # What fails is a job, so without a name only what makes jobs is meant.
        meant = self.operation or (CREATION if self.phase == "job" else operation)
        return meant == operation


def _read(name: str, value_type: ValueType, given: object) -> float | str:
    if not re.fullmatch(value_type.pattern, str(given)):
        raise FaultRefused(f'{name}: "{given}" does not fit', [value_type.wanted], "it takes")
    return value_type.read(str(given))


def read_faults(text: str, *, times: int | None = 1) -> list[Fault]:
    """Return the faults of a text such as `latency=0.5, status=429;retry_after=2;times=3`.

    Args:
        text: One or more faults, with commas between.
        times: How many requests a fault strikes that does not say it itself.

    Raises:
        FaultRefused: the text names something that there is not, or no fault.
    """
    faults: list[Fault] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        (kind, value), *rest = (_pair(item) for item in part.split(";"))
        for name, _ in rest:
            if name not in OPTIONS:
                raise FaultRefused(f'"{name}" is no option of a fault', OPTIONS)
        options: dict[str, Any] = {"times": times}
        options.update((name, option or "") for name, option in rest)
        faults.append(Fault(kind, value, **options))
    if not faults:
        raise FaultRefused("there is no fault in the text", KINDS)
    return faults


def _pair(item: str) -> tuple[str, str | None]:
    name, mark, value = (part.strip() for part in item.partition("="))
    return name, value if mark else None


class Faults:
    """The faults that are armed. Tests may add and remove some while the emulator serves, from any thread."""

    def __init__(self, operations: Collection[str], armed: Fault | str | Iterable[Fault | str] = ()) -> None:
        self._operations = {*operations, MEDIA}
        self._lock = threading.Lock()
        self._armed: dict[object, Fault] = {}
        self._strikes: Counter[object] = Counter()
        self.add(*([armed] if isinstance(armed, Fault | str) else armed))

    @property
    def armed(self) -> list[Fault]:
        """What is still to go wrong, with the times that remain."""
        with self._lock:
            return [
                replace(fault, times=fault.times and fault.times - self._strikes[key])
                for key, fault in self._armed.items()
                if self._remains(key, fault)
            ]

    def add(self, *faults: Fault | str) -> None:
        """Arm faults.

        Args:
            *faults: Each a `Fault`, or the text of one or several.

        Raises:
            FaultRefused: there is no such kind or operation, or a value does not fit.
        """
        several = [[fault] if isinstance(fault, Fault) else read_faults(fault) for fault in faults]
        checked = [self._checked(fault) for each in several for fault in each]
        with self._lock:
            self._armed.update((object(), fault) for fault in checked)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._armed.clear()
            self._strikes.clear()

    def take(self, operation: str, header: str | None, request: tuple[str, ...]) -> dict[Phase, Fault]:
        """Take what strikes a request, and count it.

        Args:
            operation: The name of the operation that is called.
            header: Faults that the request carries: they strike it or, with `times`, the first so many of the same.
            request: What tells the request from others.

        Returns:
            The faults, at most one for each phase.
        """
        carried = map(self._checked, read_faults(header, times=None)) if header else ()
        with self._lock:
            struck: dict[Phase, Fault] = {}
            for key, fault in [*(((*request, str(fault)), fault) for fault in carried), *self._armed.items()]:
                if fault.strikes(operation) and fault.phase not in struck and self._remains(key, fault):
                    struck[fault.phase] = fault
                    if fault.times is not None:  # others need no count, and their requests have no end
                        self._strikes[key] += 1
            return struck

    def _remains(self, key: object, fault: Fault) -> bool:
        return fault.times is None or self._strikes[key] < fault.times

    def _checked(self, fault: Fault) -> Fault:
        if fault.operation is not None and fault.operation not in self._operations:
            raise FaultRefused(f'there is no operation "{fault.operation}"', sorted(self._operations))
        if fault.phase == "job" and fault.operation not in {None, CREATION}:
            raise FaultRefused(f'{fault.kind}: "{fault.operation}" makes no jobs', [CREATION])
        return fault
