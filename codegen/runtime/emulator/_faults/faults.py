"""Faults on demand: what goes wrong, with which operation, how many times.

A fault is told as text, `drop=after;operation=generations.create;times=20`, wherever one is told: on the command line, in
Python and in the header of a request. Python also takes it in parts,
`emulator.faults.add("drop", "after", operation="generations.create", times=20)`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, TypeVar

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field, TypeAdapter

FAULT_HEADER = "X-Emulator-Fault"
MEDIA = "media"
"""The name of what serves files, which is no operation of the API."""

SECONDS_WANTED = "seconds up to 600"

Phase = Literal["arrival", "answer", "job"]


ValueT = TypeVar("ValueT")


class FaultRefused(ValueError):
    """A fault that there is not.

    Attributes:
        allowed: What there is instead, as the message says it too.
    """

    def __init__(self, problem: str, allowed: Iterable[str], link: str = "there are") -> None:
        self.allowed = tuple(allowed)
        super().__init__(f"{problem}; {link}: {', '.join(self.allowed)}")


# Python reads more as a number than anybody means: `5_03`, and the digits of every script.
WHOLE = TypeAdapter(Annotated[str, Field(pattern=r"^[0-9]{1,9}$")]).validate_python
DECIMAL = TypeAdapter(Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,20})?(e-[0-9]{1,2})?$")]).validate_python

SECONDS: TypeAdapter[float] = TypeAdapter(Annotated[float, BeforeValidator(DECIMAL), Le(600)])
STATUS: TypeAdapter[int] = TypeAdapter(Annotated[int, BeforeValidator(WHOLE), Ge(400), Le(599)])
COUNT: TypeAdapter[int] = TypeAdapter(Annotated[int, BeforeValidator(WHOLE), Ge(1)])
WORD: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")])
MOMENT: TypeAdapter[str] = TypeAdapter(Literal["before", "after"])
NOTHING: TypeAdapter[str] = TypeAdapter(Literal[""])


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of fault: when it strikes, what its value is, the value it has when none is given, and its meaning."""

    phase: Phase
    value: TypeAdapter[Any]
    default: str
    wanted: str
    meaning: str


