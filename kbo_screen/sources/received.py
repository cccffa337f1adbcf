"""Reads when lists were received: a table with a date beside a district or a file's name.

Knows how such a table is kept: any columns, any order. Refuses to take today for a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.checking.check_result import Received
from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.findings.catalogue import LANGUAGES
from kbo_screen.registry.registry import EXCEL_MAX_COLUMNS, InputFile, cell_name
from kbo_screen.sources.table_checks import hidden_sheets
from kbo_screen.sources.workbooks import read_workbook, workbook_findings
from kbo_screen.vocabulary.areas import nearest, resolve_district
from kbo_screen.vocabulary.dates import DateReading, read_date, thai_date
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from kbo_screen.grid import SheetGrid
    from kbo_screen.registry.registry import Scope
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: Problems of what is written as a date and is none that can be.
_IMPOSSIBLE: Final = frozenset({"impossible-date", "date-out-of-range"})


def read_received(
    path: Path, scope: Scope, files: set[str], bounds: DateBounds
) -> tuple[Received, InputFile]:
    """The dates of receipt by district and by file name; of several of one district the last row counts.

    files: names of the files that are checked. bounds: what a date of receipt can be. What a row lacks is among the
    findings of `Received`. Raises InputError where no row holds a date beside a district or file.
    """
    workbook = read_workbook(path)
    by_district: dict[int, dt.date] = {}
    by_file: dict[str, dt.date] = {}
    findings: list[Finding] = [*workbook_findings(workbook), *hidden_sheets(workbook)]
    for grid in workbook.visible_sheets:
        for row in range(grid.height):
            about = _about(grid, row, scope, files)
            receipt = _first_date(grid, row, about, bounds)
            if receipt is None or about is None:
                findings += _problem(grid, row, about, receipt, scope, files, bounds)
                continue
            if receipt.reading.is_mended:
                findings.append(_mended(grid, row, receipt))
            if isinstance(about.who, str):
                by_file[about.who] = receipt.date
            else:
                by_district[about.who] = receipt.date
    if not by_district and not by_file:
        raise InputError(make_finding("list.no-dates", Place(workbook.file)), *findings)
    rows = sum(grid.height for grid in workbook.sheets)
    file_read = InputFile(
        workbook.file, workbook.sha256, workbook.size_bytes, rows, "received"
    )
    return Received(
        by_district=by_district, by_file=by_file, findings=tuple(findings)
    ), file_read


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


class _Receipt(NamedTuple):
    """The day of receipt that a row says, how its cell was read, and the column of the cell."""

    date: dt.date
    reading: DateReading
    column: int


def _first_date(
    grid: SheetGrid, row: int, about: _About | None, bounds: DateBounds
) -> _Receipt | None:
    """The first cell of a row that holds a day which can be."""
    for column, reading in _dates(grid, row, about, bounds):
        if reading.date:
            return _Receipt(reading.date, reading, column)
    return None


def _dates(
    grid: SheetGrid, row: int, about: _About | None, bounds: DateBounds
) -> Iterator[tuple[int, DateReading]]:
    """What every cell of a row reads as, but the one that says whom it is about."""
    skipped = about.column if about else None
    for column, values in enumerate(grid.columns):
        if column != skipped:
            yield column, bounded_date(values[row], bounds)


def _problem(
    grid: SheetGrid,
    row: int,
    about: _About | None,
    receipt: _Receipt | None,
    scope: Scope,
    files: set[str],
    bounds: DateBounds,
) -> Iterator[Finding]:
    """A row about somebody without a date that can be, or with a date and about nobody who is known."""
    if about:
        yield _no_date(grid, row, about, bounds)
    elif receipt:
        for column, values in enumerate(grid.columns):
            words = cell_text(values[row])
            if _is_name(words):
                names = nearest(
                    words, [*(one.district for one in scope.districts), *files]
                )
                near = ", ".join(names) or "-"
                yield make_finding(
                    "list.unknown-receipt",
                    _place(grid, row, column),
                    value=words,
                    suggestion=near,
                )
                return


def _no_date(grid: SheetGrid, row: int, about: _About, bounds: DateBounds) -> Finding:
    """Why a row about somebody gives no day: a date that cannot be, or none."""
    for column, reading in _dates(grid, row, about, bounds):
        if reading.problem in _IMPOSSIBLE:
            place = _place(grid, row, column)
            words = cell_text(grid.columns[column][row])
            if reading.problem == "impossible-date":
                return make_finding("list.impossible-date", place, value=words)
            first, last = in_words(bounds)
            return make_finding(
                "list.unlikely-date", place, value=words, first=first, last=last
            )
    return make_finding("list.no-date", _place(grid, row, about.column))


def _mended(grid: SheetGrid, row: int, receipt: _Receipt) -> Finding:
    words = cell_text(grid.columns[receipt.column][row])
    date = {lang: thai_date(receipt.date, lang) for lang in LANGUAGES}
    return make_finding(
        "list.mended-date", _place(grid, row, receipt.column), value=words, date=date
    )


def in_words(bounds: DateBounds) -> tuple[dict[str, str], dict[str, str]]:
    """The first and the last day that can be, per language."""
    first = {lang: thai_date(bounds.first, lang) for lang in LANGUAGES}
    last = {lang: thai_date(bounds.last, lang) for lang in LANGUAGES}
    return first, last


def _place(grid: SheetGrid, row: int, column: int) -> Place:
    return Place(grid.file, grid.sheet, cell_name(row * EXCEL_MAX_COLUMNS + column))


def _is_name(words: str) -> bool:
    return any(map(str.isalpha, words)) and read_date(words).problem is not None
