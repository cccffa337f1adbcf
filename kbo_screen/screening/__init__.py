"""The decisions, functions of values. Refuses to know formats, the console and the clock."""
