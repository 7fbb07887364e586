"""Local media: what they are, and how they become references of a request."""
