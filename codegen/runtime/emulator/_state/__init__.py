"""What an emulator remembers."""
