"""What an emulated chat model says, counts and charges: all of it follows from the conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .._state.chat import ChatMessage
from .._state.files import StoredFile

BYTES_PER_TOKEN = 4
TOKENS_PER_IMAGE = 1000
TOKENS_PER_BASE_PRICE = 2000
LEAST_CREDITS = 0.01
QUOTED_LENGTH = 60
PIECE = re.compile(r"\s*\S{1,12}|\s+")
"""What a stream delivers at a time: about a word, and less than a line where the writing has no spaces."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply read and wrote, in tokens."""

    input_tokens: int
    output_tokens: int

    @property
    def total_tokens(self) -> int:
        return self.input_tokens + self.output_tokens


def reply_text(model_name: str, message: str, history: Sequence[ChatMessage], images: Sequence[StoredFile]) -> str:
    """Return the reply to a message: it repeats it, and shows that images and the messages before it arrived."""
    earlier = [said.content for said in history if said.role == "user"]
    lines = [f"You said: {message}"]
    if images:
        types = ", ".join(image.mime_type for image in images)
        lines.append(f"With it came {len(images)} image{'s' * (len(images) > 1)} ({types}).")
    if earlier:
        lines.append(f"Before that you said: {_quoted(earlier[-1])}")
    lines.append(f"This is reply {len(earlier) + 1} of the emulated {model_name}; no model was asked.")
    return "\n".join(lines)


def pieces(text: str) -> Iterator[str]:
    """Yield a reply as a stream delivers it; together the pieces are the text."""
    return (match.group() for match in PIECE.finditer(text))


def count_usage(history: Sequence[ChatMessage], message: str, images: int, reply: str) -> Usage:
    """Return the tokens of a reply. A model reads the whole conversation each time."""
    texts = [*(said.content for said in history), message]
    images += sum(len(said.attachments) for said in history)
    return Usage(sum(map(_tokens, texts)) + images * TOKENS_PER_IMAGE, _tokens(reply))


def price(base: float, usage: Usage) -> float:
    """Return what a reply costs in credits; it never is more than the base credits, which were reserved."""
    return min(base, max(LEAST_CREDITS, round(base * usage.total_tokens / TOKENS_PER_BASE_PRICE, 2)))


def _tokens(text: str) -> int:
    return -(-len(text.encode()) // BYTES_PER_TOKEN)


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED_LENGTH else f"{text[: QUOTED_LENGTH - 1]}…"
