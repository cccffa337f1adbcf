"""The same registry under changed letters."""
