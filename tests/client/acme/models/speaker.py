"""A made-up audio model: no prompt, a required voice, steps, and a list of turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Unpack

from runtime._spec.schema import Field, Maximum, Minimum, Parameters, Step, WebAddress
from runtime._spec.tables import ModelTable, PriceList, Source
from runtime.jobs.async_job import AsyncJob
from runtime.jobs.async_model import AsyncModel
from runtime.jobs.job import Job
from runtime.jobs.model import Model
from runtime.options import RequestOptions


class SpeakerTurn(Parameters):
    """One turn of a dialogue."""

    voice: Annotated[Literal["ada", "bob"], Field(alias="voice")]
    text: Annotated[str | None, Field(alias="text", max_length=10)] = None


class SpeakerParams(Parameters):
    """The `params` object of a Speaker request, as it goes over the wire."""

    voice: Annotated[Literal["ada", "bob"], Field(alias="voice")]
    speed: Annotated[float | None, Field(alias="speed"), Minimum(0.7), Maximum(1.2), Step("0.05", base="0.7")] = None
    loop: Annotated[bool | None, Field(alias="loop")] = None
    negative: Annotated[str | None, Field(alias="negativeText", min_length=2, max_length=5)] = None
    image: Annotated[str | None, Field(alias="image_url"), WebAddress()] = None
    dialogue: Annotated[list[SpeakerTurn] | None, Field(alias="dialogue", min_length=1, max_length=3)] = None


MODEL = ModelTable(
    id="speaker",
    name="Speaker",
    category="audio",
    params=SpeakerParams,
    credits=PriceList(14, "METERED"),
    source=Source("https://acme.test/docs/speaker", "2026-05-12"),
)


class Speaker(Model):
    """Speaker."""

    table = MODEL

    def create(
        self,
        *,
        voice: Literal["ada", "bob"],
        speed: float | None = None,
        dialogue: Sequence[Mapping[str, Any]] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Job:
        return self._create(None, {"voice": voice, "speed": speed, "dialogue": dialogue}, None, options)


class AsyncSpeaker(AsyncModel):
    """Speaker."""

    table = MODEL

    async def create(
        self,
        *,
        voice: Literal["ada", "bob"],
        speed: float | None = None,
        dialogue: Sequence[Mapping[str, Any]] | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncJob:
        return await self._create(None, {"voice": voice, "speed": speed, "dialogue": dialogue}, None, options)
