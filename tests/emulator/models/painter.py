"""A model of pictures, whose references may be larger than the platform's own limit."""

from typing import Annotated, Literal

from pydantic import Field
from runtime._spec.file_rules import FileRule, ReferenceRule
from runtime._spec.schema import Parameters
from runtime._spec.tables import ModelTable, PriceList, PromptRule, Source


class PainterParams(Parameters):
    aspect_ratio: Annotated[Literal["1:1", "16:9", "9:16", "auto"] | None, Field(alias="aspect_ratio")] = None
    image_size: Annotated[Literal["square_hd", "portrait_4_3", "landscape"] | None, Field(alias="image_size")] = None
    output_format: Annotated[Literal["png", "jpg", "webp"] | None, Field(alias="output_format")] = None


MODEL = ModelTable(
    id="painter-1.0",
    name="Painter",
    category="image",
    params=PainterParams,
    credits=PriceList(4, "FIXED"),
    source=Source("https://example.com/painter", "2026-05-11"),
    prompt=PromptRule(max_length=5000),
    references=ReferenceRule(max_files=2, files=(FileRule("image", 3_000_000, ("image/png",)),)),
)
