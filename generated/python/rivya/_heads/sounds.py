"""The duration of sounds: WAV, and MP3, whose frames are counted."""

from __future__ import annotations

from fractions import Fraction

from .head import Head, UntoldError
from .pictures import Measures

MOST_CHUNKS = 1000
CONSTANT = frozenset({1, 3, 6, 7, 0xFFFE})
"""The formats of WAV in which each moment takes as many bytes: PCM, floats, A-law, µ-law, and what is extensible."""

MOST_FRAMES = 200_000
"""Frames of an MP3 file that are counted; more are beyond an hour."""
MOST_TAGS = 10
STRAY = 4096
"""Bytes that may stand before the first frame, or behind the last one, and belong to neither a frame nor a tag."""
TAGS = (b"TAG", b"APETAGEX", b"ID3", b"3DI", b"LYRICSBEGIN")
"""How what stands behind the last frame begins."""
VERSIONS = {3: 1, 2: 2, 0: 4}
"""By the bits of a frame: MPEG 1, 2 or 2.5, as what its sample rates are divided by."""
LAYER_3 = 1
SAMPLE_RATES = (44_100, 48_000, 32_000)
BIT_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
"""Of MPEG 1, and of 2 and 2.5, in thousands of bits per second."""


def read_wav(head: Head) -> Measures:
    """Return the duration: the size of the data by what a second takes."""
    offset, each_second = 12, 0
    for _ in range(MOST_CHUNKS):
        kind, size = head.unpack("<4sI", offset)
        offset += 8
        if kind == b"fmt ":
            form, _channels, rate, _bytes, block = head.unpack("<2H2IH", offset)
            each_second = rate * block if form in CONSTANT else 0
        elif kind == b"data":
            rest = head.size - offset
            # A program that writes to a pipe does not know the size beforehand.
            return _seconds(min(size or rest, rest), each_second)
        offset += size + size % 2
    raise UntoldError


def _seconds(count: int, each_second: int) -> Measures:
    if count < 0 or each_second <= 0:
        raise UntoldError
    return {"seconds": Fraction(count, each_second)}


def read_mp3(head: Head) -> Measures:
    """Return the duration: that of all frames, whatever the bit rate of each."""
    first = offset = _first_frame(head)
    length, samples, rate = _frame(head, offset)
    count = 0
    for _ in range(MOST_FRAMES):
        if not length or offset + length > head.size:
            break
        offset, count = offset + length, count + 1
        length, _samples, other = _frame(head, offset)
        length = length if other == rate else 0
    if head.size - offset > STRAY and not head.at(offset, 16).startswith(TAGS):
        raise UntoldError
    # A first frame that describes the others holds no sound.
    told = head.at(first + 4, 60)
    count -= any(name in told for name in (b"Xing", b"Info", b"VBRI"))
    return _seconds(count * samples, rate)


def _first_frame(head: Head) -> int:
    offset = 0
    for _ in range(MOST_TAGS):
        if head.at(offset, 3) != b"ID3":
            break
        flags, *parts = head.unpack("5B", offset + 5)
        size = sum(part << 7 * place for place, part in zip((3, 2, 1, 0), parts, strict=True))
        offset += 10 + size + 10 * bool(flags & 0x10)
    for start in range(offset, offset + STRAY):
        length, _, rate = _frame(head, start)
        following = _frame(head, start + length) if length else (0, 0, 0)
        if length and (following[2] == rate or start + length == head.size):
            return start
    raise UntoldError


def _frame(head: Head, offset: int) -> tuple[int, int, int]:
    """Return the bytes, the samples and the sample rate of the frame at an offset; zeros where there is none."""
    data = head.at(offset, 4)
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return 0, 0, 0
    divisor, layer = VERSIONS.get(data[1] >> 3 & 3), data[1] >> 1 & 3
    bits, rate = data[2] >> 4, data[2] >> 2 & 3
    if divisor is None or layer != LAYER_3 or bits in {0, 15} or rate == 3:
        return 0, 0, 0
    samples = 1152 if divisor == 1 else 576
    sample_rate = SAMPLE_RATES[rate] // divisor
    bit_rate = BIT_RATES[divisor > 1][bits] * 1000
    return samples // 8 * bit_rate // sample_rate + (data[2] >> 1 & 1), samples, sample_rate
