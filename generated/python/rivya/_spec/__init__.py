"""What rendered modules are made of: the rows that a spec fills in, and the bases of parameters and wire objects."""
