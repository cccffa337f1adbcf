"""The shortlist: first screen, sheets to sign, rows and JSON of `rank`."""
