"""Names that the sides of the server agree on: what one leaves for another in a request, an answer or an address."""

from __future__ import annotations

FAILURE = "emulator.failure"
"""Where the scope says that the job of a request is to fail."""

DROP: dict[str, str] = {"type": "emulator.drop"}
CLOSE: dict[str, str] = {"type": "emulator.close"}
"""Messages to the listener: end the connection at once, or when what was written is sent."""

MEDIA_PATH = "/media/"
"""Below it lies every file that the emulator serves."""
