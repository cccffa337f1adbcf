"""Which year a value is of: by its row, its section, its header, the letter."""
