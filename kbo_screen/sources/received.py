"""Reads when lists were received: a table with a date beside a district or a file's name.

Knows how such a table is kept: any columns, any order. Refuses to take today for a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.screening.registry import EXCEL_MAX_COLUMNS, InputFile, cell_name
from kbo_screen.screening.submissions.validation import Received
from kbo_screen.sources.spreadsheet import read_workbook
from kbo_screen.sources.table_checks import hidden_sheets
from kbo_screen.vocabulary.dates import DateReading, read_date
from kbo_screen.vocabulary.places import nearest, resolve_district
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.screening.registry import Scope
    from kbo_screen.sources.spreadsheet import SheetGrid

#: Problems of what is written as a date and is none that can be.
_IMPOSSIBLE: Final = frozenset({"impossible-date", "year-out-of-range"})


def read_received(path: Path, scope: Scope, files: set[str]) -> tuple[Received, InputFile]:
    """The dates of receipt by district and by file name; of several of one district the last row counts.

    files: names of the files that are checked. What a row lacks is among the findings of `Received`. Raises InputError
    where no row holds a date beside a district or file.
    """
    workbook = read_workbook(path)
    by_district: dict[int, dt.date] = {}
    by_file: dict[str, dt.date] = {}
    findings: list[Finding] = [*workbook.findings, *hidden_sheets(workbook)]
    for grid in workbook.visible_sheets:
        for row in range(grid.height):
            about = _about(grid, row, scope, files)
            date = next((found for _, found in _dates(grid, row, about) if found.date), DateReading()).date
            if date is None or about is None:
                findings += _problem(grid, row, about, date, scope, files)
            elif isinstance(about.who, str):
                by_file[about.who] = date
            else:
                by_district[about.who] = date
    if not by_district and not by_file:
        raise InputError(make_finding("list.no-dates", Place(workbook.file)), *findings)
    rows = sum(grid.height for grid in workbook.sheets)
    file_read = InputFile(workbook.file, workbook.sha256, workbook.size_bytes, rows, "received")
    return Received(by_district=by_district, by_file=by_file, findings=tuple(findings)), file_read


class _About(NamedTuple):
    """Whom a row is about, a district (position in the scope) or a file, and the column that says so."""

    who: int | str
    column: int


def _about(grid: SheetGrid, row: int, scope: Scope, files: set[str]) -> _About | None:
    for column, values in enumerate(grid.columns):
        words = cell_text(values[row])
        if words in files:
            return _About(words, column)
        if words and (found := resolve_district(words, scope.districts)):
            return _About(scope.districts.index(found), column)
    return None


def _dates(grid: SheetGrid, row: int, about: _About | None) -> Iterator[tuple[int, DateReading]]:
    """What every cell of a row reads as, but the one that says whom it is about."""
    skipped = about.column if about else None
    return ((at, read_date(values[row])) for at, values in enumerate(grid.columns) if at != skipped)


def _problem(
    grid: SheetGrid, row: int, about: _About | None, date: dt.date | None, scope: Scope, files: set[str]
) -> Iterator[Finding]:
    """A row about somebody without a date that can be, or with a date and about nobody who is known."""

    def place(column: int) -> Place:
        return Place(grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + column))

    if about:
        wrong = next((at for at, read in _dates(grid, row, about) if read.problem in _IMPOSSIBLE), None)
        if wrong is None:
            yield make_finding("list.no-date", place(about.column))
        else:
            yield make_finding("list.impossible-date", place(wrong), value=cell_text(grid.columns[wrong][row]))
    elif date:
        named = {at: words for at, values in enumerate(grid.columns) if _is_name(words := cell_text(values[row]))}
        for at, words in list(named.items())[:1]:
            near = ", ".join(nearest(words, [*(one.district for one in scope.districts), *files])) or "-"
            yield make_finding("list.unknown-receipt", place(at), value=words, suggestion=near)


def _is_name(words: str) -> bool:
    return any(map(str.isalpha, words)) and read_date(words).problem is not None
