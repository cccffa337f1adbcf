"""How results leave: terminal, workbook, JSON, CSV. Refuses to know any rule and any input file."""
