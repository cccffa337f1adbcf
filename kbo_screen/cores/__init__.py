"""Work that is shared with other cores; where the system starts nothing, one core does it all."""
