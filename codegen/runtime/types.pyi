"""The API's own objects, rendered from `specs/wire`, for the type checkers of the hand-written half."""

from rivya.types import *  # noqa: F403 - each of them
