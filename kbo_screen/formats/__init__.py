"""How results are written: terminal, CSV, workbook, page, form; each file whole or not."""
