"""Reads when lists were received: a table with a date beside a district or a file's name.

Such a table is kept with any columns, in any order. Today is never taken for a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kbo_screen.checking.check_result import ReceiptDates
from kbo_screen.findings import Finding, InputError, Place, make_finding
from kbo_screen.sources.cells.sheet_cells import texts_of_row
from kbo_screen.sources.cells.sheet_places import cell_place
from kbo_screen.sources.date_words import bounds_in_words, date_in_words
from kbo_screen.sources.submissions.submission_district import district_named
from kbo_screen.sources.table.table_checks import hidden_sheets
from kbo_screen.sources.workbooks import input_of, read_workbook, workbook_findings
from kbo_screen.vocabulary.areas import districts_of, nearest, resolve_district
from kbo_screen.vocabulary.dates import DateReading, read_date
from kbo_screen.vocabulary.reading import cell_text
from kbo_screen.vocabulary.year_bounds import bounded_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kbo_screen.grid import CellValue, SheetGrid, Workbook
    from kbo_screen.registry.registry import InputFile, Scope
    from kbo_screen.sources.workbooks import Reader
    from kbo_screen.vocabulary.areas import OfficialDistrict
    from kbo_screen.vocabulary.year_bounds import DateBounds

#: Problems of what is written as a date and is none that can be.
_IMPOSSIBLE: Final = frozenset({"impossible-date", "date-out-of-range"})


def read_received(
    path: Path,
    scope: Scope,
    files: set[str],
    bounds: DateBounds,
    *,
    reader: Reader | None = None,
) -> tuple[ReceiptDates, InputFile]:
    """The dates of receipt by district and by file name.

    Of several of one district the last row counts. Rows of districts that the scope leaves
    out are not amiss. What a row lacks is among the findings
    of `ReceiptDates`.
    files: names of the files that are checked. bounds: what a date of receipt can be.
    reader: opens the file; one without passwords where none is given.
    Raises InputError where no row holds a date beside a district or file.
    """
    workbook = read_workbook(path, reader)
    senders = _Senders(scope, files, _neighbours_of(scope))
    by_district: dict[int | None, dt.date] = {}
    by_file: dict[str, dt.date] = {}
    has_others = False
    findings = [*workbook_findings(workbook), *hidden_sheets(workbook)]
    for receipt in _read_rows(workbook, senders, bounds):
        if senders.is_neighbours(receipt):
            has_others = True
            continue
        findings += _check_receipt(receipt, senders, bounds)
        if receipt.date is None:
            continue
        if isinstance(receipt.sender, int):
            by_district[receipt.sender] = receipt.date
        elif receipt.sender:
            by_file[receipt.sender] = receipt.date
    if not (by_district or by_file or has_others):
        no_dates = make_finding("list.no-dates", Place(workbook.file))
        raise InputError(no_dates, *findings)
    row_count = sum(grid.height for grid in workbook.sheets)
    file = input_of(workbook, row_count, "received")
    received = ReceiptDates(
        by_district=by_district,
        by_file=by_file,
        findings=tuple(findings),
    )
    return received, file


def _neighbours_of(scope: Scope) -> list[OfficialDistrict]:
    """The districts of the provinces of a scope that it leaves out."""
    codes = {district.code for district in scope.districts}
    return [
        district
        for province in scope.provinces
        for district in districts_of(province)
        if district.code not in codes
    ]


class _Senders(NamedTuple):
    """Who sends lists: the districts of the scope, and the files that are checked.

    neighbours: the other districts of its provinces, which were not asked for.
    """

    scope: Scope
    files: set[str]
    neighbours: Sequence[OfficialDistrict] = ()

    def named(self, words: str) -> int | str | None:
        """The district (position in the scope) or the file that a cell names."""
        if words in self.files:
            return words
        return district_named(words, self.scope)

    def is_neighbours(self, receipt: _Receipt) -> bool:
        """A row is about a district that was not asked for."""
        if receipt.sender_column is not None:
            return False
        texts = texts_of_row(receipt.grid, receipt.row).values()
        return any(resolve_district(text, self.neighbours) for text in texts)

    @property
    def names(self) -> list[str]:
        """The names of all districts, then of all files."""
        districts = self.scope.district_names
        return [*districts, *self.files]


class _Receipt(NamedTuple):
    """A row: whom it is about, and the date that it says.

    `sender`: a district (position in the scope) or a file, None for neither;
    `sender_column`: the column that says so. `readings`: what every other cell reads as,
    by column. `date_column`: the first of them that holds a day which can be.
    """

    grid: SheetGrid
    row: int
    sender: int | str | None
    sender_column: int | None
    readings: dict[int, DateReading]
    date_column: int | None

    @property
    def date(self) -> dt.date | None:
        """The day of receipt."""
        if self.date_column is None:
            return None
        return self.readings[self.date_column].date

    def place(self, column: int) -> Place:
        """Where a cell of the row stands."""
        return cell_place(self.grid, self.row, column)

    def words(self, column: int) -> str:
        """What stands in a cell of the row."""
        return cell_text(self.grid.columns[column][self.row])


def _read_rows(
    workbook: Workbook,
    senders: _Senders,
    bounds: DateBounds,
) -> Iterator[_Receipt]:
    """Every row of the sheets in sight."""
    for grid in workbook.visible_sheets:
        for row in range(grid.height):
            yield _read_row(grid, row, senders, bounds)


def _read_row(
    grid: SheetGrid,
    row: int,
    senders: _Senders,
    bounds: DateBounds,
) -> _Receipt:
    values = [column[row] for column in grid.columns]
    sender, sender_column = _find_sender(values, senders)
    readings = {}
    for column, value in enumerate(values):
        if column != sender_column:
            readings[column] = bounded_date(value, bounds)
    dated_columns = [column for column, reading in readings.items() if reading.date]
    date_column = dated_columns[0] if dated_columns else None
    return _Receipt(grid, row, sender, sender_column, readings, date_column)


def _find_sender(
    values: Sequence[CellValue],
    senders: _Senders,
) -> tuple[int | str | None, int | None]:
    """The first district or file that a row names, and the column that does."""
    for column, value in enumerate(values):
        sender = senders.named(cell_text(value))
        if sender is not None:
            return sender, column
    return None, None


def _check_receipt(
    receipt: _Receipt,
    senders: _Senders,
    bounds: DateBounds,
) -> Iterator[Finding]:
    """A row about somebody without a date that can be, or with a date and about nobody.

    A date that was mended is told too.
    """
    column = receipt.date_column
    if column is None:
        if receipt.sender_column is not None:
            yield _no_date(receipt, receipt.sender_column, bounds)
        return
    if receipt.sender_column is None:
        yield from _unknown_sender(receipt, senders)
        return
    reading = receipt.readings[column]
    if reading.mended_date:
        yield make_finding(
            "list.mended-date",
            receipt.place(column),
            value=receipt.words(column),
            date=date_in_words(reading.mended_date),
        )


def _no_date(
    receipt: _Receipt,
    sender_column: int,
    bounds: DateBounds,
) -> Finding:
    """Why a row about somebody gives no day: a date that cannot be, or none."""
    for column, reading in receipt.readings.items():
        if reading.problem not in _IMPOSSIBLE:
            continue
        place = receipt.place(column)
        words = receipt.words(column)
        if reading.problem == "impossible-date":
            return make_finding(
                "list.impossible-date",
                place,
                value=words,
            )
        first, last = bounds_in_words(bounds)
        return make_finding(
            "list.unlikely-date",
            place,
            value=words,
            first=first,
            last=last,
        )
    return make_finding("list.no-date", receipt.place(sender_column))


def _unknown_sender(receipt: _Receipt, senders: _Senders) -> Iterator[Finding]:
    """The first cell that is a name, and of nobody who is known."""
    for column in range(len(receipt.grid.columns)):
        words = receipt.words(column)
        if _is_name(words):
            nearest_names = ", ".join(nearest(words, senders.names)) or "-"
            yield make_finding(
                "list.unknown-receipt",
                receipt.place(column),
                value=words,
                suggestion=nearest_names,
            )
            return


def _is_name(words: str) -> bool:
    return any(map(str.isalpha, words)) and read_date(words).problem is not None
