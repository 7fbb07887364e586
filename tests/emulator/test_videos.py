"""Videos: the boxes hold together, the stream is what the standard says, and a real decoder shows the picture."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from emulator.boxes import read_video
from PIL import Image, ImageChops, ImageStat
from runtime.emulator._results.h264 import golomb, unit
from runtime.emulator._results.pictures import draw_picture
from runtime.emulator._results.videos import LONGER_SIDE, film_mp4

SHAPES: list[tuple[dict[str, Any], tuple[int, int], float]] = [
    ({}, (320, 320), 5.0),
    ({"aspect_ratio": "16:9", "duration": "5"}, (320, 180), 5.0),
    ({"aspect_ratio": "9:16", "duration": 12}, (180, 320), 12.0),
    ({"ratio": "21:9", "n_frames": "15"}, (320, 136), 15.0),
    ({"ratio": "1:8", "duration": 0.5}, (40, 320), 0.5),
    ({"ratio": "9999:1", "duration": 0.1}, (320, 2), 0.1),
]
needs_ffmpeg = pytest.mark.skipif(
    not (shutil.which("ffprobe") and shutil.which("ffmpeg")),
    reason="ffprobe and ffmpeg are not installed; the boxes are checked without them",
)


@pytest.mark.parametrize(("params", "size", "seconds"), SHAPES)
def test_the_boxes_hold_together(params: dict[str, Any], size: tuple[int, int], seconds: float) -> None:
    video = read_video(film_mp4("painter", "Rain", params))
    assert ((video.width, video.height), video.seconds) == (size, seconds)
    assert [[unit[0] for unit in sample] for sample in video.units] == [[0x65], *[[0x41]] * (len(video.samples) - 1)]
    assert not [unit for sample in video.units for unit in sample if b"\0\0\1" in unit or b"\0\0\0" in unit]
    version, *profile = video.configuration[:4]
    sequence = video.configuration[8 : 8 + int.from_bytes(video.configuration[6:8], "big")]
    assert (version, profile, list(sequence[:4])) == (1, [66, 0xC0, 30], [0x67, 66, 0xC0, 30])


def test_numbers_are_coded_as_the_standard_shows() -> None:
    # Table 9-2: 0 is 1, 1 is 010, 2 is 011, 3 is 00100, 8 is 0001001.
    assert unit(0, golomb(0, 1, 2, 3, 8)) == bytes([0, 0b10100110, 0b01000001, 0b00110000])


def test_nothing_in_a_unit_looks_like_its_start() -> None:
    assert unit(0x65, bytes(5)) == b"\x65" + b"\0\0\3\0\0\3\0" + b"\x80"
    assert unit(0x65, b"\0\0\1\0\0\4") == b"\x65" + b"\0\0\3\1\0\0\4" + b"\x80"


@needs_ffmpeg
@pytest.mark.parametrize(("params", "size", "seconds"), SHAPES)
def test_a_decoder_has_nothing_to_complain_about(
    tmp_path: Path, params: dict[str, Any], size: tuple[int, int], seconds: float
) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(film_mp4("painter", "Rain", params))
    entries = "stream=codec_name,profile,width,height,pix_fmt,nb_read_frames:format=duration,format_name"
    probe = _run("ffprobe", "-v", "error", "-count_frames", "-show_entries", entries, "-of", "json", str(path))
    (stream,), container = (told := json.loads(probe))["streams"], told["format"]
    assert (stream["codec_name"], stream["profile"], stream["pix_fmt"]) == ("h264", "Constrained Baseline", "yuv420p")
    assert (stream["width"], stream["height"]) == size
    assert int(stream["nb_read_frames"]) == max(2, round(seconds * 10))
    assert float(container["duration"]) == seconds
    assert "mp4" in container["format_name"].split(",")
    _run("ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode", "-i", str(path), "-f", "null", "-")


@needs_ffmpeg
def test_a_decoder_shows_the_picture_and_a_growing_bar(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    params = {"aspect_ratio": "16:9", "duration": "5"}
    path.write_bytes(film_mp4("painter", "Rain", params))
    frames = [_frame(path, number) for number in (0, 25, 49)]
    drawn = draw_picture("painter", "Rain", params, LONGER_SIDE)
    # Only rounding and the halved colour planes are between the two.
    assert max(ImageStat.Stat(ImageChops.difference(frames[0], drawn)).mean) < 6
    row = 180 // 16 * 16 - 8
    white = [sum(_bright(frame.getpixel((column, row))) for column in range(frame.width)) for frame in frames]
    assert white == [0, 160, 320]


def _bright(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return min(pixel) > 230


def _frame(path: Path, number: int) -> Image.Image:
    select = ["-vf", f"select=eq(n\\,{number})", "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-"]
    command = ["ffmpeg", "-v", "error", "-i", str(path), *select]
    shown = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    with Image.open(io.BytesIO(shown)) as picture:
        return picture.convert("RGB")


def _run(*command: str) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return ended.stdout
