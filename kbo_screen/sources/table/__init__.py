"""A table whole: where it stands on its sheet, what each row is, what is told of rows, columns and marks."""
