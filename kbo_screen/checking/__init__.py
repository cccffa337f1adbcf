"""What districts sent, checked in stages: each list by itself, then all of them together."""
