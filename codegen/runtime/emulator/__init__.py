"""The emulator: a real HTTP server that behaves like the API, for demonstrations and tests."""
