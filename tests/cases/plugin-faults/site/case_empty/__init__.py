"""A package without a table."""
