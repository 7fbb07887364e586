"""A reader of MP4 files for the tests: it walks the boxes and believes nothing that it did not find there."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl"}


@dataclass(frozen=True)
class Video:
    """What the boxes say of the one track: size in pixels, duration in seconds, the decoder's configuration, samples."""

    width: int
    height: int
    seconds: float
    configuration: bytes
    samples: list[bytes]

    @property
    def units(self) -> list[list[bytes]]:
        """The units of the stream, by sample."""
        return [list(_units(sample)) for sample in self.samples]


def read_video(content: bytes) -> Video:
    boxes = dict(_walk(content, 0, len(content)))
    assert list(boxes)[:2] == [b"ftyp", b"moov"]
    _, _, _, timescale, duration = struct.unpack_from(">5I", boxes[b"mdhd"])
    assert struct.unpack_from(">5I", boxes[b"mvhd"])[3:] == (timescale, duration)
    width, height = (side >> 16 for side in struct.unpack_from(">2I", boxes[b"tkhd"], 76))
    entry = boxes[b"stsd"][8:]
    assert (struct.unpack_from(">I4s", entry), entry[86 + 4 : 86 + 8]) == ((len(entry), b"avc1"), b"avcC")
    assert struct.unpack_from(">2H", entry, 32) == (width, height)
    _, rows, count, delta = struct.unpack(">4I", boxes[b"stts"])
    assert (rows, count * delta) == (1, duration)
    _, same, count_of_sizes, *sizes = struct.unpack(f">{len(boxes[b'stsz']) // 4}I", boxes[b"stsz"])
    assert (same, count_of_sizes, len(sizes)) == (0, count, count)
    assert struct.unpack(">5I", boxes[b"stsc"])[1:] == (1, 1, count, 1)
    _, chunks, place = struct.unpack(">3I", boxes[b"stco"])
    assert chunks == 1
    samples = []
    for size in sizes:
        samples.append(content[place : place + size])
        place += size
    assert b"".join(samples) == boxes[b"mdat"]
    assert place == len(content)
    return Video(width, height, duration / timescale, entry[94:], samples)


def _walk(content: bytes, begin: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield each box and what is inside of it; together they fill what holds them."""
    while begin < end:
        size, kind = struct.unpack_from(">I4s", content, begin)
        assert 8 <= size <= end - begin, kind
        yield kind, content[begin + 8 : begin + size]
        if kind in CONTAINERS:
            yield from _walk(content, begin + 8, begin + size)
        begin += size
    assert begin == end


def _units(sample: bytes) -> Iterator[bytes]:
    begin = 0
    while begin < len(sample):
        (size,) = struct.unpack_from(">I", sample, begin)
        yield sample[begin + 4 : begin + 4 + size]
        begin += 4 + size
    assert begin == len(sample)
