"""How a call is made: what is decided about it, as flows, and what sends it."""
