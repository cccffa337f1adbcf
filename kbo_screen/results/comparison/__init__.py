"""Two editions compared: who moved, and by which change."""
