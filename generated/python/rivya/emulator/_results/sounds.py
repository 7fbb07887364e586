"""Result sounds: four notes that follow from the prompt, again and again."""

from __future__ import annotations

import hashlib
import io
import math
import struct
import wave
from collections.abc import Mapping
from typing import Any

from .shape import asked_seconds

RATE = 16_000
DEFAULT_SECONDS = 1.0
NOTE_SAMPLES = RATE // 4
SCALE = (0, 2, 4, 7, 9, 12, 14, 16)
"""Semitones of a pentatonic scale, in which any sequence of notes sounds right."""


def play_wav(model: str, prompt: str, params: Mapping[str, Any]) -> bytes:
    """Return a WAV file of the asked-for duration. The same request gives the same notes."""
    seed = hashlib.sha256(f"{model}\n{prompt}".encode()).digest()
    notes = [sample for byte in seed[:4] for sample in _note(SCALE[byte % len(SCALE)])]
    melody = struct.pack(f"<{len(notes)}h", *notes)
    size = 2 * max(1, round(asked_seconds(params, DEFAULT_SECONDS) * RATE))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes((melody * (size // len(melody) + 1))[:size])
    return buffer.getvalue()


def _note(semitones: int) -> list[int]:
    turn = 2 * math.pi * 262 * 2 ** (semitones / 12) / RATE
    return [round(9000 * (1 - index / NOTE_SAMPLES) * math.sin(turn * index)) for index in range(NOTE_SAMPLES)]
