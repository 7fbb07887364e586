"""What the API keeps besides jobs and sessions."""
