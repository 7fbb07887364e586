"""A made-up chat model: fields beside the message, and pictures along with it."""

from __future__ import annotations

from typing import Annotated, Literal, Unpack

from runtime._spec.file_rules import FileRule, ReferenceRule
from runtime._spec.schema import Field, Parameters
from runtime._spec.tables import ModelTable, PriceList, PromptRule, Source
from runtime.chat.async_chat import AsyncChatModel
from runtime.chat.async_conversation import AsyncChatStream, AsyncReply
from runtime.chat.attachments import Attachments
from runtime.chat.chat import ChatModel
from runtime.chat.conversation import ChatStream, Reply
from runtime.options import RequestOptions


class ChatterAttachment(Parameters):
    """An entry of `attachments`."""

    file_id: Annotated[str, Field(alias="file_id")]


class ChatterParams(Parameters):
    """The fields of a Chatter request beside its message."""

    session_id: Annotated[str | None, Field(alias="session_id")] = None
    attachments: Annotated[list[ChatterAttachment] | None, Field(alias="attachments")] = None
    enable_web_search: Annotated[bool | None, Field(alias="enable_web_search")] = None
    reasoning_effort: Annotated[Literal["low", "high"] | None, Field(alias="reasoning_effort")] = None


MODEL = ModelTable(
    id="chatter",
    name="Chatter",
    category="chat",
    params=ChatterParams,
    prompt=PromptRule(key="message", required=True, max_length=20),
    references=ReferenceRule(files=(FileRule("image", 1_000, ("image/png",)),)),
    credits=PriceList(3, "TOKEN_BASED", "lower"),
    source=Source("https://acme.test/docs/chatter", "2026-05-12"),
    operation="chat.completions.create",
    params_key=None,
)


class Chatter(ChatModel):
    """Chatter."""

    table = MODEL

    def send(
        self,
        message: str,
        *,
        session_id: str | None = None,
        attachments: Attachments | None = None,
        reasoning_effort: Literal["low", "high"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> Reply:
        fields = {"session_id": session_id, "reasoning_effort": reasoning_effort}
        return self._send(message, fields, attachments, options)

    def stream(
        self, message: str, *, attachments: Attachments | None = None, **options: Unpack[RequestOptions]
    ) -> ChatStream:
        return self._stream(message, {}, attachments, options)


class AsyncChatter(AsyncChatModel):
    """Chatter."""

    table = MODEL

    async def send(
        self,
        message: str,
        *,
        session_id: str | None = None,
        attachments: Attachments | None = None,
        reasoning_effort: Literal["low", "high"] | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncReply:
        fields = {"session_id": session_id, "reasoning_effort": reasoning_effort}
        return await self._send(message, fields, attachments, options)

    def stream(
        self, message: str, *, attachments: Attachments | None = None, **options: Unpack[RequestOptions]
    ) -> AsyncChatStream:
        return self._stream(message, {}, attachments, options)
