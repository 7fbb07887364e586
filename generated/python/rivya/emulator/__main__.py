"""`python -m rivya.emulator`; `main` is what a zipapp calls."""

from __future__ import annotations

import sys

from . import Emulator, command_line


def main() -> int:
    """Serve until Ctrl-C, as the arguments of the process say, and return its exit status."""
    return command_line.main(Emulator, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
