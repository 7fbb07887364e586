"""A made-up image model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Unpack

from runtime._spec.conditions import Condition, When
from runtime._spec.file_rules import FileRule, ReferenceRule
from runtime._spec.schema import Field, Maximum, Minimum, Parameters
from runtime._spec.tables import ModelTable, PriceList, PromptRule, Source
from runtime.files.media import Reference
from runtime.jobs.async_job import AsyncJob
from runtime.jobs.async_model import AsyncModel
from runtime.jobs.job import Job
from runtime.jobs.model import Model
from runtime.options import RequestOptions


class PainterParams(Parameters):
    """The `params` object of a Painter request, as it goes over the wire."""

    aspect_ratio: Annotated[Literal["1:1", "3:2", "16:9"] | None, Field(alias="aspectRatio")] = None
    enable_pro: Annotated[Literal["false", "true"] | None, Field(alias="enable_pro")] = None
    count: Annotated[int | None, Field(alias="count"), Minimum(1), Maximum(4)] = None


MODEL = ModelTable(
    id="painter",
    name="Painter",
    category="image",
    params=PainterParams,
    prompt=PromptRule(key="prompt", required=True, max_length=20),
    references=ReferenceRule(
        max_files=4,
        files=(
            FileRule("image", 1_000, ("image/jpeg", "image/png", "image/webp")),
            FileRule("video", None, ("video/mp4",)),
        ),
        combinations=({"image": 3}, {"video": 1, "image": 2}),
        duration_token=("video",),
    ),
    credits=PriceList(4, "FIXED", "exact"),
    source=Source("https://acme.test/docs/painter", "2026-05-11"),
    conditions=(
        Condition(When(references={"min": 1}), no_effect=("enable_pro",)),
        Condition(When(params={"aspectRatio": {"options": ("16:9",)}}), require=("count",)),
        Condition(When(params={"count": {"options": (4,)}}, references={"max": 0}), forbid=("aspectRatio",)),
    ),
    flags=frozenset({"enable_pro"}),
)


class Painter(Model):
    """Painter."""

    table = MODEL

    def create(
        self,
        prompt: str,
        *,
        aspect_ratio: Literal["1:1", "3:2", "16:9"] | None = None,
        enable_pro: bool | None = None,
        count: int | None = None,
        references: Sequence[Reference] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Job:
        params = {"aspectRatio": aspect_ratio, "enable_pro": enable_pro, "count": count}
        return self._create(prompt, params, references, options)


class AsyncPainter(AsyncModel):
    """Painter."""

    table = MODEL

    async def create(
        self,
        prompt: str,
        *,
        aspect_ratio: Literal["1:1", "3:2", "16:9"] | None = None,
        enable_pro: bool | None = None,
        count: int | None = None,
        references: Sequence[Reference] | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncJob:
        params = {"aspectRatio": aspect_ratio, "enable_pro": enable_pro, "count": count}
        return await self._create(prompt, params, references, options)
