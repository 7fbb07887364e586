"""What the rendered module of this name has, for the type checkers of the hand-written half."""

from . import emulator

class Emulator(emulator.Emulator): ...
