"""The letter's meeting: whom it calls, its notices and its rosters."""
