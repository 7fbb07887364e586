"""Another chat model, so that sessions have a model to be of."""

from typing import Literal

from runtime._spec.schema import Parameters
from runtime._spec.tables import ModelTable, PriceList, PromptRule, Source


class ChatterboxAttachment(Parameters):
    file_id: str


class ChatterboxParams(Parameters):
    session_id: str | None = None
    attachments: list[ChatterboxAttachment] | None = None
    enable_web_search: bool | None = None
    reasoning_effort: Literal["default", "minimal", "low", "medium", "high", "xhigh"] | None = None


MODEL = ModelTable(
    id="chatterbox",
    name="Chatterbox",
    category="chat",
    params=ChatterboxParams,
    credits=PriceList(0.5, "TOKEN_BASED"),
    source=Source("https://example.com/chatterbox", "2026-05-11"),
    prompt=PromptRule(key="message", max_length=20_000),
    operation="chat.completions.create",
    params_key=None,
)
