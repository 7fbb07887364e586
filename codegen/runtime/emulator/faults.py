"""Faults on demand: what goes wrong, with which operation, how many times.

A fault is told in Python, `emulator.faults.add("drop", "after", operation="generations.create", times=20)`, or as text:
`drop=after;operation=generations.create;times=20` on the command line, and in the header of a single request.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

FAULT_HEADER = "X-Emulator-Fault"
MEDIA = "media"
"""The name of what serves files, which is no operation of the API."""

SECONDS = "seconds up to 600"

Phase = Literal["arrival", "answer", "job"]


ValueT = TypeVar("ValueT")


class FaultRefused(ValueError):
    """A fault that there is not; the message says what there is."""


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 600:
        raise ValueError
    return seconds


def _status(text: str) -> int:
    status = int(text)
    if not 400 <= status <= 599:
        raise ValueError
    return status


def _moment(text: str) -> str:
    if text not in {"before", "after"}:
        raise ValueError
    return text


def _nothing(text: str) -> str:
    if text:
        raise ValueError
    return text


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of fault: when it strikes, how its value is read, the value it has when none is given, and its meaning."""

    phase: Phase
    read: Callable[[str], float | str]
    default: str
    wanted: str
    meaning: str


KINDS: Mapping[str, KindRow] = {
    "latency": KindRow("arrival", _seconds, "1", SECONDS, "waits so many seconds before anything else"),
    "status": KindRow("answer", _status, "503", "a status from 400 to 599", "answers with an error; nothing is done"),
    "page": KindRow("answer", _status, "502", "a status from 400 to 599", "answers with a proxy's HTML page instead"),
    "drop": KindRow(
        "answer", _moment, "before", "before or after", "closes the connection, before or after the work, unanswered"
    ),
    "truncate": KindRow("answer", _nothing, "", "no value", "closes the connection in the middle of the answer"),
    "drip": KindRow("answer", _seconds, "0.1", SECONDS, "sends the answer in eight parts, so far apart"),
    "fail": KindRow("job", str, "generation_failed", "an error code", "the job is accepted, and fails with this code"),
}

CREATION = "generations.create"
OPTIONS = ("operation", "times", "retry_after")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong: its kind with a value, the operation (any where None) and how many times (None: always)."""

    kind: str
    value: float | str
    operation: str | None = None
    times: int | None = 1
    retry_after: float | None = None

    @property
    def phase(self) -> Phase:
        return KINDS[self.kind].phase

    def strikes(self, operation: str) -> bool:
        # What fails is a job, so without a name only what makes jobs is meant.
        meant = self.operation or (CREATION if self.phase == "job" else operation)
        return meant == operation


def make_fault(kind: str, value: object = None, /, **options: object) -> Fault:
    """Return a fault; `options` are its fields, as values or as texts.

    Raises:
        FaultRefused: there is no such kind or option, or a value does not fit.
    """
    row = KINDS.get(kind)
    if row is None:
        raise FaultRefused(f'"{kind}" is no fault; there are: {", ".join(KINDS)}')
    for name in options:
        if name not in OPTIONS:
            raise FaultRefused(f'"{name}" is no option of a fault; there are: {", ".join(OPTIONS)}')
    given = {name: value for name, value in options.items() if value is not None}
    return Fault(
        kind,
        _read(kind, row.read, row.default if value is None else value, row.wanted),
        operation=str(given["operation"]) if "operation" in given else None,
        times=_read("times", _count, given["times"], "a number from 1") if "times" in given else None,
        retry_after=_read("retry_after", _seconds, given["retry_after"], SECONDS) if "retry_after" in given else None,
    )


def _read(name: str, reader: Callable[[str], ValueT], given: object, wanted: str) -> ValueT:
    try:
        return reader(str(given))
    except ValueError:
        raise FaultRefused(f'{name}: "{given}" does not fit; it takes {wanted}') from None


def read_faults(text: str, times: int | None = 1) -> list[Fault]:
    """Return the faults of a text such as `latency=0.5, status=429;retry_after=2;times=3`.

    Raises:
        FaultRefused: the text names something that there is not.
    """
    faults: list[Fault] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        head, *rest = (item.strip() for item in part.split(";"))
        kind, given, value = head.partition("=")
        options: dict[str, object] = {"times": times}
        for item in rest:
            name, _, told = item.partition("=")
            options[name] = told
        faults.append(make_fault(kind, value if given else None, **options))
    return faults


class Faults:
    """The faults that are armed. Tests may add and remove some while the emulator serves, from any thread."""

    def __init__(self, operations: Collection[str], armed: Iterable[Fault | str] = ()) -> None:
        self._operations = {*operations, MEDIA}
        self._lock = threading.Lock()
        self._armed: list[Fault] = []
        self._seen: Counter[tuple[str, ...]] = Counter()
        for fault in armed:
            for one in read_faults(fault) if isinstance(fault, str) else [fault]:
                self._arm(one)

    @property
    def armed(self) -> list[Fault]:
        """What is still to go wrong, with the times that are left."""
        with self._lock:
            return list(self._armed)

    def add(
        self,
        kind: str,
        value: object = None,
        *,
        operation: str | None = None,
        times: int | None = 1,
        retry_after: float | None = None,
    ) -> Fault:
        """Arm a fault.

        Args:
            kind: One of `KINDS`.
            value: What the kind takes; its default where None.
            operation: The name of an operation, such as `generations.create`, or `media` for files; any where None.
            times: How many requests it strikes; every one where None.
            retry_after: The `Retry-After` that goes with an error status, in seconds.

        Raises:
            FaultRefused: there is no such kind or operation, or a value does not fit.
        """
        fault = make_fault(kind, value, operation=operation, times=times, retry_after=retry_after)
        self._arm(fault)
        return fault

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._armed.clear()
            self._seen.clear()

    def take(self, operation: str, header: str | None, request: tuple[str, ...]) -> dict[Phase, Fault]:
        """Return what strikes a request, at most one fault for each phase, and count it.

        `request` tells a request and its repetitions from others, for faults in a header with `times`.
        """
        told = read_faults(header, None) if header else []
        with self._lock:
            struck: dict[Phase, Fault] = {}
            for fault in told:
                self._check(fault)
                if fault.strikes(operation) and self._left(fault, (*request, str(fault))):
                    struck.setdefault(fault.phase, fault)
            for fault in list(self._armed):
                if fault.strikes(operation) and fault.phase not in struck:
                    struck[fault.phase] = fault
                    self._use(fault)
            return struck

    def _arm(self, fault: Fault) -> None:
        self._check(fault)
        with self._lock:
            self._armed.append(fault)

    def _check(self, fault: Fault) -> None:
        if fault.operation is not None and fault.operation not in self._operations:
            raise FaultRefused(
                f'there is no operation "{fault.operation}"; there are: {", ".join(sorted(self._operations))}'
            )
        if fault.phase == "job" and fault.operation not in {None, CREATION}:
            raise FaultRefused(f'{fault.kind}: "{fault.operation}" makes no jobs; only {CREATION} does')

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        place = self._armed.index(fault)
        self._armed[place : place + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []

    def _left(self, fault: Fault, request: tuple[str, ...]) -> bool:
        if fault.times is None:
            return True
        self._seen[request] += 1
        return self._seen[request] <= fault.times
