"""What a message offers for a word that is not allowed: a slip of letters, or nearly as much of numbers and ratios.

The generator and the client, which know nothing of each other, offer the same.
"""

from __future__ import annotations

import pytest
from rivya_codegen.problems.problem import nearest
from runtime._core.problems import closest

RATIOS = ("1:1", "2:3", "3:2", "16:9", "9:16")


@pytest.mark.parametrize(
    ("word", "allowed", "other"),
    [
        ("16:10", RATIOS, "16:9"),
        ("4:3", RATIOS, "3:2"),
        ("1:2", ("1:1", "16:9"), None),
        ("16:0", RATIOS, None),
        ("7", ("5", "10"), None),
        ("1024", ("1000", "2048"), "1000"),
        ("1080", ("720p", "1080p"), "1080p"),
        ("imagee", ("image", "video"), "image"),
    ],
)
def test_nearest(word: str, allowed: tuple[str, ...], other: str | None) -> None:
    assert nearest(word, allowed) == other
    assert closest(word, allowed) == (other or "")
