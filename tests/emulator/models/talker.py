"""A chat model, which does not run as a generation."""

from runtime.parameters import Parameters
from runtime.tables import Credits, ModelTable, PromptRule, Source


class TalkerParams(Parameters):
    pass


MODEL = ModelTable(
    id="talker",
    name="Talker",
    category="chat",
    params=TalkerParams,
    credits=Credits(1, "TOKEN_BASED"),
    source=Source("https://example.com/talker", "2026-05-11"),
    prompt=PromptRule(key="message", max_length=20_000),
)
