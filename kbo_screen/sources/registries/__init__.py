"""The registry's files: their products, and who was dissolved."""
