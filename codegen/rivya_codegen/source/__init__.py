"""All that a run reads, from folders, installed plugins, git revisions and addresses, and its parsing."""
