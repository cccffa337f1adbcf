"""What stands in the forms that districts fill in: ours, and an office's own."""
