"""A letter as validated data. Refuses to know columns and files."""
