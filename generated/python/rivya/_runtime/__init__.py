"""The hand-written library under the generated client: transport, retries, polling, checks, jobs and files.

It knows no model. What differs between models and between versions of the API arrives as data (`tables.py`).
"""
