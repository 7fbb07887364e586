"""Text without meaning: filters, Markdown, characters that nobody sees, names that every system can hold, JSON."""
