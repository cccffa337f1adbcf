"""What a file takes of the texts that are to stand in it: longer ones are cut, and told at their first cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kbo_screen.findings import Place, make_finding
from kbo_screen.formats.workbook.column_rows import take_rows
from kbo_screen.formats.workbook.limits import EXCEL_LIMITS, Limits, cut_text
from kbo_screen.registry.registry import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbo_screen.findings import Finding
    from kbo_screen.formats.workbook.column_rows import SheetRows


class TextFitter:
    """Fits texts into one file. findings: what of them was cut."""

    def __init__(self, file_name: str, limits: Limits = EXCEL_LIMITS) -> None:
        self._file_name, self._limits = file_name, limits
        #: No text of so few characters is too long for a cell.
        self._short_text = limits.text_units // 2
        self.findings: list[Finding] = []

    def place(
        self,
        sheet_name: str,
        row: int,
        column: int,
    ) -> Place:
        """The place of a cell in the file."""
        cell = f"{column_letters(column)}{row + 1}"
        return Place(self._file_name, sheet_name, cell)

    def text(
        self,
        text: str,
        place: Place,
        count: int = 1,
    ) -> str:
        """A text as a cell takes it. place: of the first of `count` cells."""
        fitting = cut_text(text, self._limits.text_units)
        if fitting != text:
            limit = f"{self._limits.text_units:,}"
            cut = make_finding("output.text-cut", place, limit=limit, count=count)
            self.findings.append(cut)
        return fitting

    def rows(
        self,
        rows: Iterable[Sequence[Any]],
        width: int,
        sheet_name: str,
        first_row: int = 0,
    ) -> SheetRows:
        """Rows of so many columns that are to stand on a sheet, from a row on (counted from 0)."""
        table = take_rows(rows, first_row, width)
        for position, column in enumerate(table.columns):
            for code, value in enumerate(column.values):
                if isinstance(value, str) and len(value) > self._short_text:
                    rows_of_text = column.rows_of(code)
                    row = first_row + rows_of_text[0]
                    place = self.place(sheet_name, row, position)
                    column.values[code] = self.text(value, place, len(rows_of_text))
        return table
