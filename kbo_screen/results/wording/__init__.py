"""What every result says alike: areas, cells, clauses, values, questions, answers, findings, readings."""
