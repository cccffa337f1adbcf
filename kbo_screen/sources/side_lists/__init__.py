"""Lists of stars, standards and projects beside the registry."""
