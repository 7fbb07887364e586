"""What a spec says of how parameters, prompt and references depend on each other, as the client has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict


class ValueTest(TypedDict, total=False):
    """What has to hold of the value of a parameter, which is its default where it is not given."""

    options: tuple[object, ...]
    """It is one of these."""
    min: float
    max: float
    exclusive_min: float
    exclusive_max: float
    given: bool
    default: object


class ValueLimit(TypedDict, total=False):
    """What narrows the values of a parameter, or the length of the prompt."""

    options: tuple[object, ...]
    min: float
    max: float
    exclusive_min: float
    exclusive_max: float
    min_length: int
    max_length: int
    min_items: int
    max_items: int
    default: object


class FileLimit(TypedDict, total=False):
    """What narrows the reference files."""

    max_files: int
    kinds: tuple[str, ...]


class FileCount(TypedDict, total=False):
    """How many reference files there have to be, of one kind or of all."""

    kind: str
    min: int
    max: int


@dataclass(frozen=True, slots=True)
class When:
    """What has to hold of a request. The fields of parameters stand behind slashes: `camera/type`."""

    references: FileCount | None = None
    prompt: bool | None = None
    params: Mapping[str, ValueTest] = field(default_factory=dict[str, ValueTest])


@dataclass(frozen=True, slots=True)
class Condition:
    """What follows of a request for which something holds, for parameters and their fields, `prompt` or `references`."""

    when: When = When()
    no_effect: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    exactly_one_of: tuple[str, ...] = ()
    at_most_one_of: tuple[str, ...] = ()
    limits: Mapping[str, ValueLimit] = field(default_factory=dict[str, ValueLimit])
    files: FileLimit | None = None
