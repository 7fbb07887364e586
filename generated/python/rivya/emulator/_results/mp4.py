"""MP4 files with one track of H.264 (ISO/IEC 14496-12 and -15); the description comes before the pictures."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

TIMESCALE = 1000
MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
UNDETERMINED_LANGUAGE = 0x55C4
PIXELS_PER_INCH = 72 << 16


@dataclass(frozen=True, slots=True)
class Track:
    """Pictures of one size and duration (in milliseconds), the first of which stands alone."""

    width: int
    height: int
    picture_duration: int
    configuration: bytes
    samples: Sequence[bytes]

    @property
    def duration(self) -> int:
        return self.picture_duration * len(self.samples)


def write_mp4(track: Track) -> bytes:
    """Return the file."""
    head = _box(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isom", b"iso2", b"avc1", b"mp41")
    begin = len(head) + len(_movie(track, 0)) + 8
    return head + _movie(track, begin) + _box(b"mdat", *track.samples)


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _full(kind: bytes, flags: int, *parts: bytes) -> bytes:
    """Return a box with version 0 and flags."""
    return _box(kind, struct.pack(">I", flags), *parts)


def _movie(track: Track, begin: int) -> bytes:
    """Return what a player needs to know, given where the pictures begin in the file."""
    count, sizes = len(track.samples), [len(sample) for sample in track.samples]
    # Six bytes reserved and the data reference, sixteen reserved; an empty name of the encoder, 24 bits, no palette.
    description = _box(
        b"avc1",
        struct.pack(">6x H 16x 2H", 1, track.width, track.height),
        struct.pack(">2I 4x H 32x H h", PIXELS_PER_INCH, PIXELS_PER_INCH, 1, 24, -1),
        _box(b"avcC", track.configuration),
    )
    samples = _box(
        b"stbl",
        _full(b"stsd", 0, struct.pack(">I", 1), description),
        _full(b"stts", 0, struct.pack(">3I", 1, count, track.picture_duration)),
        _full(b"stss", 0, struct.pack(">2I", 1, 1)),
        _full(b"stsc", 0, struct.pack(">4I", 1, 1, count, 1)),
        _full(b"stsz", 0, struct.pack(f">{count + 2}I", 0, count, *sizes)),
        _full(b"stco", 0, struct.pack(">2I", 1, begin)),
    )
    here = _full(b"dref", 0, struct.pack(">I", 1), _full(b"url ", 1))
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, struct.pack(">4I 2H", 0, 0, TIMESCALE, track.duration, UNDETERMINED_LANGUAGE, 0)),
        _full(b"hdlr", 0, struct.pack(">I 4s 12x", 0, b"vide"), b"VideoHandler\0"),
        _box(b"minf", _full(b"vmhd", 1, bytes(8)), _box(b"dinf", here), samples),
    )
    # Enabled, in the movie and in its preview; the first track.
    placed = struct.pack(">5I 8x 4H", 0, 0, 1, 0, track.duration, 0, 0, 0, 0)
    size = struct.pack(">2I", track.width << 16, track.height << 16)
    header = struct.pack(">4I I H 10x", 0, 0, TIMESCALE, track.duration, 0x10000, 0x100)
    next_track = struct.pack(">24x I", 2)
    return _box(
        b"moov",
        _full(b"mvhd", 0, header, MATRIX, next_track),
        _box(b"trak", _full(b"tkhd", 7, placed, MATRIX, size), media),
    )
