"""Workbooks that districts fill in and get back: ours, an office's own, a district's own."""
