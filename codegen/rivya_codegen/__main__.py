"""Where a run begins, as `python -m rivya_codegen` too: Ctrl-C ends in a line even while the program is loaded."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line."""
    try:
        from .cli import main as run

        return run()
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
