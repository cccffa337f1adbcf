"""What became of the districts' lists: on the screen, as JSON and CSV, as workbooks. Refuses to decide anything."""
