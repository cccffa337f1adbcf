"""What districts lack of their quota: whom to ring, what would close the gap, JSON of `shortfall`."""
