"""A very small H.264 encoder: the first picture raw, and after it nothing but the blocks that change.

It writes constrained baseline, with blocks in PCM (ITU-T H.264, 7.3.5: the samples as they are) and skipped ones. That
needs no transform and no prediction, and every player decodes it. Picture sizes are even; a block is 16 × 16 pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BLOCK = 16
PROFILE = bytes([66, 0xC0, 30])
"""Profile, constraints and level, as the parameter set and its container say them: baseline, constrained, 3.0."""

FRAME_NUMBER_BITS = 16
PICTURE_PARAMETERS, SEQUENCE_PARAMETERS, KEY_PICTURE, PICTURE = 0x68, 0x67, 0x65, 0x41
PCM_IN_KEY_PICTURE, PCM_IN_PICTURE = 25, 30
ALL_INTRA, ALL_PREDICTED = 7, 5


class Bits:
    """A string of bits in the making, with the codes of the standard."""

    def __init__(self) -> None:
        self._bits: list[str] = []
        self._done = bytearray()

    def put(self, value: int, width: int) -> Bits:
        self._bits.append(f"{value:0{width}b}")
        return self

    def golomb(self, *values: int) -> Bits:
        """Add numbers as `ue(v)`: as many zeros as the number, plus one, has digits after its first."""
        for value in values:
            self.put(value + 1, 2 * (value + 1).bit_length() - 1)
        return self

    def raw(self, content: bytes) -> Bits:
        """Fill up with zeros to a whole byte, and add bytes."""
        self._fold()
        self._done += content
        return self

    def unit(self, kind: int) -> bytes:
        """Return all of it as a unit of the stream: the end is marked, and nothing in it looks like a start code."""
        self.put(1, 1)._fold()
        return bytes([kind]) + re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", bytes(self._done))

    def _fold(self) -> None:
        text = "".join(self._bits)
        text += "0" * (-len(text) % 8)
        self._done += int(text, 2).to_bytes(len(text) // 8, "big") if text else b""
        self._bits.clear()


@dataclass(frozen=True, slots=True)
class Plane:
    """The samples of one colour channel, row by row."""

    samples: bytes
    width: int

    def block(self, column: int, row: int, side: int) -> bytes:
        """Return a square block of samples, by its place among the blocks."""
        begin = row * side * self.width + column * side
        return b"".join(
            self.samples[start : start + side] for start in range(begin, begin + side * self.width, self.width)
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in Y, Cb and Cr; the planes reach to whole blocks, and the colour ones have half the size."""

    width: int
    height: int
    planes: tuple[Plane, Plane, Plane]

    @property
    def columns(self) -> int:
        return -(-self.width // BLOCK)

    @property
    def rows(self) -> int:
        return -(-self.height // BLOCK)

    def block(self, number: int) -> bytes:
        """Return the samples of a block, counted along the rows."""
        row, column = divmod(number, self.columns)
        luma, *colors = self.planes
        return luma.block(column, row, BLOCK) + b"".join(plane.block(column, row, BLOCK // 2) for plane in colors)


def sequence_parameters(frame: Frame) -> bytes:
    """Return the unit that tells the size of all pictures."""
    bits = Bits().raw(PROFILE)
    # Id; frame numbers of 16 bits; output in the order of decoding; one picture to refer to, without gaps.
    bits.golomb(0, FRAME_NUMBER_BITS - 4, 2, 1).put(0, 1)
    # Whole frames, and motion inferred by the large block, as frames have it.
    bits.golomb(frame.columns - 1, frame.rows - 1).put(0b11, 2)
    right, bottom = frame.columns * BLOCK - frame.width, frame.rows * BLOCK - frame.height
    bits.put(1, 1).golomb(0, right // 2, 0, bottom // 2)
    return bits.put(0, 1).unit(SEQUENCE_PARAMETERS)


def picture_parameters() -> bytes:
    """Return the unit that tells how pictures are written: CAVLC, one slice group, one picture to refer to."""
    bits = Bits().golomb(0, 0).put(0b00, 2).golomb(0, 0, 0).put(0b000, 3).golomb(0, 0, 0)
    # The slices say themselves that no edges are smoothed.
    return bits.put(0b100, 3).unit(PICTURE_PARAMETERS)


def key_picture(frame: Frame) -> bytes:
    """Return the unit of a picture that stands alone."""
    bits = Bits().golomb(0, ALL_INTRA, 0).put(0, FRAME_NUMBER_BITS).golomb(0)
    _end_header(bits.put(0b00, 2))
    for number in range(frame.columns * frame.rows):
        bits.golomb(PCM_IN_KEY_PICTURE).raw(frame.block(number))
    return bits.unit(KEY_PICTURE)


def changed_picture(frame: Frame, blocks: Mapping[int, bytes], number: int) -> bytes:
    """Return the unit of the picture with this number: the one before it, but for the samples of some blocks."""
    bits = Bits().golomb(0, ALL_PREDICTED, 0).put(number % (1 << FRAME_NUMBER_BITS), FRAME_NUMBER_BITS)
    # The usual number of pictures to refer to, in the usual order, and the usual one is forgotten.
    _end_header(bits.put(0b000, 3))
    next_block = 0
    for place in sorted(blocks):
        bits.golomb(place - next_block, PCM_IN_PICTURE).raw(blocks[place])
        next_block = place + 1
    skipped = frame.columns * frame.rows - next_block
    return (bits.golomb(skipped) if skipped else bits).unit(PICTURE)


def _end_header(bits: Bits) -> None:
    # No change of the quantizer, and no smoothing of edges.
    bits.golomb(0, 1)


def decoder_configuration(sequence: bytes, picture: bytes) -> bytes:
    """Return what a container tells a decoder before the first picture (ISO/IEC 14496-15, 5.3.3)."""
    return b"".join(
        [
            bytes([1, *PROFILE, 0xFF, 0xE1]),
            len(sequence).to_bytes(2, "big") + sequence,
            bytes([1]),
            len(picture).to_bytes(2, "big") + picture,
        ]
    )


def sample(units: Iterable[bytes]) -> bytes:
    """Return units as a sample of a container: each with its length before it."""
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)
