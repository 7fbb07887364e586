"""Chat: messages, replies, streams and sessions."""

from typing import TYPE_CHECKING

from .._core.lazy_names import lazy_names

if TYPE_CHECKING:
    from .async_conversation import AsyncChatStream, AsyncReply, AsyncSession
    from .attachments import FileId
    from .conversation import ChatStream, Reply, Session
    from .events import ChatEvent
else:
    __getattr__ = lazy_names(
        globals(),
        {
            ".async_conversation": ("AsyncChatStream", "AsyncReply", "AsyncSession"),
            ".attachments": ("FileId",),
            ".conversation": ("ChatStream", "Reply", "Session"),
            ".events": ("ChatEvent",),
        },
    )

__all__ = ["AsyncChatStream", "AsyncReply", "AsyncSession", "ChatEvent", "ChatStream", "FileId", "Reply", "Session"]
__dir__ = __all__.copy
