"""Results as texts: CSV, JSON, Markdown."""
