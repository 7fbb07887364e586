"""Result pictures: a gradient in two colours that follow from the prompt, with the request written on it."""

from __future__ import annotations

import colorsys
import hashlib
import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from .shape import asked_aspect, pixels

LONGER_SIDE = 512
PROMPT_WORDS = 8

Color = tuple[int, int, int]


def draw_file(model: str, prompt: str, params: Mapping[str, Any], file_format: str) -> bytes:
    """Return a picture file of the asked-for shape, in a format that Pillow names. The same request gives the same."""
    buffer = io.BytesIO()
    draw_picture(model, prompt, params, LONGER_SIDE).save(buffer, file_format)
    return buffer.getvalue()


def draw_picture(model: str, prompt: str, params: Mapping[str, Any], longer_side: int) -> Image.Image:
    """Return a picture of the asked-for shape, whose longer side has so many pixels."""
    aspect = asked_aspect(params)
    picture = _gradient(pixels(aspect, longer_side), _colors(model, prompt))
    _write(picture, _lines(model, prompt, aspect))
    return picture


def _colors(model: str, prompt: str) -> tuple[Color, Color]:
    seed = hashlib.sha256(f"{model}\n{prompt}".encode()).digest()
    hue = seed[0] / 256
    # Neighbouring hues, dark to bright: pleasant for every seed, and white text stays readable.
    neighbour = hue + 0.08 + seed[1] / 256 * 0.12
    return _rgb(hue, 0.75, 0.35), _rgb(neighbour, 0.65, 0.8)


def _rgb(hue: float, saturation: float, value: float) -> Color:
    red, green, blue = (round(part * 255) for part in colorsys.hsv_to_rgb(hue % 1, saturation, value))
    return red, green, blue


def _gradient(size: tuple[int, int], colors: tuple[Color, Color]) -> Image.Image:
    # A square is turned and its middle is cut out, so that no corner shows the outside of the turned square.
    turned = Image.linear_gradient("L").rotate(45, Image.Resampling.BICUBIC)
    ramp = turned.transform(size, Image.Transform.EXTENT, (38, 38, 218, 218), Image.Resampling.BICUBIC)
    first, second = (Image.new("RGB", size, color) for color in colors)
    return Image.composite(second, first, ramp)


def _lines(model: str, prompt: str, aspect: tuple[int, int]) -> list[tuple[str, int]]:
    words = "".join(character if _drawable(character) else " " for character in prompt).split()
    excerpt = " ".join(words[:PROMPT_WORDS]) + (" …" if len(words) > PROMPT_WORDS else "")
    return [(model, 26), (f"{aspect[0]}:{aspect[1]}", 18), (excerpt, 18)]


def _write(picture: Image.Image, lines: list[tuple[str, int]]) -> None:
    canvas = ImageDraw.Draw(picture)
    margin = max(4, min(picture.size) // 16)
    top = float(margin)
    for text, size in lines:
        font = _font(size)
        for row in _wrapped(text, font, picture.width - 2 * margin):
            canvas.text((margin + 1, top + 1), row, font=font, fill=(0, 0, 0))
            canvas.text((margin, top), row, font=font, fill=(255, 255, 255))
            top += size * 1.35


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    rows: list[str] = []
    for word in text.split():
        if rows and font.getlength(f"{rows[-1]} {word}") <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@cache
def _drawable(character: str) -> bool:
    """Whether the font, which knows few alphabets, has a shape for the character."""
    return character.isspace() or _glyph(character) != _glyph("\uffff")


def _glyph(character: str) -> bytes:
    cell = Image.new("L", (32, 32))
    ImageDraw.Draw(cell).text((4, 4), character, font=_font(18), fill=255)
    return cell.tobytes()
