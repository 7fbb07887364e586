"""Leaves: values and functions that know nothing of the API."""
