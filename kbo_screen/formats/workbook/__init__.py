"""The shortlist as a workbook to print, sign and send. Refuses to decide anything."""

from kbo_screen.formats.workbook.writer import write_workbook, write_workbooks

__all__ = ["write_workbook", "write_workbooks"]
