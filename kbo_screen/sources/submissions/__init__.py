"""What districts sent, read: the district, its head, rows, cells and reasons, and when it came."""
