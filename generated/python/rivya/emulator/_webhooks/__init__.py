"""The deliveries of events to webhook endpoints."""
