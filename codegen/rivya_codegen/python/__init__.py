"""From the contract to the frozen picture that the Python templates see; the only place where Python type text is chosen."""
