"""Media files of an asked-for shape: real in all that describes their content, which itself is left out."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Measures = Mapping[str, Any]
IDENTITY = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
QUARTER_TURN = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
MP3_FRAME = b"\xff\xe3\x18\xc4" + bytes(68)
"""MPEG 2.5, layer III, 8 kbit/s at 8000 Hz: 576 samples in 72 bytes."""


def media_file(mime_type: str, measures: Measures, size: int | None = None) -> bytes:
    """Return a file of a type with some measures, at least so many bytes long."""
    content = MAKERS[mime_type](measures)
    if size is None:
        return content
    assert len(content) <= size, (mime_type, measures, size)
    if mime_type == "audio/mpeg":
        return tag(size - len(content)) + content
    return content + bytes(size - len(content))


def tag(size: int) -> bytes:
    """Return an ID3 tag of so many bytes; of fewer than a tag has, nothing."""
    if size < 10:
        return b""
    length = [(size - 10) >> shift & 0x7F for shift in (21, 14, 7, 0)]
    return b"ID3\x04\0\0" + bytes(length) + bytes(size - 10)


def png(measures: Measures) -> bytes:
    header = struct.pack(">2I5B", measures["width"], measures["height"], 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 13, b"IHDR") + header + bytes(4)


def jpeg(measures: Measures, orientation: int | None = None, order: str = ">") -> bytes:
    exif = b""
    if orientation is not None:
        rows = struct.pack(f"{order}H2HI2H", 1, 0x0112, 3, 1, orientation, 0)
        if order == "<":
            rows = struct.pack("<H2HI2H", 1, 0x0112, 3, 1, orientation, 0)
        body = b"Exif\0\0" + (b"MM" if order == ">" else b"II") + struct.pack(f"{order}HI", 42, 8) + rows + bytes(4)
        exif = struct.pack(">2sH", b"\xff\xe1", len(body) + 2) + body
    application = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = struct.pack(">2sHB2HB", b"\xff\xc0", 17, 8, measures["height"], measures["width"], 3) + bytes(9)
    return b"\xff\xd8" + application + exif + frame + b"\xff\xd9"


def webp(measures: Measures) -> bytes:
    sides = b"".join((measures[name] - 1).to_bytes(3, "little") for name in ("width", "height"))
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + sides


def wav(measures: Measures) -> bytes:
    """Return a sound of a hundred bytes a second."""
    data = bytes(round(Fraction(str(measures["seconds"])) * 100))
    form = struct.pack("<4sI2H2I2H", b"fmt ", 16, 1, 1, 100, 100, 1, 8)
    chunks = form + struct.pack("<4sI", b"data", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def mp3(measures: Measures) -> bytes:
    return MP3_FRAME * max(2, round(Fraction(str(measures["seconds"])) * 8000 / 576))


def movie(measures: Measures, brand: bytes = b"isom", turn: tuple[int, ...] = IDENTITY) -> bytes:
    """Return a movie whose description stands behind its content."""
    seconds = Fraction(str(measures["seconds"]))
    rate = Fraction(str(measures.get("frame_rate", 10)))
    scale, duration = 10_000, round(seconds * 10_000)
    times = struct.pack(">2I", scale, duration)
    header = box(b"mvhd", bytes(12), times, bytes(76))
    video = b""
    if "width" in measures:
        sides = struct.pack(">2I", measures["width"] << 16, measures["height"] << 16)
        placed = box(b"tkhd", bytes(40), struct.pack(">9i", *turn), sides)
        table = box(b"stts", bytes(4), struct.pack(">3I", 1, max(1, round(seconds * rate)), rate.denominator))
        coded = struct.pack(">4xII4s24x2H50x", 1, 86, b"avc1", measures["width"], measures["height"])
        video = box(
            b"trak",
            placed,
            box(
                b"mdia",
                box(b"mdhd", bytes(12), struct.pack(">2I", rate.numerator, 0), bytes(4)),
                box(b"hdlr", bytes(8), b"vide", bytes(12)),
                box(b"minf", box(b"stbl", box(b"stsd", coded), table)),
            ),
        )
    return box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", bytes(16)) + box(b"moov", header, video)


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content


MAKERS: Mapping[str, Callable[[Measures], bytes]] = {
    "image/png": png,
    "image/jpeg": jpeg,
    "image/webp": webp,
    "audio/wav": wav,
    "audio/mpeg": mp3,
    "audio/mp4": lambda measures: movie(measures, b"M4A "),
    "video/mp4": movie,
    "video/quicktime": lambda measures: movie(measures, b"qt  "),
}
