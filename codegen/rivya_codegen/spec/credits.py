"""What a spec may say of what calls of its model cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .conditions import When
from .values import ExactNumber, Fact, PositiveNumber, SpecModel, Text


class Price(SpecModel):
    """A row of what a call costs: credits that are added, a factor, or that something adds to it that is not documented."""

    credits: PositiveNumber | None = Field(None, description="What is added, once or for each of what `per` names.")
    per: Literal["second", "character", "image", "megapixel", "token"] | None = None
    of: Annotated[list[Text], Field(min_length=1, max_length=10)] | None = Field(
        None,
        description="Where that quantity is found: parameter keys or dotted paths, `prompt` or `references`; together their sum, for megapixels width and height.",
    )
    every: PositiveNumber | None = Field(
        None, description="So many of them are paid for together, each started lot in full."
    )
    times: PositiveNumber | None = Field(None, description="By what all that is added is multiplied.")
    undocumented: bool = Field(False, description="It costs more, or otherwise; how much is not documented.")
    when: When | None = Field(None, description="Left out where the row always applies.")


class Credits(SpecModel):
    """What one call costs at default parameters, and how the model is billed."""

    base: Annotated[ExactNumber, Field(ge=0), Fact("base_credits", "base_credits")] = Field(
        description="Credits reserved at default parameters."
    )
    billing: Annotated[Literal["FIXED", "METERED", "TOKEN_BASED"], Fact("billing", "billing_type")]
    bound: Annotated[Literal["exact", "lower"] | None, Fact("bound")] = Field(
        None, description="No call costs otherwise, or none costs less; left out where `prices` say what calls cost."
    )
    prices: list[Price] = Field(
        default_factory=list[Price],
        max_length=200,
        description="What a call costs: the sum of all rows that apply, times all factors that apply.",
    )
