"""Sheets written as a workbook."""

from kbo_screen.formats.workbook.writer import workbook_writer

__all__ = ["workbook_writer"]
