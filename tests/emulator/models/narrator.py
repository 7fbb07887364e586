"""A model of sounds with a price in fractions of a credit."""

from typing import Annotated

from pydantic import Field
from runtime._spec.schema import Parameters
from runtime._spec.tables import ModelTable, PriceList, PromptRule, Source


class NarratorParams(Parameters):
    durationSeconds: Annotated[float | None, Field(alias="durationSeconds")] = None  # noqa: N815


MODEL = ModelTable(
    id="narrator",
    name="Narrator",
    category="audio",
    params=NarratorParams,
    credits=PriceList(0.1, "METERED"),
    source=Source("https://example.com/narrator", "2026-05-11"),
    prompt=PromptRule(max_length=5000),
)
