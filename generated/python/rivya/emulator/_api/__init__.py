"""What the handlers of requests work with."""
