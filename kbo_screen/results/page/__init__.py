"""What stands on the page, as plain values."""
