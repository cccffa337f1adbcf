"""Which rows are the header, and which column is which field."""
