"""Of which year the value of every row is, where titles stand between rows, and where its year cell is blank."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import numpy as np

from kbo_screen.findings import Finding, make_finding
from kbo_screen.sources.cells.sheet_places import address_place
from kbo_screen.sources.years.row_years import (
    says_something,
    stated_years,
    was_not_understood,
)
from kbo_screen.vocabulary.fields import LETTER_YEAR_FIELDS
from kbo_screen.vocabulary.reading import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.sources.table.table_rows import TableRows
    from kbo_screen.sources.table.table_years import SectionTitle
    from kbo_screen.sources.years.row_years import RowYears, YearColumn
    from kbo_screen.vocabulary.reading import Reading


def years_of_rows(
    rows: TableRows,
    field: str,
    year_column: YearColumn | None,
    assumed_year: int | None = None,
) -> RowYears:
    """Of every row the year of a field's value; what differs is told of rows in scope.

    assumed_year: taken where nothing says one.
    """
    row_years = stated_years(rows, field, year_column)
    row_years = _with_sections(rows, field, row_years, assumed_year)
    if _names_years(year_column) and field in LETTER_YEAR_FIELDS:
        return _with_blank_years(rows, field, year_column, row_years)
    return row_years


def _names_years(year_column: YearColumn | None) -> TypeGuard[YearColumn]:
    """There is a year column, and a year stands in it, or something that was not understood."""
    if year_column is None:
        return False
    readings = year_column.column.readings
    return any(reading.value or was_not_understood(reading) for reading in readings)


def _with_blank_years(
    rows: TableRows,
    field: str,
    year_column: YearColumn,
    row_years: RowYears,
) -> RowYears:
    """Where a year column says years of other rows, a value beside a blank of it is of no year that is known."""
    is_undated = ~row_years.has_year & ~row_years.is_unclear
    is_blank_year = _needs_year(rows, field) & is_undated
    findings = [
        _blank_year(rows, field, row, year_column)
        for row in rows.of_scope(is_blank_year)
    ]
    return row_years._replace(
        is_unclear=row_years.is_unclear | is_blank_year,
        findings=(*row_years.findings, *findings),
    )


def _needs_year(
    rows: TableRows,
    field: str,
) -> np.ndarray:
    """Per row: its cell holds something that is of a year; no project is of none."""
    is_dated_value = _is_project if field == "other_project" else says_something
    return rows.columns[field].pick(is_dated_value).astype(bool)


def _is_project(reading: Reading) -> bool:
    return reading.value == "in_project"


def _blank_year(
    rows: TableRows,
    field: str,
    row: int,
    year_column: YearColumn,
) -> Finding:
    return make_finding(
        "cell.year-blank",
        address_place(rows.table.grid, year_column.cells.addresses[row]),
        value=cell_text(year_column.cells.at(row)),
        header=year_column.header,
        field=field,
        other_cell=rows.place(field, row).cell,
    )


def _with_sections(
    rows: TableRows,
    field: str,
    row_years: RowYears,
    assumed_year: int | None,
) -> RowYears:
    """The years of rows with what the title above them says; what it and the row say differently is no year.

    A title that is a year and nothing else leaves open what it is the year of, unless it
    is the one to be assumed. A project's own year goes before it.
    """
    for title, is_below in _sections(rows, field):
        has_year = row_years.has_year
        is_undated = is_below & ~has_year & ~row_years.is_unclear
        differs = is_below & has_year & (row_years.years_be != title.years_be[field])
        if field == "other_project":
            differs[:] = False
        years_be = row_years.years_be.copy()
        is_doubtful = differs.copy()
        if title.is_tied:
            years_be[is_undated] = title.years_be[field]
        elif title.years_be[field] != assumed_year:
            is_doubtful |= is_undated & _needs_year(rows, field)
        years_be[is_doubtful] = None
        is_dated = is_undated & ~is_doubtful & title.is_tied
        findings = (
            *_title_findings("table.section-of-year", rows, field, title, is_dated),
            *_title_findings("table.section-unclear", rows, field, title, is_doubtful),
        )
        row_years = row_years._replace(
            years_be=years_be,
            is_unclear=row_years.is_unclear | is_doubtful,
            findings=(*row_years.findings, *findings),
        )
    return row_years


def _sections(
    rows: TableRows,
    field: str,
) -> Iterator[tuple[SectionTitle, np.ndarray]]:
    """Each title between rows that names a year of the field, and per row of data whether it is the last above it."""
    titles = [title for title in rows.table.around.sections if field in title.years_be]
    title_rows = [title.row for title in titles]
    positions = np.searchsorted(title_rows, rows.table.data_rows) - 1
    for position, title in enumerate(titles):
        yield title, positions == position


def _title_findings(
    code: str,
    rows: TableRows,
    field: str,
    title: SectionTitle,
    is_concerned: np.ndarray,
) -> Iterator[Finding]:
    """A finding of a title that says something of rows of the scope."""
    count = len(rows.of_scope(is_concerned))
    if count:
        yield make_finding(
            code,
            title.place,
            value=title.words,
            year=title.years_be[field],
            count=count,
            field=field,
        )
