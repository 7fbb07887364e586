"""The API's own objects, for annotations: the rendered `types`, which load pydantic when somebody asks for them."""

# The rendered module is there in the package alone.
# pyright: reportMissingModuleSource=false
from __future__ import annotations

from typing import TYPE_CHECKING

from .deferred import deferred

if TYPE_CHECKING:
    from ..types import *  # noqa: F403 - each of them
else:

    def __getattr__(name: str) -> object:
        return deferred("..types", name, __package__)
