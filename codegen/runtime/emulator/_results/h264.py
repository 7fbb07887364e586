"""A very small H.264 encoder: the first picture raw, and after it nothing but the blocks that change.

It writes constrained baseline, with blocks in PCM (ITU-T H.264, 7.3.5: the samples as they are) and skipped ones. That
needs no transform and no prediction, and every player decodes it. Picture sizes are even; a block is 16 × 16 pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

BLOCK = 16
PROFILE = bytes([66, 0xC0, 30])
"""Profile, constraints and level, as the parameter set and its container say them: baseline, constrained, 3.0."""

FRAME_NUMBER_BITS = 16
PICTURE_PARAMETERS, SEQUENCE_PARAMETERS, KEY_PICTURE, PICTURE = 0x68, 0x67, 0x65, 0x41
PCM_IN_KEY_PICTURE, PCM_IN_PICTURE = 25, 30
ALL_INTRA, ALL_PREDICTED = 7, 5


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in Y, Cb and Cr; the planes reach to whole blocks, and the colour ones have half the size."""

    width: int
    height: int
    planes: Sequence[Image.Image]

    @property
    def columns(self) -> int:
        return -(-self.width // BLOCK)

    @property
    def rows(self) -> int:
        return -(-self.height // BLOCK)

    def block(self, number: int) -> bytes:
        """Return the samples of a block, counted along the rows."""
        row, column = divmod(number, self.columns)
        sides = ((plane, plane.width // self.columns) for plane in self.planes)
        boxes = ((plane, (column * side, row * side, (column + 1) * side, (row + 1) * side)) for plane, side in sides)
        return b"".join(plane.crop(box).tobytes() for plane, box in boxes)


def golomb(*values: int) -> str:
    """Return the bits of numbers as `ue(v)`: as many zeros as the number, plus one, has digits after its first."""
    return "".join(f"{value + 1:0{2 * (value + 1).bit_length() - 1}b}" for value in values)


def unit(kind: int, *parts: str | bytes) -> bytes:
    """Return a unit of the stream, made of bits and of bytes, before which zeros fill up to a whole byte.

    The end is marked, and nothing in it looks like a start code.
    """
    content, bits = bytearray(), ""
    for part in (*parts, "1", b""):
        if isinstance(part, str):
            bits += part
        else:
            bits += "0" * (-len(bits) % 8)
            content += int(bits or "0", 2).to_bytes(len(bits) // 8, "big") + part
            bits = ""
    return bytes([kind]) + re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", bytes(content))


def sequence_parameters(frame: Frame) -> bytes:
    """Return the unit that tells the size of all pictures."""
    right, bottom = frame.columns * BLOCK - frame.width, frame.rows * BLOCK - frame.height
    return unit(
        SEQUENCE_PARAMETERS,
        PROFILE,
        # Id; frame numbers of 16 bits; output in the order of decoding; one picture to refer to, without gaps.
        golomb(0, FRAME_NUMBER_BITS - 4, 2, 1) + "0",
        # Whole frames, and motion inferred by the large block, as frames have it.
        golomb(frame.columns - 1, frame.rows - 1) + "11",
        "1" + golomb(0, right // 2, 0, bottom // 2) + "0",
    )


def picture_parameters() -> bytes:
    """Return the unit that tells how pictures are written: CAVLC, one slice group, one picture to refer to."""
    # At the end: the slices say themselves that no edges are smoothed.
    bits = golomb(0, 0) + "00" + golomb(0, 0, 0) + "000" + golomb(0, 0, 0) + "100"
    return unit(PICTURE_PARAMETERS, bits)


def key_picture(frame: Frame) -> bytes:
    """Return the unit of a picture that stands alone."""
    # At the end of the header: no change of the quantizer, and no smoothing of edges.
    header = golomb(0, ALL_INTRA, 0) + "0" * FRAME_NUMBER_BITS + golomb(0) + "00" + golomb(0, 1)
    blocks = [(golomb(PCM_IN_KEY_PICTURE), frame.block(number)) for number in range(frame.columns * frame.rows)]
    return unit(KEY_PICTURE, header, *(part for block in blocks for part in block))


def changed_picture(frame: Frame, places: Iterable[int], samples: bytes, number: int) -> bytes:
    """Return the unit of a picture: the one before it, but for the samples of the blocks at some places."""
    parts: list[str | bytes] = [golomb(0, ALL_PREDICTED, 0), f"{number % (1 << FRAME_NUMBER_BITS):016b}"]
    # The usual number of pictures to refer to, in the usual order, and the usual one is forgotten.
    parts += ["000", golomb(0, 1)]
    next_block = 0
    for place in places:
        parts += [golomb(place - next_block, PCM_IN_PICTURE), samples]
        next_block = place + 1
    skipped = frame.columns * frame.rows - next_block
    return unit(PICTURE, *parts, golomb(skipped) if skipped else "")


def decoder_configuration(sequence: bytes, picture: bytes) -> bytes:
    """Return what a container tells a decoder before the first picture (ISO/IEC 14496-15, 5.3.3)."""
    head = bytes([1, *PROFILE, 0xFF, 0xE1])
    return head + len(sequence).to_bytes(2, "big") + sequence + b"\1" + len(picture).to_bytes(2, "big") + picture
