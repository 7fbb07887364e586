"""Result pictures: a gradient in two colours that follow from the prompt, with the request written on it."""

from __future__ import annotations

import colorsys
import hashlib
import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from .aspects import asked_aspect, pixels

LONGER_SIDE = 512
PROMPT_WORDS = 8
FRAMES = 8
FRAME_MILLISECONDS = 120

Color = tuple[int, int, int]


def draw_png(model: str, prompt: str, params: Mapping[str, Any]) -> bytes:
    """Return a PNG of the asked-for shape. The same request gives the same picture."""
    aspect = asked_aspect(params)
    picture = _gradient(pixels(aspect, LONGER_SIDE), _colors(model, prompt), angle=0.25)
    _write(picture, _lines(model, prompt, aspect))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def draw_gif(model: str, prompt: str, params: Mapping[str, Any]) -> bytes:
    """Return an animated GIF of the asked-for shape, whose gradient turns once."""
    aspect = asked_aspect(params)
    size, colors, lines = pixels(aspect, LONGER_SIDE), _colors(model, prompt), _lines(model, prompt, aspect)
    frames = [_gradient(size, colors, angle=frame / FRAMES) for frame in range(FRAMES)]
    for frame in frames:
        _write(frame, lines)
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=FRAME_MILLISECONDS, loop=0)
    return buffer.getvalue()


def _colors(model: str, prompt: str) -> tuple[Color, Color]:
    seed = hashlib.sha256(f"{model}\n{prompt}".encode("utf-8", "surrogatepass")).digest()
    hue = seed[0] / 256
    # Neighbouring hues, dark to bright: pleasant for every seed, and white text stays readable.
    neighbour = hue + 0.08 + seed[1] / 256 * 0.12
    return _rgb(hue, 0.75, 0.35), _rgb(neighbour, 0.65, 0.8)


def _rgb(hue: float, saturation: float, value: float) -> Color:
    red, green, blue = (round(part * 255) for part in colorsys.hsv_to_rgb(hue % 1, saturation, value))
    return red, green, blue


def _gradient(size: tuple[int, int], colors: tuple[Color, Color], angle: float) -> Image.Image:
    # A square is turned and its middle is cut out, so that no corner shows the outside of the turned square.
    turned = Image.linear_gradient("L").rotate(angle * 360 - 45, Image.Resampling.BICUBIC)
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
