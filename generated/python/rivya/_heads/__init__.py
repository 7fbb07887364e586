"""What media files say of themselves where they describe their content: read, and nothing of the content decoded."""
