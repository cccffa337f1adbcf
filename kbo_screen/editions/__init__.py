"""Two editions of a registry, or the same one under other orders: who moved between them, and by which change."""
