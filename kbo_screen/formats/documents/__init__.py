"""Letters as Word documents, and the templates that the program brings."""
