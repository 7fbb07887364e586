"""A chat model, which does not run as a generation."""

from typing import Literal

from runtime._spec.schema import Parameters
from runtime._spec.tables import ModelTable, PriceList, PromptRule, Source


class TalkerAttachment(Parameters):
    file_id: str


class TalkerParams(Parameters):
    session_id: str | None = None
    attachments: list[TalkerAttachment] | None = None
    enable_web_search: bool | None = None
    reasoning_effort: Literal["default", "minimal", "low", "medium", "high", "xhigh"] | None = None


MODEL = ModelTable(
    id="talker",
    name="Talker",
    category="chat",
    params=TalkerParams,
    credits=PriceList(3, "TOKEN_BASED"),
    source=Source("https://example.com/talker", "2026-05-11"),
    prompt=PromptRule(key="message", max_length=20_000),
    operation="chat.completions.create",
    params_key=None,
)
