"""Small real media files."""

from __future__ import annotations

import io
import struct
import wave

from PIL import Image


def picture(file_format: str, width: int = 8, height: int = 8) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "pink").save(buffer, file_format)
    return buffer.getvalue()


def sound() -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 80)
    return buffer.getvalue()


def container(brand: bytes) -> bytes:
    """Return the beginning of an ISO media file: its type box and an empty movie."""
    kind = struct.pack(">I4s4sI4s4s", 24, b"ftyp", brand, 0, b"isom", brand)
    return kind + struct.pack(">I4s", 8, b"moov") + struct.pack(">I4s", 8, b"mdat")


PNG, JPEG, WEBP = picture("PNG"), picture("JPEG"), picture("WEBP")
WAV = sound()
MP4, MP4_V2, MOV, M4A = (container(brand) for brand in (b"isom", b"mp42", b"qt  ", b"M4A "))
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701")
OGG = b"OggS\0\x02" + b"\0" * 20 + b"\x01\x1e\x01vorbis" + b"\0" * 30
MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" * 8
