"""What was recognised in files."""
