"""What each command shows: sheets, payloads, page content, rows and sentences."""
