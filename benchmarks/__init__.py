"""Timings against stated references. Not part of the package."""
