"""Result videos: the picture of the request, and a bar that grows as the time passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PIL import Image

from . import h264
from .mp4 import Track, write_mp4
from .pictures import draw_picture
from .shape import asked_seconds

LONGER_SIDE = 320
PICTURES_PER_SECOND = 10
DEFAULT_SECONDS = 5.0

# From the full range of Pillow to the one that video has unless it says otherwise.
LUMA = [16 + round(value * 219 / 255) for value in range(256)]
COLOR = [128 + round((value - 128) * 224 / 255) for value in range(256)]
BAR = bytes([235]) * 256 + bytes([128]) * 128
"""A white block: bright, and without colour."""


def film_mp4(model: str, prompt: str, params: Mapping[str, Any]) -> bytes:
    """Return an MP4 file of the asked-for shape and duration. The same request gives the same video."""
    frame = _frame(draw_picture(model, prompt, params, LONGER_SIDE))
    milliseconds = round(asked_seconds(params, DEFAULT_SECONDS) * 1000)
    count = max(2, milliseconds * PICTURES_PER_SECOND // 1000)
    pictures = [h264.key_picture(frame)]
    for number in range(1, count):
        pictures.append(h264.changed_picture(frame, _grown(frame, number, count), BAR, number))
    configuration = h264.decoder_configuration(h264.sequence_parameters(frame), h264.picture_parameters())
    samples = [len(picture).to_bytes(4, "big") + picture for picture in pictures]
    return write_mp4(Track(frame.width, frame.height, max(1, milliseconds // count), configuration, samples))


def _grown(frame: h264.Frame, number: int, count: int) -> range:
    """Return the blocks by which the bar is longer than one picture ago; it lies in the last row that is seen whole."""
    begin = max(0, frame.height // h264.BLOCK - 1) * frame.columns
    before, now = (frame.columns * place // (count - 1) for place in (number - 1, number))
    return range(begin + before, begin + now)


def _frame(picture: Image.Image) -> h264.Frame:
    width, height = (max(2, side - side % 2) for side in picture.size)
    padded = Image.new("RGB", (-(-width // h264.BLOCK) * h264.BLOCK, -(-height // h264.BLOCK) * h264.BLOCK))
    padded.paste(picture)
    luma, *colors = padded.convert("YCbCr").split()
    planes = [(luma, LUMA), *((plane.reduce(2), COLOR) for plane in colors)]
    # Pillow leaves the type of what a function of `point` takes open.
    toned = [plane.point(table) for plane, table in planes]  # pyright: ignore[reportUnknownMemberType]
    return h264.Frame(width, height, toned)
