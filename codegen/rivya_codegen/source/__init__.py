"""The first end: everything a run reads, from folders, installed plugins, git revisions and addresses, and its parsing."""
