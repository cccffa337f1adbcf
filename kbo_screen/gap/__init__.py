"""What a district lacks, and what would close the gap: questions, levers, another letter."""
