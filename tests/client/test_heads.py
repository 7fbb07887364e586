"""What files tell of themselves: real ones, ones that are cut off, and ones that lie."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest
from client.media_files import MAKERS, MP3_FRAME, QUARTER_TURN, box, jpeg, media_file, movie, tag, wav
from PIL import Image
from rivya_codegen.contract.file_samples import MEASURED_TYPES
from runtime._heads.head import MOST_BYTES, PIECE, Head, UntoldError
from runtime._heads.measures import READERS, measured
from runtime.emulator._results.sounds import play_wav
from runtime.emulator._results.videos import film_mp4

SIDES = {"width": 642, "height": 358}
ALL = {**SIDES, "seconds": 2.5, "frame_rate": 29.97}


def look(content: bytes, mime_type: str) -> dict[str, Fraction]:
    return dict(measured(io.BytesIO(content), len(content), mime_type))


def test_the_generator_knows_what_is_measured() -> None:
    assert READERS.keys() == MEASURED_TYPES


@pytest.mark.parametrize("mime_type", MAKERS)
def test_files_tell_their_measures(mime_type: str) -> None:
    kind = mime_type.partition("/")[0]
    found = look(media_file(mime_type, ALL if kind != "audio" else {"seconds": 2.5}, 20_000), mime_type)
    if kind != "audio":
        assert found["width"] * found["height"] == found["pixels"] == 642 * 358
        assert found["aspect_ratio"] == Fraction(642, 358)
    if kind != "image":
        assert abs(found["seconds"] - Fraction("2.5")) < Fraction(1, 20)
    assert found.get("frame_rate") == (Fraction("29.97") if kind == "video" else None)


@pytest.mark.parametrize(
    ("file_format", "settings"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
    ],
)
def test_pictures_of_another_program_do(file_format: str, settings: dict[str, bool]) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (301, 77), "pink").save(buffer, file_format, **settings)
    found = look(buffer.getvalue(), f"image/{file_format.lower()}")
    assert (found["width"], found["height"]) == (301, 77)


def test_results_of_the_emulator_do() -> None:
    found = look(film_mp4("model", "prompt", {"duration": "3", "shape": "16:9"}), "video/mp4")
    assert found == {
        "width": 320,
        "height": 180,
        "pixels": 57_600,
        "aspect_ratio": Fraction(16, 9),
        "seconds": 3,
        "frame_rate": 10,
    }
    assert look(play_wav("model", "prompt", {"duration": 2.5}), "audio/wav") == {"seconds": Fraction(5, 2)}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("orientation", "told"), [(1, True), (4, True), (5, False), (8, False)])
def test_a_picture_that_is_shown_turned_tells_its_pixels_alone(orientation: int, told: bool, order: str) -> None:
    found = look(jpeg(SIDES, orientation, order), "image/jpeg")
    assert (found["pixels"], "width" in found) == (642 * 358, told)


def test_a_movie_that_is_shown_turned_tells_no_sides() -> None:
    assert look(movie(ALL, turn=QUARTER_TURN), "video/mp4").keys() == {"pixels", "seconds", "frame_rate"}


def test_a_movie_in_fragments_tells_no_time() -> None:
    whole = movie(ALL)
    begin = whole.index(b"moov") - 4
    content = whole[begin + 8 :] + box(b"mvex")
    assert look(whole[:begin] + box(b"moov", content), "video/mp4").keys() == {*SIDES, "pixels", "aspect_ratio"}


def test_frames_are_counted_and_not_estimated() -> None:
    frames = MP3_FRAME * 100
    seconds = {"seconds": Fraction(100 * 576, 8000)}
    described = MP3_FRAME[:13] + b"Xing" + MP3_FRAME[17:]
    for content in (frames, tag(500) + frames, frames + b"TAG" + bytes(125), described + frames, b"\0" * 50 + frames):
        assert look(content, "audio/mpeg") == seconds
    assert look(frames + bytes(5000) + frames, "audio/mpeg") == {}, "half of it"
    assert look(frames[:-1], "audio/mpeg") == {"seconds": Fraction(99 * 576, 8000)}


def test_a_size_that_its_writer_did_not_know() -> None:
    sound = wav({"seconds": 3})
    place = sound.index(b"data") + 4
    for size in (0, 0xFFFFFFFF):
        content = sound[:place] + struct.pack("<I", size) + sound[place + 4 :]
        assert look(content, "audio/wav") == {"seconds": 3}


@pytest.mark.parametrize("mime_type", MAKERS)
def test_what_is_cut_off_tells_less_or_nothing(mime_type: str) -> None:
    content = MAKERS[mime_type](ALL)
    whole = look(content, mime_type)
    for end in range(min(len(content), 700)):
        found = look(content[:end], mime_type)
        assert found.keys() <= whole.keys()
        assert all(value > 0 or name == "seconds" for name, value in found.items())


@pytest.mark.parametrize("mime_type", MAKERS)
def test_whatever_a_file_says_ends_in_measures_or_nothing(mime_type: str) -> None:
    chance, content = Random(mime_type), MAKERS[mime_type](ALL)
    for _ in range(400):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            changed[chance.randrange(min(len(changed), 700))] = chance.choice([0, 1, 127, 255, chance.randrange(256)])
        assert look(bytes(changed), mime_type).keys() <= {*ALL, "pixels", "aspect_ratio"}


class Endless:
    """A file that gives the same bytes wherever it is read, and counts them."""

    def __init__(self, piece: Callable[[int], bytes]) -> None:
        self.piece, self.given, self.position = piece, 0, 0

    def seek(self, offset: int, /) -> None:
        self.position = offset

    def read(self, size: int, /) -> bytes:
        self.given += size
        return self.piece(self.position).ljust(PIECE, b"\0")[:size]


@pytest.mark.parametrize(
    ("mime_type", "piece"),
    [
        ("video/mp4", lambda _: struct.pack(">I4s", 8, b"free") * 8192),
        ("video/mp4", lambda _: struct.pack(">I4s", 1 << 24, b"free")),
        ("audio/mpeg", lambda _: b"ID3\x04\0\0\x01\0\0\0"),
        ("audio/mpeg", lambda position: (MP3_FRAME * 911)[(position % 72) :]),
        ("audio/wav", lambda _: struct.pack("<4sI", b"junk", 1 << 20)),
        ("image/jpeg", lambda _: b"\xff\xe0\xff\xff" * 16384),
    ],
)
def test_reading_is_bounded(mime_type: str, piece: Callable[[int], bytes]) -> None:
    file = Endless(piece)
    measured(file, 1 << 40, mime_type)
    assert file.given <= MOST_BYTES + PIECE


def test_a_head_has_an_end() -> None:
    with pytest.raises(UntoldError):
        Head(io.BytesIO(bytes(10)), 10).unpack(">Q", 3)
    with pytest.raises(UntoldError):
        Head(io.BytesIO(bytes(10)), 10).at(0, 1 << 30)
