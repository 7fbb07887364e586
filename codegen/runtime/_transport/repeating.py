"""How an error comes to know how its call is made again."""

# What is not for users has an underscore, and is between these two modules.
# pyright: reportPrivateUsage=false
from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from ..errors import RepeatableError


@contextmanager
def repeated_with(flow: Callable[[], Any]) -> Generator[None, None, None]:
    """Tell an error how its call is submitted again, as a flow."""
    try:
        yield
    except RepeatableError as error:
        error._flow = flow
        raise


@contextmanager
def repeated_by(run: Callable[[Any], Any]) -> Generator[None, None, None]:
    """Tell an error what its client does with that flow; not done for a call that carries no key."""
    try:
        yield
    except RepeatableError as error:
        flow = error._flow
        if flow is not None and error.idempotency_key is not None:
            error._again = lambda: run(flow())
        raise
