"""YAML in and out: read with positions, written, edited line by line; JSON with positions; paths into the data."""
