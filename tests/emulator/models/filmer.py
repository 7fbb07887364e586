"""A model of videos without references."""

from typing import Annotated, Literal

from pydantic import Field
from runtime._spec.schema import Parameters
from runtime._spec.tables import ModelTable, PriceList, PromptRule, Source


class FilmerParams(Parameters):
    aspectRatio: Annotated[Literal["16:9", "9:16"] | None, Field(alias="aspectRatio")] = None  # noqa: N815
    duration: Annotated[Literal["5", "10"] | None, Field(alias="duration")] = None


MODEL = ModelTable(
    id="filmer",
    name="Filmer",
    category="video",
    params=FilmerParams,
    credits=PriceList(20, "FIXED"),
    source=Source("https://example.com/filmer", "2026-05-11"),
    prompt=PromptRule(max_length=5000),
)
