"""Which group a row means, what side lists add, what is asked and what answers settle. A run over one registry."""
