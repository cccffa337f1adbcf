"""What districts sent, checked: sheets and notes to send back, the province's list, JSON of `validate`."""
