"""One module per model: its parameters, its limits, and the methods that call it."""
