"""The two clients, without models."""