KINDS: Mapping[str, KindRow] = {
    "latency": KindRow("arrival", SECONDS, "1", SECONDS_WANTED, "waits so many seconds before anything else"),
    "status": KindRow("answer", STATUS, "503", "a status from 400 to 599", "answers with an error; nothing is done"),
    "page": KindRow("answer", STATUS, "502", "a status from 400 to 599", "answers with a proxy's HTML page instead"),
    "drop": KindRow(
        "answer", MOMENT, "before", "before or after", "closes the connection, before or after the work, unanswered"
    ),
    "truncate": KindRow("answer", NOTHING, "", "no value", "closes the connection in the middle of the answer"),
    "drip": KindRow("answer", SECONDS, "0.1", SECONDS_WANTED, "sends the answer in eight parts, so far apart"),
    "fail": KindRow("job", WORD, "generation_failed", "an error code", "the job is accepted, and fails with this code"),
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
        """Tell whether the fault is meant for an operation.

        Args:
            operation: The name of the operation.

        Returns:
            Whether it is.
        """
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
        raise FaultRefused(f'"{kind}" is no fault', KINDS)
    for name in options:
        if name not in OPTIONS:
            raise FaultRefused(f'"{name}" is no option of a fault', OPTIONS)
    given = {name: value for name, value in options.items() if value is not None}
    return Fault(
        kind,
        _read(kind, row.value, row.default if value is None else value, row.wanted),
        operation=str(given["operation"]) if "operation" in given else None,
        times=_read("times", COUNT, given["times"], "a number from 1") if "times" in given else None,
        retry_after=_read("retry_after", SECONDS, given["retry_after"], SECONDS_WANTED)
        if "retry_after" in given
        else None,
    )


def _read(name: str, kind: TypeAdapter[ValueT], given: object, wanted: str) -> ValueT:
    try:
        return kind.validate_python(str(given))
    except ValueError:
        raise FaultRefused(f'{name}: "{given}" does not fit', [wanted], "it takes") from None


def read_faults(text: str, value: object = None, /, **options: object) -> list[Fault]:
    """Return the faults of a text such as `latency=0.5, status=429;retry_after=2;times=3`.

    Args:
        text: One or more faults, with commas between.
        value: What a fault takes that tells none itself.
        options: The options of a fault that tells others; `times` is 1 where nobody says it.

    Raises:
        FaultRefused: the text names something that there is not, or tells no fault.
    """
    faults: list[Fault] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        (kind, told), *rest = (_pair(item) for item in part.split(";"))
        if told is not None and value is not None:
            raise FaultRefused(f'{kind}: "{told}" is told, and "{value}" is given', ["one of the two"], "it takes")
        own = {name: option or "" for name, option in rest}
        faults.append(make_fault(kind, value if told is None else told, **{"times": 1, **options, **own}))
    if not faults:
        raise FaultRefused("no fault is told", KINDS)
    return faults


def _pair(item: str) -> tuple[str, str | None]:
    name, mark, told = (part.strip() for part in item.partition("="))
    return name, told if mark else None


class Faults:
    """The faults that are armed. Tests may add and remove some while the emulator serves, from any thread."""

    def __init__(self, operations: Collection[str], armed: Fault | str | Iterable[Fault | str] = ()) -> None:
        self._operations = {*operations, MEDIA}
        self._lock = threading.Lock()
        self._armed: list[Fault] = []
        self._seen: Counter[tuple[str, ...]] = Counter()
        for fault in [armed] if isinstance(armed, Fault | str) else armed:
            self.add(fault)

    @property
    def armed(self) -> list[Fault]:
        """What is still to go wrong, with the times that remain."""
        with self._lock:
            return list(self._armed)

    def add(
        self,
        fault: Fault | str,
        value: object = None,
        *,
        operation: str | None = None,
        times: int | None = 1,
        retry_after: float | None = None,
    ) -> Fault:
        """Arm a fault, or each of a text that tells several.

        Args:
            fault: One of `KINDS`, or the text of a fault, whose own options win over those given here; or a `Fault`, which
                has all of them.
            value: What the kind takes; its default where None.
            operation: The name of an operation, such as `generations.create`, or `media` for files; any where None.
            times: How many requests it strikes; every one where None.
            retry_after: The `Retry-After` that goes with an error status, in seconds.

        Returns:
            The fault, the last one where a text tells several.

        Raises:
            FaultRefused: there is no such kind or operation, or a value does not fit.
        """
        if isinstance(fault, Fault):
            faults = [fault]
        else:
            faults = read_faults(fault, value, operation=operation, times=times, retry_after=retry_after)
        checked = [self._checked(one) for one in faults]
        with self._lock:
            self._armed += checked
        return checked[-1]

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._armed.clear()
            self._seen.clear()

    def take(self, operation: str, header: str | None, request: tuple[str, ...]) -> dict[Phase, Fault]:
        """Take what strikes a request, and count it.

        Args:
            operation: The name of the operation that is called.
            header: Faults that the request carries: they strike it or, with `times`, the first so many of the same.
            request: What tells the request from others.

        Returns:
            The faults, at most one for each phase.
        """
        told = read_faults(header, times=None) if header else []
        with self._lock:
            struck: dict[Phase, Fault] = {}
            for fault in map(self._checked, told):
                if self._is_meant(fault, operation, struck) and self._remains(fault, (*request, str(fault))):
                    struck[fault.phase] = fault
            for fault in list(self._armed):
                if self._is_meant(fault, operation, struck):
                    struck[fault.phase] = fault
                    self._use(fault)
            return struck

    @staticmethod
    def _is_meant(fault: Fault, operation: str, struck: Mapping[Phase, Fault]) -> bool:
        return fault.strikes(operation) and fault.phase not in struck

    def _checked(self, fault: Fault) -> Fault:
        # A `Fault` may be made by hand, with whatever in it.
        options = {name: getattr(fault, name) for name in OPTIONS}
        fault = make_fault(fault.kind, fault.value, **options)
        if fault.operation is not None and fault.operation not in self._operations:
            raise FaultRefused(f'there is no operation "{fault.operation}"', sorted(self._operations))
        if fault.phase == "job" and fault.operation not in {None, CREATION}:
            raise FaultRefused(f'{fault.kind}: "{fault.operation}" makes no jobs', [CREATION])
        return fault

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        place = self._armed.index(fault)
        self._armed[place : place + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []

    def _remains(self, fault: Fault, request: tuple[str, ...]) -> bool:
        if fault.times is None:
            return True
        self._seen[request] += 1
        return self._seen[request] <= fault.times
