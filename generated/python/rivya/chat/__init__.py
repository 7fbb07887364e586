"""Chat: messages, replies, streams and sessions."""
