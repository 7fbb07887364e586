"""The emulator of the small world as a program."""

import sys

from emulator.small_world import SmallEmulator
from runtime.emulator.command_line import main

if __name__ == "__main__":
    sys.exit(main(SmallEmulator, sys.argv[1:]))
