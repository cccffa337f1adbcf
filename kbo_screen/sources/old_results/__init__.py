"""Results of ours read again: which of their cells and values are no longer what we wrote."""
