"""The value that is sent as JSON's null, beside `None`, which as an argument stands for what is not given."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal


class Null(Enum):
    """The type of `NULL`, which is sent as JSON's null.

    As an argument, `None` is what is not given, and is not sent. In dictionaries and lists, which are sent as they are,
    either is null.
    """

    NULL = "null"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return self.name


NULL: Final = Null.NULL
"""JSON's null, for a parameter that takes it."""
