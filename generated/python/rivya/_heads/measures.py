"""What can be measured of a file before it is sent, by its media type."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from fractions import Fraction

from .head import Head, SeekableFile, UntoldError
from .movies import read_mp4
from .pictures import read_gif, read_jpeg, read_png, read_webp
from .sounds import read_mp3, read_wav

READERS: Mapping[str, Callable[[Head], Mapping[str, Fraction]]] = {
    "image/png": read_png,
    "image/jpeg": read_jpeg,
    "image/gif": read_gif,
    "image/webp": read_webp,
    "video/mp4": read_mp4,
    "video/quicktime": read_mp4,
    "audio/mp4": read_mp4,
    "audio/wav": read_wav,
    "audio/mpeg": read_mp3,
}
"""By what the content is, as the table of media types calls it."""


def measured(file: SeekableFile, size: int, mime_type: str) -> Mapping[str, Fraction]:
    """Return the width, height, pixels, aspect ratio, seconds and frame rate of a file, as far as it tells them.

    Args:
        file: What is read; its errors are raised.
        size: How many bytes it has.
        mime_type: What its first bytes are.
    """
    read = READERS.get(mime_type)
    try:
        return read(Head(file, size)) if read is not None else {}
    except (UntoldError, struct.error):
        return {}
