"""The decisions, functions of values."""
