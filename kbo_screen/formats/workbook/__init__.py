"""Sheets written as a workbook."""

from kbo_screen.formats.workbook.writer import (
    workbook_writer,
    write_workbook,
    write_workbooks,
)

__all__ = ["workbook_writer", "write_workbook", "write_workbooks"]
