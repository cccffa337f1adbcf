"""What each command shows, as rows, sentences and payloads. Knows no format."""
