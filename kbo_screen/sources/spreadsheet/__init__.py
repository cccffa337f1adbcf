"""The only place that opens a spreadsheet; gives a SheetGrid. Refuses to know what a column means."""
