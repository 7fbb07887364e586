"""What can be wrong, where, and how it is reported: as text, JSON, annotations of GitHub, and SARIF."""
