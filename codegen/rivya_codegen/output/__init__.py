"""The last end: which outputs there are, their texts rendered and formatted, and written as one."""
