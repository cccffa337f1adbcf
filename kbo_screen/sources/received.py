"""Reads when lists were received: a table with a date beside a district or a file's name.

Knows how such a table is kept: any columns, any order. Refuses to take today for a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS, InputFile, cell_name
from kbo_screen.screening.submissions.validation import Received
from kbo_screen.sources.spreadsheet import read_workbook
from kbo_screen.vocabulary.dates import read_date
from kbo_screen.vocabulary.places import resolve_district
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from kbo_screen.screening.registry import Scope
    from kbo_screen.sources.spreadsheet import SheetGrid


def read_received(path: Path, scope: Scope, files: set[str]) -> tuple[Received, InputFile, list[Finding]]:
    """The dates of receipt by district and by file name; of several of one district the last row counts.

    files: names of the files that are checked. Raises InputError where no row holds a date beside a district or file.
    """
    workbook = read_workbook(path)
    by_district: dict[int, dt.date] = {}
    by_file: dict[str, dt.date] = {}
    findings: list[Finding] = list(workbook.findings)
    for grid in workbook.sheets:
        for row in range(grid.height):
            district, file, column = _about(grid, row, scope, files)
            if district is None and file is None:
                continue
            dates = [read_date(values[row]).date for at, values in enumerate(grid.columns) if at != column]
            date = next((found for found in dates if found), None)
            if date is None:
                cell = cell_name(row * EXCEL_MAX_COLUMNS + column)
                findings.append(make_finding("list.no-date", Place(grid.file, grid.sheet, cell)))
            elif file is not None:
                by_file[file] = date
            elif district is not None:
                by_district[district] = date
    if not by_district and not by_file:
        raise InputError(make_finding("list.no-dates", Place(workbook.file)), *workbook.findings)
    rows = sum(grid.height for grid in workbook.sheets)
    file_read = InputFile(workbook.file, workbook.sha256, workbook.size_bytes, rows, "received")
    return Received(by_district=by_district, by_file=by_file), file_read, findings


def _about(grid: SheetGrid, row: int, scope: Scope, files: set[str]) -> tuple[int | None, str | None, int]:
    """The district or file that a row is about, and the column that says so."""
    for column, values in enumerate(grid.columns):
        words = cell_text(values[row])
        if words in files:
            return None, words, column
        if words and (found := resolve_district(words, scope.districts)):
            return scope.districts.index(found), None, column
    return None, None, 0
