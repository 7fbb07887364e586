"""What a spec may say of a request for something to hold of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .values import ParameterKey, SpecModel, Text


class When(SpecModel):
    """When a condition applies: all that is said must hold."""

    references: Literal["given", "absent"] | None = None
    prompt: Literal["given", "absent"] | None = None
    params: dict[ParameterKey, Annotated[list[Text], Field(min_length=1)]] = Field(
        default_factory=dict, description="Each parameter has one of these values."
    )
