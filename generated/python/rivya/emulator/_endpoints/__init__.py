"""The handlers of requests, by endpoint."""
