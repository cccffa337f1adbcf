"""How results are written: terminal, CSV, workbook, page, form; and files written whole or not at all."""
