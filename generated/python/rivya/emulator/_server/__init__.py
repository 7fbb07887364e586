"""The server: routes, connections and background work."""
