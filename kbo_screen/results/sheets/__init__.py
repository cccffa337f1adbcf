"""What the sheets of every command are made of: the sheet itself, its title, flat tables, districts, the receipt."""
