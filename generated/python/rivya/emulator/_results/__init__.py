"""What emulated models make: pictures, videos, sounds and replies."""
